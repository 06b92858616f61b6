// Promises what a package says of its captures' custody: the extract, its checkpoint asked of the witnesses, and its stamps.
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { Db } from "#core/db/sql.ts";
import { selectCheckpoint, selectCosignatures } from "#core/records/checkpoint.ts";
import type { CheckpointFacts, CustodyLine } from "#evidence/dossier/dossier-facts.ts";
import { readCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { readWitnesses } from "#evidence/ledger/witness/ask-witness.ts";
import type { NamedFile } from "#evidence/package/package-input.ts";
import type { Store } from "#evidence/store/store.ts";
import { makeCheckpoint } from "./checkpoint.ts";
import { custodyExtract } from "./custody-extract.ts";
import type { House } from "./house.ts";
import { pushCheckpoint } from "./witness-push.ts";

export interface PackageCustody {
  /** `custody.json`. */
  extract: Buffer;
  stamps: NamedFile[];
  /** `log.vkey`, `witness-1.vkey` … */
  keys: NamedFile[];
  checkpoint: CheckpointFacts;
  lines: ReadonlyMap<string, readonly CustodyLine[]>;
}

/** A package does not wait longer for witnesses; who has not answered is named in it. */
const witnessesMs = 15_000;

const Extract = z.object({
  logKey: z.string(),
  witnessKeys: z.array(z.string()),
  checkpoint: z.string(),
  entries: z.array(z.object({ entry: z.string() })),
  earlier: z.array(z.object({ checkpoint: z.string() })),
});
const Entry = z.object({
  seq: z.number(),
  at: z.string(),
  actor: z.string(),
  act: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

/**
 * Signs the log as it stands now and gathers the custody of these captures; every entry about them is inside. Throws
 * AppError `ledger.forked` when the log contradicts what was signed before: then nothing leaves the house.
 */
export async function gatherCustody(
  house: Pick<House, "config" | "database" | "store">,
  seals: readonly { captureId: string; ledgerSeq: number }[],
): Promise<PackageCustody> {
  const { pool } = house.database;
  const row = await makeCheckpoint(house);
  await Promise.race([pushCheckpoint(house), wait(witnessesMs, undefined, { ref: false })]);
  const stamped = await findStamps(house.store);
  const sizes = await stampedSizes(pool, row.origin, row.size, seals, [...stamped.keys()]);
  const subjects = seals.map((s) => s.captureId);
  const extract = await custodyExtract(pool, subjects, { checkpoint: row.note, earlierSizes: sizes });
  const said = Extract.parse(JSON.parse(extract.toString("utf8")));
  const covered = [said.checkpoint, ...said.earlier.map((e) => e.checkpoint)].map((note) => readCheckpoint(note).size);
  const keysOfStamps = covered.flatMap((size) => stamped.get(size) ?? []);
  const stamps = await Promise.all(keysOfStamps.map((key) => readFile(house.store, key)));
  return {
    extract,
    stamps,
    keys: [vkey("log.vkey", said.logKey), ...said.witnessKeys.map((key, i) => vkey(`witness-${i + 1}.vkey`, key))],
    checkpoint: await checkpointFacts(house, row, stamps),
    lines: linesOf(said.entries),
  };
}

const vkey = (name: string, key: string): NamedFile => ({ name, bytes: Buffer.from(`${key}\n`) });

async function checkpointFacts(
  { config, database }: Pick<House, "config" | "database">,
  row: { origin: string; size: number; root: Buffer; logKey: string },
  stamps: readonly NamedFile[],
): Promise<CheckpointFacts> {
  const signed = new Set((await selectCosignatures(database.pool, row.origin, row.size)).map((c) => c.witnessKey));
  const asked = readWitnesses(config.VONGGAC_WITNESSES);
  return {
    logKey: row.logKey,
    origin: row.origin,
    size: row.size,
    root: row.root.toString("base64"),
    cosignedBy: [...signed].map((key) => key.split("+")[0]!),
    missing: asked.filter((w) => !signed.has(w.key.text)).map((w) => w.key.name),
    stamps: stamps.filter((s) => s.name.endsWith(".tsr")).length,
  };
}

function linesOf(entries: readonly { entry: string }[]): Map<string, CustodyLine[]> {
  const lines = new Map<string, CustodyLine[]>();
  for (const { entry } of entries) {
    const { subject, ...line } = Entry.parse(JSON.parse(entry));
    lines.set(subject, [...(lines.get(subject) ?? []), line]);
  }
  return lines;
}

const stampFolder = "ledger/stamps/";

/** Keys of batch stamps by the tree size that they stamp. */
async function findStamps(store: Store): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  let after: string | undefined;
  do {
    const page = await store.list(stampFolder, after === undefined ? {} : { after });
    for (const key of page.keys) {
      const size = Number(/^(\d+)\.\d+\.tsr(\.json)?$/.exec(key.slice(stampFolder.length))?.[1] ?? 0);
      if (size > 0) found.set(size, [...(found.get(size) ?? []), key]);
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

/** For each seal the first stamped checkpoint that covers it: what says the earliest that it existed. */
async function stampedSizes(
  db: Db,
  origin: string,
  upTo: number,
  seals: readonly { ledgerSeq: number }[],
  sizes: readonly number[],
): Promise<number[]> {
  const sorted = sizes.filter((size) => size <= upTo).sort((a, b) => a - b);
  const first = new Set(
    seals.map((s) => sorted.find((size) => size >= s.ledgerSeq)).filter((size) => size !== undefined),
  );
  const known: number[] = [];
  for (const size of first) if (await selectCheckpoint(db, origin, size)) known.push(size);
  return known;
}

async function readFile(store: Store, key: string): Promise<NamedFile> {
  const parts: Buffer[] = [];
  for await (const chunk of (await store.get(key)) as AsyncIterable<Buffer>) parts.push(chunk);
  return { name: path.posix.basename(key), bytes: Buffer.concat(parts) };
}
