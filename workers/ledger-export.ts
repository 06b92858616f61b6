// Promises the whole custody log as the static files of C2SP tlog-tiles, which a witness or a stranger can check without us.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { selectCosignatures } from "#core/records/checkpoint.ts";
import { selectLedgerRows } from "#core/records/ledger.ts";
import { canonicalBytes, type Json } from "#evidence/archive/canonical-json.ts";
import { joinNote, readCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { tilePath, tileWidth, tileWidthIn } from "#evidence/ledger/tiles.ts";
import { type LedgerHouse, makeCheckpoint } from "./checkpoint.ts";
import { readTile } from "./ledger-tree.ts";

/** Signs the log as it stands and writes `checkpoint`, `log.vkey`, `tile/…` and `tile/entries/…` under `folder`. Returns its size. */
export async function exportLedger(house: LedgerHouse, folder: string): Promise<number> {
  const { pool } = house.database;
  const row = await makeCheckpoint(house);
  const cosignatures = await selectCosignatures(pool, row.origin, row.size);
  const { note } = readCheckpoint(row.note);
  const lines = [...note.signatures, ...cosignatures].map((s) => s.line);
  for (let level = 0; tileWidthIn(row.size, level, 0) > 0; level++) await writeTiles(pool, folder, level, row.size);
  for (let first = 0; first < row.size; first += tileWidth) {
    const width = Math.min(tileWidth, row.size - first);
    await put(folder, tilePath("entries", first / tileWidth, width), await bundle(pool, first, width));
  }
  await put(folder, "log.vkey", `${row.logKey}\n`);
  await put(folder, "checkpoint", joinNote(note.text, lines));
  return row.size;
}

async function writeTiles(db: Db, folder: string, level: number, size: number): Promise<void> {
  for (let index = 0; ; index++) {
    const width = tileWidthIn(size, level, index);
    if (width === 0) return;
    await put(folder, tilePath(level, index, width), await readTile(db, level, index, width));
  }
}

/** Entries in their canonical form, each after its length in two bytes, big-endian. */
async function bundle(db: Db, afterSeq: number, count: number): Promise<Buffer> {
  const rows = await selectLedgerRows(db, afterSeq, count);
  const parts = rows.flatMap((row) => {
    const bytes = canonicalBytes(JSON.parse(row.entry) as Json);
    if (bytes.length > 0xffff)
      throw new AppError("internal", { detail: `custody entry ${row.seq} is longer than tlog-tiles can say` });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts);
}

async function put(folder: string, name: string, content: string | Buffer): Promise<void> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}
