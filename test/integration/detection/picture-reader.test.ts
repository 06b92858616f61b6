// Promises that no picture breaks the reader: bombs, torn files, SVG, hangs and crashes cost that picture and nothing else.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import { openPictureReader } from "#detection/image/picture-reader.ts";
import { drawBanner } from "../../support/banners.ts";

const reader = openPictureReader();
const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-pictures-"));
afterAll(async () => {
  await reader.close();
  rmSync(folder, { recursive: true, force: true });
});

const banner = await drawBanner("gold on red", 5);
const stillReads = async () =>
  expect(await reader.read(banner.bytes, { text: true })).toMatchObject({ facts: { ocr: { state: "read" } } });

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}
/** A PNG of 60,000 × 60,000 pixels in few bytes. */
const bomb = (() => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(60_000, 0);
  head.writeUInt32BE(60_000, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(1_000_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
})();

test.each<[string, () => Buffer]>([
  ["a bomb", () => bomb],
  ["a torn file", () => banner.bytes.subarray(0, banner.bytes.length / 2)],
  ["no picture at all", () => Buffer.from("<!doctype html><p>Không phải ảnh")],
  ["nothing", () => Buffer.alloc(0)],
  [
    "an SVG larger than allowed",
    () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>`),
  ],
  ["a file larger than allowed", () => Buffer.alloc(20_000_001)],
])("%s fails by itself, and the next picture is read", async (_, bytes) => {
  expect(await reader.read(bytes(), { text: true })).toEqual({ failed: expect.any(String) });
  await stillReads();
});

test("an SVG asks nobody for what it names", async () => {
  const knocks: Socket[] = [];
  const server = createServer((socket) => knocks.push(socket)).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as { port: number };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="200"><rect width="400" height="200" fill="red"/><image xlink:href="http://127.0.0.1:${port}/a.png" width="99" height="99"/><image xlink:href="file:///etc/hostname" width="99" height="99"/></svg>`;
  expect(await reader.read(Buffer.from(svg), { text: false })).toMatchObject({ facts: { width: 400, height: 200 } });
  server.close();
  expect(knocks.length).toBe(0);
});

test("text is read in a process that can reach no network", async () => {
  const program = path.join(folder, "offline.mjs");
  const own = path.resolve("detection/image/reader-process.ts");
  writeFileSync(
    program,
    `import net from "node:net"; import dns from "node:dns";
     const refuse = () => { process.exit(7); };
     net.Socket.prototype.connect = refuse; dns.lookup = refuse; globalThis.fetch = refuse;
     await import(${JSON.stringify(own)});`,
  );
  const offline = openPictureReader({ program });
  const outcome = await offline.read(banner.bytes, { text: true });
  await offline.close();
  expect(outcome).toMatchObject({ facts: { ocr: { state: "read" } } });
});

test("a hang is killed after its time, a crash is told, and the next picture meets a new process", async () => {
  const program = path.join(folder, "moody.mjs");
  writeFileSync(
    program,
    `process.on("message", ({ id, bytes }) => {
       if (bytes[0] === 1) for (;;);
       if (bytes[0] === 2) process.abort();
       process.send({ id, facts: { width: bytes[0], height: 1, ocr: { state: "not-tried", why: "" }, codes: [], hash: null } });
     });
     process.send({ id: -1, ready: true });`,
  );
  const moody = openPictureReader({ program, pictureMs: 1500 });
  const began = performance.now();
  const [hung, fine, crashed, again] = await Promise.all(
    [1, 9, 2, 8].map((n) => moody.read(Buffer.from([n]), { text: true })),
  );
  expect(hung).toEqual({ failed: expect.stringContaining("giây") });
  expect(fine).toMatchObject({ facts: { width: 9 } });
  expect(crashed).toEqual({ failed: expect.stringContaining("dừng giữa chừng") });
  expect(again).toMatchObject({ facts: { width: 8 } });
  expect(performance.now() - began).toBeLessThan(20_000);
  await moody.close();
  expect(await moody.read(Buffer.from([9]), { text: true })).toEqual({ failed: expect.any(String) });
});

test("a QR code beside other things is read with its box", async () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/writer/zxing_writer.wasm"));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  const { image } = await writeBarcode("https://nohu-mau99.example/dk?a=1", { format: "QRCode", scale: 6 });
  const code = await sharp(Buffer.from(await image!.arrayBuffer()))
    .png()
    .toBuffer();
  const { width } = await sharp(code).metadata();
  const poster = await sharp({ create: { width: 700, height: 500, channels: 3, background: "#ffe9c0" } })
    .composite([{ input: code, left: 300, top: 150 }])
    .jpeg({ quality: 70 })
    .toBuffer();
  const outcome = await reader.read(poster, { text: false });
  if (!("facts" in outcome)) throw new Error(outcome.failed);
  const [found] = outcome.facts.codes!;
  expect(found!.text).toBe("https://nohu-mau99.example/dk?a=1");
  expect(found!.x).toBeGreaterThanOrEqual(295);
  expect(found!.y).toBeGreaterThanOrEqual(145);
  expect(found!.x + found!.width).toBeLessThanOrEqual(305 + width);
});
