// Promises the custody extract of a sealed package: entries, proofs and checkpoints that a stranger can check offline.
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import {
  type CheckpointRow,
  selectCheckpoint,
  selectCosignatures,
  selectFirstCovering,
  selectLastCheckpoint,
} from "#core/records/checkpoint.ts";
import { type LedgerEntryText, selectEntriesOf } from "#core/records/ledger.ts";
import { canonicalBytes } from "#evidence/archive/canonical-json.ts";
import { joinNote, readCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { type Hash, type NodeReader, proveConsistency, proveInclusion } from "#evidence/ledger/merkle.ts";
import { readTree } from "./ledger-tree.ts";

export interface ExtractOptions {
  /** The signed note that `makeCheckpoint` gave; the newest checkpoint when it is left out. */
  checkpoint?: string;
  /** Sizes of further checkpoints that must travel along, e.g. those with batch time stamps. */
  earlierSizes?: readonly number[];
}

/**
 * custody.json of FORMAT.md section 3: every entry about one of the subjects (capture ids, the package's id) up to the
 * checkpoint, each with its inclusion proof; the checkpoint with the cosignatures it has by now; and the first checkpoint after
 * each of the entries, with consistency proofs. Throws AppError `not-found` without a checkpoint.
 */
export async function custodyExtract(
  db: Db,
  subjects: readonly string[],
  options: ExtractOptions = {},
): Promise<Buffer> {
  const row = await chooseCheckpoint(db, options.checkpoint);
  const nodes = readTree(db, row.size);
  const entries = await selectEntriesOf(db, subjects, row.size);
  const signed = await withCosignatures(db, row);
  const earlier = await chooseEarlier(db, row, entries, options.earlierSizes ?? []);
  const earlierSigned = await Promise.all(earlier.map((r) => withCosignatures(db, r)));
  const witnessKeys = new Set([signed, ...earlierSigned].flatMap((s) => s.witnessKeys));
  return canonicalBytes({
    format: "vonggac-custody/1",
    origin: row.origin,
    logKey: row.logKey,
    witnessKeys: [...witnessKeys].sort(),
    checkpoint: signed.note,
    entries: await proveEntries(nodes, row.size, entries),
    earlier: await proveEarlier(nodes, row.size, earlier, earlierSigned),
  });
}

async function chooseCheckpoint(db: Db, note: string | undefined): Promise<CheckpointRow> {
  if (note === undefined) {
    const last = await selectLastCheckpoint(db);
    if (!last) throw new AppError("not-found", { detail: "the custody log has no checkpoint yet" });
    return last;
  }
  const { origin, size } = readCheckpoint(note);
  const row = await selectCheckpoint(db, origin, size);
  if (!row) throw new AppError("not-found", { detail: `no checkpoint ${origin} ${size}` });
  return row;
}

async function withCosignatures(db: Db, row: CheckpointRow): Promise<{ note: string; witnessKeys: string[] }> {
  const cosignatures = await selectCosignatures(db, row.origin, row.size);
  const { note } = readCheckpoint(row.note);
  const lines = [...note.signatures, ...cosignatures].map((s) => s.line);
  return { note: joinNote(note.text, lines), witnessKeys: cosignatures.map((c) => c.witnessKey) };
}

async function chooseEarlier(
  db: Db,
  last: CheckpointRow,
  entries: readonly LedgerEntryText[],
  sizes: readonly number[],
): Promise<CheckpointRow[]> {
  const chosen = new Map<number, CheckpointRow>();
  for (const size of sizes) {
    const row = await selectCheckpoint(db, last.origin, size);
    if (!row) throw new AppError("not-found", { detail: `no checkpoint ${last.origin} ${size}` });
    chosen.set(size, row);
  }
  let covered = 0;
  for (const { seq } of entries) {
    if (seq <= covered) continue;
    const row = await selectFirstCovering(db, last.origin, seq);
    if (!row) break;
    covered = row.size;
    chosen.set(row.size, row);
  }
  return [...chosen.values()].filter((r) => r.size < last.size).sort((a, b) => a.size - b.size);
}

const toText = (proof: Hash[]) => proof.map((hash) => hash.toString("base64"));

async function proveEntries(nodes: NodeReader, size: number, entries: readonly LedgerEntryText[]) {
  const proved = [];
  for (const { seq, entry } of entries)
    proved.push({ entry: canonicalText(entry), proof: toText(await proveInclusion(nodes, seq - 1, size)) });
  return proved;
}

/** Rows hold the entry as JSON; the leaf is its canonical form. */
function canonicalText(entry: string): string {
  return canonicalBytes(JSON.parse(entry)).toString("utf8");
}

async function proveEarlier(
  nodes: NodeReader,
  size: number,
  earlier: readonly CheckpointRow[],
  signed: readonly { note: string }[],
) {
  const proved = [];
  for (const [i, row] of earlier.entries())
    proved.push({ checkpoint: signed[i]!.note, proof: toText(await proveConsistency(nodes, row.size, size)) });
  return proved;
}
