// Promises a picture in one canonical frame for hashing: without its even margins, 512 pixels square.
import sharp from "sharp";
import type { Pixels } from "./decode.ts";

/**
 * Every picture is brought to this square, larger ones as the PDQ reference does, smaller ones too: sampled raw, a logo of
 * 75 pixels and its copy of 150 would differ in 20 to 70 bits.
 */
export const frameSide = 512;
/** How far a channel may lie from the ground's and still be ground; covers much of what JPEG adds. */
const evenWithin = 24;
/** Of the outermost pixels so many must be ground: else the picture has no margin. */
const evenShare = 0.7;
/** A line with less than this share of the fullest line's ink is margin: rings around letters in a JPEG are no content. */
const strayInk = 0.04;
/** A frame that leaves less than this share of a side is no margin but an almost empty picture. */
const leastShare = 0.04;

const channels = 3;

/** The upright picture within its margins, stretched to the square. Three bytes a pixel. */
export async function framePicture({ rgb, width, height }: Pixels): Promise<Buffer> {
  const whole = await stretch(rgb, width, height, null);
  const box = contentBox(whole);
  return box === null ? whole : stretch(whole, frameSide, frameSide, box);
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function stretch(rgb: Buffer, width: number, height: number, box: Box | null): Promise<Buffer> {
  const picture = sharp(rgb, { raw: { width, height, channels } });
  const part = box ? picture.extract(box) : picture;
  return part.resize(frameSide, frameSide, { fit: "fill", kernel: "cubic" }).raw().toBuffer();
}

/** null where there is no even margin, or nothing else. */
function contentBox(rgb: Buffer): Box | null {
  const edge = edgePlaces();
  const ground = medianColour(rgb, edge);
  if (edge.filter((at) => inkAt(rgb, at, ground) === 0).length < evenShare * edge.length) return null;
  const rows = new Float64Array(frameSide);
  const columns = new Float64Array(frameSide);
  for (let y = 0; y < frameSide; y++)
    for (let x = 0; x < frameSide; x++) {
      const ink = inkAt(rgb, (y * frameSide + x) * channels, ground);
      rows[y]! += ink;
      columns[x]! += ink;
    }
  const [top, bottom] = inkSpan(rows);
  const [left, right] = inkSpan(columns);
  const [width, height] = [right - left, bottom - top];
  if (Math.min(width, height) < frameSide * leastShare) return null;
  return { left, top, width, height };
}

/** Byte places of the outermost pixels. */
function edgePlaces(): number[] {
  const last = frameSide - 1;
  return Array.from({ length: frameSide }, (_, i) => [
    [i, 0],
    [i, last],
    [0, i],
    [last, i],
  ])
    .flat()
    .map(([x, y]) => (y! * frameSide + x!) * channels);
}

/** The colour of the margin where there is one; a single corner may be cut into the sign. */
function medianColour(rgb: Buffer, places: number[]): number[] {
  return Array.from({ length: channels }, (_, c) => {
    const sorted = places.map((at) => rgb[at + c]!).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  });
}

/** How much a pixel stands out from the ground; 0 for ground. */
function inkAt(rgb: Buffer, at: number, ground: number[]): number {
  let most = 0;
  for (let c = 0; c < channels; c++) most = Math.max(most, Math.abs(rgb[at + c]! - ground[c]!));
  return Math.max(0, most - evenWithin);
}

/** From the first line with more than stray ink to the last (exclusive); framed again, nothing more falls away. */
function inkSpan(lines: Float64Array): [number, number] {
  const stray = lines.reduce((most, ink) => Math.max(most, ink), 0) * strayInk;
  const from = lines.findIndex((ink) => ink > stray);
  return [Math.max(0, from), lines.findLastIndex((ink) => ink > stray) + 1];
}
