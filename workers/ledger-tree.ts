// Promises the custody log as a Merkle tree: full tiles kept as rows, the right edge derived, proofs from a few reads.
import type pg from "pg";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { lockCheckpoints } from "#core/records/checkpoint.ts";
import {
  countTiles,
  insertTile,
  selectLeafHashes,
  selectLedgerHead,
  selectTile,
  selectTileRoots,
} from "#core/records/ledger.ts";
import { type NodeReader, rootOf, type TreeHead } from "#evidence/ledger/merkle.ts";
import { readNodes, rootOfTile, tileWidth } from "#evidence/ledger/tiles.ts";

/** Tiles added in one transaction: about a second's work. */
const tilesAtOnce = 64;
const topLevel = 6;

/** Number of entries, which is the size of the tree. */
export async function readLedgerSize(db: Db): Promise<number> {
  return (await selectLedgerHead(db))?.seq ?? 0;
}

/** The first `width` hashes of a tile: kept where it is full, derived from what is below where it is not. */
export async function readTile(db: Db, level: number, index: number, width: number): Promise<Buffer> {
  const kept = width === tileWidth ? await selectTile(db, level, index) : null;
  if (kept) return kept;
  const below = index * tileWidth;
  const hashes =
    level === 0 ? await selectLeafHashes(db, below, width) : await selectTileRoots(db, level - 1, below, width);
  if (hashes.length !== width)
    throw new AppError("ledger.forked", {
      detail: `custody log: tile ${level}/${index} needs ${width} hashes, ${hashes.length} are there`,
      cure: "Entries or tiles are missing from the database: put it back from its backup, then run `vonggac ledger status`.",
    });
  return Buffer.concat(hashes);
}

/** Nodes of the tree of `size` entries. All full tiles up to there must have been added (`growTiles`). */
export function readTree(db: Db, size: number): NodeReader {
  return readNodes(size, (level, index, width) => readTile(db, level, index, width));
}

/** Adds the full tiles that are missing: all of them on the first use, one in 256 entries later. Returns the tree's head. */
export async function growTiles(pool: pg.Pool): Promise<TreeHead> {
  const size = await readLedgerSize(pool);
  for (let level = 0; level <= topLevel; level++) {
    const full = Math.floor(size / tileWidth ** (level + 1));
    if (full === 0) break;
    while (await inTransaction(pool, (tx) => addTiles(tx, level, full)));
  }
  return { size, root: await rootOf(readTree(pool, size), size) };
}

async function addTiles(tx: Db, level: number, full: number): Promise<boolean> {
  await lockCheckpoints(tx);
  const have = await countTiles(tx, level);
  const until = Math.min(full, have + tilesAtOnce);
  for (let index = have; index < until; index++) {
    const hashes = await readTile(tx, level, index, tileWidth);
    await insertTile(tx, { level, index, hashes, root: rootOfTile(hashes) });
  }
  return until < full;
}
