// Promises tiles of C2SP tlog-tiles: 256 hashes each, read a few at a time, and named as the standard names them.
import { type Hash, hashNode, type NodeReader } from "./merkle.ts";

export const tileWidth = 256;
const tileHeight = 8;
const hashBytes = 32;

/** Gives the first `width` hashes of a tile, 32 bytes each. */
export type TileReader = (level: number, index: number, width: number) => Promise<Buffer>;

/** How many hashes the tile has in a tree of `size` leaves: 0 to 256. */
export function tileWidthIn(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / tileWidth ** level);
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth));
}

/** `<level>/<index>[.p/<width>]` with the index in groups of three digits: 1234067 is `x001/x234/067`. */
export function tilePath(level: number | "entries", index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g)!;
  const name = groups.map((g, i) => (i < groups.length - 1 ? `x${g}` : g)).join("/");
  return `tile/${level}/${name}${width < tileWidth ? `.p/${width}` : ""}`;
}

export function hashAt(tile: Buffer, position: number): Hash {
  return tile.subarray(position * hashBytes, (position + 1) * hashBytes);
}

/** The root over `count` (a power of two) hashes of a tile from `start` on. */
export function rootOfTile(tile: Buffer, start = 0, count = tileWidth): Hash {
  let row = Array.from({ length: count }, (_, i) => hashAt(tile, start + i));
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, i) => hashNode(row[2 * i]!, row[2 * i + 1]!));
  return row[0]!;
}

/** Nodes of the tree of `size` leaves out of its tiles; each tile is read once. */
export function readNodes(size: number, readTile: TileReader): NodeReader {
  const read = new Map<string, Promise<Buffer>>();
  return async (height, index) => {
    const level = Math.floor(height / tileHeight);
    const count = 2 ** (height % tileHeight);
    const first = index * count;
    const tileIndex = Math.floor(first / tileWidth);
    const key = `${level}/${tileIndex}`;
    let tile = read.get(key);
    if (!tile) read.set(key, (tile = readTile(level, tileIndex, tileWidthIn(size, level, tileIndex))));
    return rootOfTile(await tile, first % tileWidth, count);
  };
}
