// Promises a picture as single grey planes in which letters differ most from their ground, scaled so that letters can be read.
import sharp from "sharp";
import type { Pixels } from "./decode.ts";

export type PlaneName = "light" | "red" | "green" | "blue" | "brightest" | "darkest" | "colour";

/** One byte a pixel. */
export interface Plane {
  name: PlaneName;
  grey: Buffer;
}

/** Gold on red: as bright as one another, but one is green too. So each channel is a plane of its own. */
const makers: Record<PlaneName, (r: number, g: number, b: number) => number> = {
  light: (r, g, b) => r * 0.299 + g * 0.587 + b * 0.114,
  red: (r) => r,
  green: (_r, g) => g,
  blue: (_r, _g, b) => b,
  brightest: (r, g, b) => Math.max(r, g, b),
  darkest: (r, g, b) => Math.min(r, g, b),
  colour: (r, g, b) => Math.max(r, g, b) - Math.min(r, g, b),
};

export function makePlane({ rgb }: Pixels, name: PlaneName): Plane {
  const make = makers[name];
  const grey = Buffer.allocUnsafe(rgb.length / 3);
  for (let i = 0, o = 0; i < rgb.length; i += 3, o++) grey[o] = make(rgb[i]!, rgb[i + 1]!, rgb[i + 2]!);
  return { name, grey };
}

/**
 * How well one threshold parts a plane into two (Otsu 1979): variance between the classes over the whole, 0 to 1, times
 * the spread of grey, so that a flat plane does not win by its noise.
 */
export function measureParting({ grey }: Plane): number {
  const histogram = new Float64Array(256);
  for (const value of grey) histogram[value]! += 1;
  const total = grey.length;
  let [sum, squares] = [0, 0];
  for (let v = 0; v < 256; v++) {
    sum += v * histogram[v]!;
    squares += v * v * histogram[v]!;
  }
  const variance = squares / total - (sum / total) ** 2;
  if (variance < 1) return 0;
  let [below, sumBelow, best] = [0, 0, 0];
  for (let v = 0; v < 255; v++) {
    below += histogram[v]!;
    sumBelow += v * histogram[v]!;
    if (below === 0 || below === total) continue;
    const apart = sumBelow / below - (sum - sumBelow) / (total - below);
    best = Math.max(best, (below / total) * (1 - below / total) * apart * apart);
  }
  return (best / variance) * Math.min(1, Math.sqrt(variance) / 40);
}

/** The plane scaled and stretched to full contrast, as a PGM file; `negate` turns light letters dark. */
export async function writePgm(
  { grey }: Plane,
  { width, height }: Pixels,
  scale: number,
  { negate = false, blur = 0 } = {},
): Promise<Buffer> {
  let image = sharp(grey, { raw: { width, height, channels: 1 } });
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  if (w !== width || h !== height)
    image = image.resize(w, h, { kernel: scale > 1 ? "cubic" : "lanczos3", fit: "fill" });
  if (blur > 0) image = image.blur(blur);
  image = image.normalise({ lower: 1, upper: 99 });
  if (negate) image = image.negate();
  const { data, info } = await image.toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 1) throw new RangeError(`a grey plane came back with ${info.channels} channels`);
  return Buffer.concat([Buffer.from(`P5\n${info.width} ${info.height}\n255\n`), data]);
}

/** Light letters on dark: most pixels are darker than the middle between the darkest and the lightest. */
export function isDarkGround({ grey }: Plane): boolean {
  const histogram = new Uint32Array(256);
  for (const value of grey) histogram[value]! += 1;
  const at = (share: number) => {
    let [v, sum] = [0, histogram[0]!];
    while (v < 255 && sum < share * grey.length) sum += histogram[++v]!;
    return v;
  };
  return at(0.5) < (at(0.01) + at(0.99)) / 2;
}
