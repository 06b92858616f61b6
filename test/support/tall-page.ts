// Promises a page of any height that paints its own coordinates, and the reading of them back from pictures of it.
import sharp from "sharp";

/** One band: 100 px of one colour that says its number, with a second colour on its right half that says it again, mirrored. */
export const coordinateBand = 100;

type Colour = [number, number, number];

/** 24 bits: the band's number in the lower 16, and a check of it in the upper 8, so that no other band looks alike. */
const colourOf = (band: number): Colour => [(band * 37 + 11) % 251, band >> 8, band & 255];
const mirrorOf = (band: number): Colour => {
  const [red, green, blue] = colourOf(band);
  return [255 - blue, 255 - green, 255 - red];
};
const css = (colour: Colour): string => `rgb(${colour.join(",")})`;

/** `heightPx` must be a multiple of 100. */
export function tallPage(heightPx: number): string {
  const bands = Array.from(
    { length: heightPx / coordinateBand },
    (_, band) =>
      `<p style="background:linear-gradient(90deg,${css(colourOf(band))} 50%,${css(mirrorOf(band))} 50%)"></p>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Trang ${heightPx} px</title><style>body{margin:0}p{margin:0;height:${coordinateBand}px}</style>${bands.join("")}`;
}

export interface BandFault {
  y: number;
  x: number;
  expected: string;
  seen: string;
}

/** Reads every row of both halves of one tile; a row whose colour is not its band's is a fault. `topPx` is the tile's y on the page. */
export async function readTile(png: Buffer, topPx: number): Promise<{ rows: number; faults: BandFault[] }> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const faults: BandFault[] = [];
  for (let row = 0; row < info.height; row++) {
    const band = Math.floor((topPx + row) / coordinateBand);
    for (const [x, colour] of [
      [10, colourOf(band)],
      [info.width - 10, mirrorOf(band)],
    ] as const) {
      const at = (row * info.width + x) * 3;
      const seen = [data[at], data[at + 1], data[at + 2]].join(",");
      if (seen !== colour.join(",")) faults.push({ y: topPx + row, x, expected: colour.join(","), seen });
    }
  }
  return { rows: info.height, faults };
}
