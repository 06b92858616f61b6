import { createHash } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { browserEngine } from "#evidence/verify/browser/browser-engine.ts";
import { readAhead, sourceOf } from "#evidence/verify/byte-source.ts";
import { useEngine } from "#evidence/verify/engine.ts";
import { inflateMember, type MemberEnd } from "#evidence/verify/gzip-members.ts";
import { nodeEngine } from "#evidence/verify/node/node-engine.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const random = seededRandom(20261123);
const randomBytes = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));

const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

function stored(content: Buffer, isLast: boolean): Buffer {
  const head = Buffer.from([isLast ? 1 : 0, 0, 0, 0, 0]);
  head.writeUInt16LE(content.length, 1);
  head.writeUInt16LE(content.length ^ 0xffff, 3);
  return Buffer.concat([head, content]);
}

function member(deflated: Buffer, content: Buffer): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, deflated, trailer]);
}

async function unpack(file: Buffer, start: number) {
  const end: MemberEnd = { next: start };
  const out: Uint8Array[] = [];
  const seen = createHash("sha256");
  let seenBytes = 0;
  const take = (bytes: Uint8Array) => {
    seen.update(bytes);
    seenBytes += bytes.length;
  };
  const budget = { leftBytes: 100_000_000 };
  for await (const piece of inflateMember(readAhead(sourceOf(file)), start, end, budget, take))
    out.push(Uint8Array.from(piece));
  return { content: Buffer.concat(out), end: end.next, seen: seen.digest("hex"), seenBytes, left: budget.leftBytes };
}

describe.each([
  ["Node", nodeEngine],
  ["the browser", browserEngine],
])("a gzip member read by %s", (_name, engine) => {
  const texts = [randomBytes(30_000), randomBytes(60_000), Buffer.alloc(0)];
  const before = Buffer.concat([texts[0]!, texts[1]!]);
  // What follows the stored blocks refers back into them.
  const after = Buffer.concat([before.subarray(20_000, 90_000), randomBytes(100), before.subarray(70_000)]);
  const mixed = Buffer.concat([
    ...texts.map((text) => stored(text, false)),
    deflateRawSync(after, { level: 9, dictionary: before.subarray(-32_768) }),
  ]);
  const wholes: [string, Buffer, Buffer][] = [
    ["stored blocks alone", Buffer.concat([stored(texts[0]!, false), stored(texts[1]!, true)]), before],
    ["one empty stored block", stored(Buffer.alloc(0), true), Buffer.alloc(0)],
    ["stored blocks and packed ones that refer back to them", mixed, Buffer.concat([before, after])],
    ["packed blocks alone", deflateRawSync(after), after],
  ];

  it.each(wholes)("gives %s, and shows each of its own bytes once", async (_what, deflated, content) => {
    useEngine(engine);
    const one = member(deflated, content);
    const given = await unpack(Buffer.concat([Buffer.from("before"), one, Buffer.from("after")]), 6);
    expect(given.content.equals(content)).toBe(true);
    expect(given.end).toBe(6 + one.length);
    expect(given.seenBytes).toBe(one.length);
    expect(given.seen).toBe(createHash("sha256").update(one).digest("hex"));
    expect(given.left).toBe(100_000_000 - content.length);
  });

  it("refuses a stored block whose two lengths differ, that is cut off, or whose content was changed", async () => {
    useEngine(engine);
    const sound = member(Buffer.concat([stored(texts[0]!, false), stored(texts[1]!, true)]), before);
    const changed = (at: number, file = Buffer.from(sound)) => {
      file[at]! ^= 0x10;
      return file;
    };
    await expect(unpack(changed(11), 0)).rejects.toThrow("damaged");
    await expect(unpack(sound.subarray(0, 50_000), 0)).rejects.toThrow(/cut off|unexpected end/);
    await expect(unpack(changed(40_000), 0)).rejects.toThrow("CRC-32");
  });
});
