// Promises the places where two pictures of a page differ, as few boxes; pictures are decoded small, one tile at a time.
import sharp from "sharp";
import { toAppError } from "#core/errors.ts";

/** The picture is compared at half its size, in cells of 16 × 16 of those: 32 px of the page. */
const shrink = 2;
const cell = 16;
const cellPx = shrink * cell;
/** Greys apart by more than this are different to the eye; fonts smoothed another way are not. */
const greyStep = 28;
/** Pixels of a cell that must differ: a single one is a flicker. */
const leastPixels = 3;
const maxPagePx = 60_000;
const maxAreas = 300;

export interface PictureTile {
  x: number;
  y: number;
  width: number;
  height: number;
  read(): Promise<Uint8Array>;
}

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Grey {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** Throws AppError `input.unreadable` for a tile that is no picture. */
async function drawSmall(tiles: readonly PictureTile[]): Promise<Grey> {
  const width = Math.ceil(Math.max(...tiles.map((t) => t.x + t.width)) / shrink);
  const height = Math.ceil(Math.min(maxPagePx, Math.max(...tiles.map((t) => t.y + t.height))) / shrink);
  const pixels = new Uint8Array(width * height).fill(255);
  for (const tile of tiles) {
    const size = {
      width: Math.max(1, Math.round(tile.width / shrink)),
      height: Math.max(1, Math.round(tile.height / shrink)),
    };
    const small = await sharp(await tile.read(), { limitInputPixels: 60_000_000 })
      .resize({ ...size, fit: "fill", kernel: "linear" })
      .flatten({ background: "#fff" })
      .greyscale()
      .raw()
      .toBuffer()
      .catch((error: unknown) => {
        throw toAppError(error, "input.unreadable");
      });
    const [left, top] = [Math.round(tile.x / shrink), Math.round(tile.y / shrink)];
    for (let row = 0; row < size.height && top + row < height; row++) {
      const line = small.subarray(row * size.width, row * size.width + Math.min(size.width, width - left));
      pixels.set(line, (top + row) * width + left);
    }
  }
  return { width, height, pixels };
}

const greyAt = (g: Grey, x: number, y: number): number =>
  x < g.width && y < g.height ? g.pixels[y * g.width + x]! : 255;

function markCells(a: Grey, b: Grey): { columns: number; rows: number; marked: Uint8Array } {
  const columns = Math.ceil(Math.max(a.width, b.width) / cell);
  const rows = Math.ceil(Math.max(a.height, b.height) / cell);
  const marked = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let apart = 0;
      for (let y = row * cell; y < (row + 1) * cell; y++)
        for (let x = column * cell; x < (column + 1) * cell; x++)
          if (Math.abs(greyAt(a, x, y) - greyAt(b, x, y)) > greyStep) apart++;
      if (apart >= leastPixels) marked[row * columns + column] = 1;
    }
  }
  return { columns, rows, marked };
}

/** Neighbouring cells, also corner to corner, become one box. */
function joinCells(marked: Uint8Array, columns: number, rows: number): Area[] {
  const areas: Area[] = [];
  const left = marked.slice();
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue;
    const box = { x0: columns, y0: rows, x1: 0, y1: 0 };
    const open = [start];
    left[start] = 0;
    while (open.length > 0) {
      const at = open.pop()!;
      const [x, y] = [at % columns, Math.floor(at / columns)];
      Object.assign(box, {
        x0: Math.min(box.x0, x),
        y0: Math.min(box.y0, y),
        x1: Math.max(box.x1, x),
        y1: Math.max(box.y1, y),
      });
      for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
          const next = ny * columns + nx;
          if (left[next] === 1) {
            left[next] = 0;
            open.push(next);
          }
        }
    }
    const { x0, y0, x1, y1 } = box;
    areas.push({ x: x0 * cellPx, y: y0 * cellPx, width: (x1 - x0 + 1) * cellPx, height: (y1 - y0 + 1) * cellPx });
  }
  return areas;
}

/** Largest boxes first; `share` is of all cells, null where a side has no picture. */
export async function comparePictures(
  before: readonly PictureTile[],
  after: readonly PictureTile[],
): Promise<{ areas: Area[]; share: number | null }> {
  if (before.length === 0 || after.length === 0) return { areas: [], share: null };
  const { columns, rows, marked } = markCells(await drawSmall(before), await drawSmall(after));
  const areas = joinCells(marked, columns, rows).toSorted((a, b) => b.width * b.height - a.width * a.height);
  const count = marked.reduce((sum, one) => sum + one, 0);
  return { areas: areas.slice(0, maxAreas), share: count / marked.length };
}
