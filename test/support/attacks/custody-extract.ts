// Promises a small custody log in memory and its extract, honest or forked, signed by whoever holds the keys.
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { canonicalBytes } from "#evidence/archive/canonical-json.ts";
import { checkpointText, joinNote } from "#evidence/ledger/checkpoint.ts";
import { hashLeaf, hashNode, proveConsistency, proveInclusion, rootOf } from "#evidence/ledger/merkle.ts";
import { cosignLine, signLine, toVerifierKey } from "#evidence/ledger/signed-note.ts";
import { sha256 } from "./attack-world.ts";

export interface LogKeys {
  log: KeyObject;
  witness: KeyObject;
  logKey: string;
  witnessKey: string;
}

export interface ExtractWish {
  /** Texts of all entries of the log; made from the captures when left out. */
  entries?: Buffer[];
  /** Entries of the earlier tree, when it is another one than the beginning of this. */
  earlierEntries?: Buffer[];
  /** Seqs of the entries shown. */
  shown?: number[];
  log?: KeyObject;
  /** What the witness signed, when it is not this checkpoint. */
  witnessed?: string;
}

export interface Extract {
  bytes: Buffer;
  noteText: Buffer;
  size: number;
}

const origin = "log.vong-gac.test";
const earlierSize = 3;

export function makeLogKeys(): LogKeys {
  const [log, witness] = [generateKeyPairSync("ed25519").privateKey, generateKeyPairSync("ed25519").privateKey];
  const text = (name: string, kind: 1 | 4, key: KeyObject) => toVerifierKey(name, kind, key).text;
  return { log, witness, logKey: text(origin, 1, log), witnessKey: text("witness.test", 4, witness) };
}

/** Two acts of others first, then each capture's sealing, then the package. */
export function entriesOf(captures: readonly { captureId: string; bytes: Buffer }[], packageId: string): Buffer[] {
  const rows = [
    ["original.viewed", "other-1", null],
    ...captures.map(({ captureId, bytes }) => ["capture.sealed", captureId, sha256(bytes)]),
    ["original.viewed", "other-2", null],
    ["package.made", packageId, null],
  ] as [string, string, string | null][];
  return rows.map(([act, subject, hash], i) => {
    const at = new Date(Date.UTC(2026, 10, 20, 4, 0, i)).toISOString();
    return canonicalBytes({ act, actor: "system", at, detail: {}, seq: i + 1, sha256: hash, subject });
  });
}

export function custodyOf(
  captures: readonly { captureId: string; bytes: Buffer }[],
  packageId: string,
  keys: LogKeys,
  wish: ExtractWish = {},
): Promise<Extract> {
  return makeExtract(
    wish.entries ?? entriesOf(captures, packageId),
    [...captures.map((c) => c.captureId), packageId],
    keys,
    wish,
  );
}

async function makeExtract(entries: Buffer[], subjects: string[], keys: LogKeys, wish: ExtractWish): Promise<Extract> {
  const size = entries.length;
  const log = wish.log ?? keys.log;
  const logKey = toVerifierKey(origin, 1, log);
  const signed = async (all: Buffer[], count: number) => {
    const text = checkpointText({ origin, size: count, root: await rootOf(readerOf(all), count) });
    return { text, line: signLine(text, logKey, log) };
  };
  const now = await signed(entries, size);
  const old = await signed(wish.earlierEntries ?? entries, earlierSize);
  const witness = toVerifierKey("witness.test", 4, keys.witness);
  const cosigned = cosignLine(wish.witnessed ?? now.text, witness, keys.witness, Math.floor(Date.now() / 1000));
  const read = readerOf(entries);
  const text64 = (hashes: Buffer[]) => hashes.map((hash) => hash.toString("base64"));
  const mine = entries.filter((entry, i) =>
    wish.shown ? wish.shown.includes(i + 1) : subjects.includes(subjectOf(entry)),
  );
  const shown = await Promise.all(
    mine.map(async (entry) => ({
      entry: entry.toString(),
      proof: text64(await proveInclusion(read, entries.indexOf(entry), size)),
    })),
  );
  const bytes = canonicalBytes({
    format: "vonggac-custody/1",
    origin,
    logKey: logKey.text,
    witnessKeys: [keys.witnessKey],
    checkpoint: joinNote(now.text, [now.line, cosigned]),
    entries: shown,
    earlier: [
      { checkpoint: joinNote(old.text, [old.line]), proof: text64(await proveConsistency(read, earlierSize, size)) },
    ],
  });
  return { bytes, noteText: Buffer.from(now.text), size };
}

const subjectOf = (entry: Buffer) => (JSON.parse(entry.toString()) as { subject: string }).subject;

/** Only whole subtrees are asked for: a node of height h covers 2^h entries. */
function readerOf(entries: readonly Buffer[]) {
  const read = (height: number, index: number): Buffer =>
    height === 0 ? hashLeaf(entries[index]!) : hashNode(read(height - 1, index * 2), read(height - 1, index * 2 + 1));
  return read;
}
