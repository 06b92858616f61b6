// Promises the PDQ hash of a picture: 256 bits that near-copies share, after the published description of the algorithm.
//
// Source: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (Facebook, 2019) and the numbers of
// its reference implementation: luminance, two passes of a box filter each way (Jarosz), 64 × 64 samples, the lowest
// 16 × 16 cosine coefficients without the constant one, each bit set where its coefficient lies above their median.
import type { PerceptualHash } from "#core/nouns/observation.ts";

const sampled = 64;
const kept = 16;
const smallestSide = 5;
const passes = 2;

/** cos((π / 128) · (i + 1) · (2j + 1)), scaled: rows are the frequencies 1 to 16. */
const cosines = Float64Array.from({ length: kept * sampled }, (_, at) => {
  const [i, j] = [Math.floor(at / sampled), at % sampled];
  return Math.sqrt(2 / sampled) * Math.cos((Math.PI / (2 * sampled)) * (i + 1) * (2 * j + 1));
});

/** Brightness of each pixel (ITU-R BT.601), row by row. */
export function luminanceOf(rgb: Uint8Array, pixels: number): Float32Array {
  const out = new Float32Array(pixels);
  for (let i = 0, at = 0; i < pixels; i++, at += 3)
    out[i] = 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;
  return out;
}

interface Walk {
  /** Where the line begins, how far apart its elements lie, how many there are. */
  start: number;
  stride: number;
  length: number;
}

/** Mean over a window of `window` elements around each one, shortened at both ends. */
function smoothLine(from: Float32Array, to: Float32Array, { start, stride, length }: Walk, window: number): void {
  const ahead = Math.floor((window + 2) / 2) - 1;
  const behind = window - ahead - 1;
  let sum = 0;
  for (let i = 0; i < Math.min(ahead, length); i++) sum += from[start + i * stride]!;
  for (let i = 0; i < length; i++) {
    if (i + ahead < length) sum += from[start + (i + ahead) * stride]!;
    if (i - behind - 1 >= 0) sum -= from[start + (i - behind - 1) * stride]!;
    const count = Math.min(length - 1, i + ahead) - Math.max(0, i - behind) + 1;
    to[start + i * stride] = sum / count;
  }
}

const windowFor = (side: number): number => Math.ceil(side / (2 * sampled));

function smooth(luminance: Float32Array, width: number, height: number): Float32Array {
  const [across, down] = [windowFor(width), windowFor(height)];
  let now: Float32Array = luminance.slice();
  let next: Float32Array = new Float32Array(luminance.length);
  for (let pass = 0; pass < passes; pass++) {
    for (let y = 0; y < height; y++) smoothLine(now, next, { start: y * width, stride: 1, length: width }, across);
    [now, next] = [next, now];
    for (let x = 0; x < width; x++) smoothLine(now, next, { start: x, stride: width, length: height }, down);
    [now, next] = [next, now];
  }
  return now;
}

/** The value at the centre of each of 64 × 64 cells. */
function sample(smoothed: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(sampled * sampled);
  for (let i = 0; i < sampled; i++) {
    const y = Math.floor(((i + 0.5) * height) / sampled);
    for (let j = 0; j < sampled; j++)
      out[i * sampled + j] = smoothed[y * width + Math.floor(((j + 0.5) * width) / sampled)]!;
  }
  return out;
}

/** Sum of the steps between neighbours that are worth a percent of the range, scaled to 0–100. */
function qualityOf(cells: Float32Array): number {
  let sum = 0;
  const step = (a: number, b: number) => Math.abs(Math.trunc(((a - b) * 100) / 255));
  for (let i = 0; i < sampled; i++)
    for (let j = 0; j < sampled; j++) {
      const here = cells[i * sampled + j]!;
      if (i + 1 < sampled) sum += step(here, cells[(i + 1) * sampled + j]!);
      if (j + 1 < sampled) sum += step(here, cells[i * sampled + j + 1]!);
    }
  return Math.min(100, Math.floor(sum / 90));
}

function transform(cells: Float32Array): Float64Array {
  const half = new Float64Array(kept * sampled);
  for (let i = 0; i < kept; i++)
    for (let j = 0; j < sampled; j++) {
      let sum = 0;
      for (let k = 0; k < sampled; k++) sum += cosines[i * sampled + k]! * cells[k * sampled + j]!;
      half[i * sampled + j] = sum;
    }
  const out = new Float64Array(kept * kept);
  for (let i = 0; i < kept; i++)
    for (let j = 0; j < kept; j++) {
      let sum = 0;
      for (let k = 0; k < sampled; k++) sum += half[i * sampled + k]! * cosines[j * sampled + k]!;
      out[i * kept + j] = sum;
    }
  return out;
}

/** Hex digits from the highest bit down; of an even count the lower of the two middle values is the median. */
function writeBits(coefficients: Float64Array): string {
  const median = coefficients.toSorted()[coefficients.length / 2 - 1]!;
  let hex = "";
  for (let nibble = coefficients.length / 4 - 1; nibble >= 0; nibble--) {
    let value = 0;
    for (let bit = 3; bit >= 0; bit--) value = value * 2 + (coefficients[nibble * 4 + bit]! > median ? 1 : 0);
    hex += value.toString(16);
  }
  return hex;
}

/** Hash of a picture given as brightness, row by row; null where a side is too short to say anything. */
export function pdqOf(luminance: Float32Array, width: number, height: number): PerceptualHash | null {
  if (width < smallestSide || height < smallestSide) return null;
  const cells = sample(smooth(luminance, width, height), width, height);
  return { pdq: writeBits(transform(cells)), quality: qualityOf(cells) };
}
