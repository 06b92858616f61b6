import sharp, { type Sharp } from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type { PerceptualHash } from "#core/nouns/observation.ts";
import { hashLogo, hashPicture, type LogoView } from "#detection/image/hash-picture.ts";
import { distance, nearest, sameWithin } from "#detection/image/pdq-distance.ts";
import { pdqOf } from "#detection/image/pdq.ts";

/** Logos of our own: signs with a word, as banks have them. */
const drawings: Record<string, string> = {
  "sông đỏ": `<circle cx="80" cy="80" r="62" fill="#c8102e"/><path d="M30 95 Q80 40 130 95 T150 120" stroke="#fff" stroke-width="14" fill="none"/><text x="165" y="105" font-family="sans-serif" font-size="64" font-weight="bold" fill="#c8102e">SONGDO</text>`,
  "lá xanh": `<path d="M30 130 C20 40 110 20 140 25 C140 90 90 140 30 130 Z" fill="#0a7d3b"/><path d="M35 128 L130 32" stroke="#fff" stroke-width="7"/><text x="165" y="100" font-family="serif" font-size="58" fill="#0a7d3b">Lá Xanh</text>`,
  "ba khối": `<rect x="20" y="20" width="55" height="120" fill="#123a8c"/><rect x="85" y="55" width="35" height="85" fill="#f5a800"/><polygon points="130,140 180,30 230,140" fill="#123a8c"/><text x="245" y="130" font-family="monospace" font-size="70" fill="#333">BK</text>`,
  "sao vàng": `<rect x="15" y="15" width="370" height="130" rx="22" fill="#5b2a86"/><polygon points="75,30 90,68 130,68 98,92 110,130 75,106 40,130 52,92 20,68 60,68" fill="#ffd400"/><text x="150" y="105" font-family="sans-serif" font-size="60" fill="#fff">SaoVàng</text>`,
};
const draw = (name: string) =>
  sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="160">${drawings[name]}</svg>`));
const onWhite = (name: string) => draw(name).flatten({ background: "#fff" });

const twist: Record<string, (name: string) => Promise<Sharp | Buffer>> = {
  half: async (n) => onWhite(n).resize(200),
  double: async (n) => onWhite(n).resize(800),
  "jpeg 90": async (n) => onWhite(n).jpeg({ quality: 90 }),
  "jpeg 60": async (n) => onWhite(n).jpeg({ quality: 60 }),
  "jpeg 40": async (n) => onWhite(n).jpeg({ quality: 40 }),
  webp: async (n) => onWhite(n).webp({ quality: 60 }),
  "palette png": async (n) => onWhite(n).png({ palette: true, colours: 16 }),
  margin: async (n) => onWhite(n).extend({ top: 60, bottom: 20, left: 30, right: 90, background: "#fff" }),
  watermark: async (n) =>
    onWhite(n).composite([
      {
        input: Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="16"><text y="13" font-size="13" fill="#888" fill-opacity="0.6">mau.vn</text></svg>',
        ),
        left: 320,
        top: 128,
      },
    ]),
};

/** Cut to its content first, as a page that cuts a logo cuts into the sign itself. */
async function cutOut(name: string, left: number, right: number): Promise<Buffer> {
  const { data, info } = await onWhite(name).trim().png().toBuffer({ resolveWithObject: true });
  const width = Math.round(info.width * (1 - left - right));
  return sharp(data)
    .extract({ left: Math.round(info.width * left), top: 0, width, height: info.height })
    .png()
    .toBuffer();
}

const views = new Map<string, LogoView[]>();
beforeAll(async () => {
  for (const name of Object.keys(drawings)) views.set(name, await hashLogo(await draw(name).png().toBuffer()));
});
const least = (hash: PerceptualHash | null, name: string) =>
  Math.min(...views.get(name)!.map((view) => distance(view.pdq, hash!.pdq)));

describe("copies of a logo lie within 31 bits of what its card keeps", () => {
  for (const name of Object.keys(drawings))
    test.each(Object.keys(twist))(`${name}: %s`, async (kind) => {
      const made = await twist[kind]!(name);
      const bytes = Buffer.isBuffer(made) ? made : await made.toBuffer();
      expect(least(await hashPicture(bytes), name)).toBeLessThanOrEqual(sameWithin);
    });

  test.each(["#ffffff", "#000000"])("transparent, laid on %s", async (background) => {
    for (const name of Object.keys(drawings)) {
      const hash = await hashPicture(await draw(name).flatten({ background }).png().toBuffer());
      expect(least(hash, name)).toBeLessThanOrEqual(sameWithin);
    }
  });
});

test("of copies cut by a twentieth at one side six in eight lie within 31 bits, and all nearer than strangers", async () => {
  const found: number[] = [];
  for (const name of Object.keys(drawings))
    for (const [left, right] of [
      [0.05, 0],
      [0, 0.05],
    ] as const)
      found.push(least(await hashPicture(await cutOut(name, left, right)), name));
  expect(found.filter((bits) => bits <= sameWithin).length).toBeGreaterThanOrEqual(6);
  expect(Math.max(...found)).toBeLessThan(60);
});

test("different logos lie far apart, in every view", () => {
  for (const [a, left] of views)
    for (const [b, right] of views)
      if (a < b)
        for (const one of left)
          for (const other of right) expect(distance(one.pdq, other.pdq)).toBeGreaterThan(sameWithin + 10);
});

test("nearest names the entry and how far it lies, or nothing", async () => {
  const list = [...views].flatMap(([name, kept]) => kept.map(({ pdq }) => ({ pdq, name })));
  const hash = await hashPicture(await onWhite("lá xanh").jpeg({ quality: 50 }).toBuffer());
  expect(nearest(hash!.pdq, list)?.entry.name).toBe("lá xanh");
  expect(nearest("0".repeat(64), list, 20)).toBeNull();
});

test("distance counts bits", () => {
  expect(distance("0".repeat(64), "f".repeat(64))).toBe(256);
  expect(distance(`8${"0".repeat(63)}`, `${"0".repeat(63)}1`)).toBe(2);
  expect(distance("f".repeat(64), "f".repeat(64))).toBe(0);
});

test("a wave of one frequency sets the bits that the transform defines", () => {
  const side = 64;
  const wave = Float32Array.from({ length: side * side }, (_, at) => {
    const [y, x] = [Math.floor(at / side), at % side];
    const of = (frequency: number, i: number) => Math.cos((Math.PI / 128) * frequency * (2 * i + 1));
    return 128 + 60 * of(3, y) * of(5, x);
  });
  const { pdq } = pdqOf(wave, side, side)!;
  // Row 3, column 5 is bit 2 · 16 + 4 = 36: counted from the last hex digit, the lowest bit of the tenth.
  const digit = Number.parseInt(pdq.at(-10)!, 16);
  expect(digit & 1).toBe(1);
});

describe("hostile and empty bytes", () => {
  test.each([
    ["nothing", Buffer.alloc(0)],
    ["noise", Buffer.from("not a picture at all".repeat(50))],
    ["a truncated head", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    [
      "a bomb",
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"><rect width="9" height="9"/></svg>',
      ),
    ],
  ])("%s has no hash", async (_, bytes) => {
    expect(await hashPicture(bytes)).toBeNull();
    await expect(hashLogo(bytes)).rejects.toMatchObject({ code: "input.unreadable" });
  });

  test("a flat picture says so by its quality, and leaves no view for a card", async () => {
    const flat = await sharp({ create: { width: 200, height: 200, channels: 3, background: "#336699" } })
      .png()
      .toBuffer();
    expect((await hashPicture(flat))!.quality).toBe(0);
    expect(await hashLogo(flat)).toEqual([]);
  });

  test("a picture of a few pixels has no hash", async () => {
    const dot = await sharp({ create: { width: 3, height: 3, channels: 3, background: "#000" } })
      .png()
      .toBuffer();
    expect(await hashPicture(dot)).toBeNull();
  });
});
