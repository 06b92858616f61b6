import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { constants, crc32, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { browserEngine } from "#evidence/verify/browser/browser-engine.ts";
import { nodeEngine } from "#evidence/verify/node/node-engine.ts";
import type { HashName, SignatureScheme } from "#evidence/verify/engine.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const random = seededRandom(20261122);

function randomBytes(length: number, alphabet = 256): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * alphabet)));
}

describe("the browser's engine", () => {
  it.each<HashName>(["sha1", "sha256", "sha384", "sha512"])(
    "hashes with %s as Node does, however it is fed",
    (name) => {
      for (const length of [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000, 4096, 100_003]) {
        const bytes = randomBytes(length);
        const hash = browserEngine.newHash(name);
        for (let at = 0; at < length;) {
          const step = 1 + Math.floor(random() * 300);
          hash.update(bytes.subarray(at, at + step));
          at += step;
        }
        expect(Buffer.from(hash.digest()).toString("hex")).toBe(createHash(name).update(bytes).digest("hex"));
      }
    },
  );

  it("counts CRC-32 as zlib does", () => {
    const bytes = randomBytes(10_001);
    expect(browserEngine.crc32(bytes.subarray(777), browserEngine.crc32(bytes.subarray(0, 777), 0))).toBe(crc32(bytes));
  });

  it("unpacks what zlib packed, in any pieces, and tells where the stream ends", async () => {
    const texts = [
      Buffer.alloc(0),
      randomBytes(70_000),
      randomBytes(300_000, 5),
      Buffer.from("lặp lại ".repeat(60_000)),
      Buffer.concat([randomBytes(40_000, 3), Buffer.alloc(200_000), randomBytes(9)]),
    ];
    for (const text of texts)
      for (const options of [
        { level: 0 },
        { level: 1 },
        { level: 9 },
        { strategy: constants.Z_FIXED },
        { strategy: constants.Z_HUFFMAN_ONLY },
        { level: 9, memLevel: 1 },
      ]) {
        const packed = deflateRawSync(text, options);
        const file = Buffer.concat([packed, Buffer.from("tail8765")]);
        for (const size of [1 << 20, 1500, 77]) {
          const inflater = browserEngine.newInflater();
          const out: Uint8Array[] = [];
          for (let at = 0; at < file.length && !inflater.finished; at += size)
            out.push(...(await inflater.push(file.subarray(at, at + size), at + size >= file.length)));
          expect(Buffer.concat(out).equals(text)).toBe(true);
          expect(inflater.consumedBytes).toBe(packed.length);
        }
      }
  }, 60_000);

  it("refuses damaged and cut streams as zlib does, or gives the same bytes", () => {
    const packed = deflateRawSync(Buffer.from("một hai ba bốn năm ".repeat(300)));
    for (let i = 0; i < 2000; i++) {
      const damaged = Buffer.from(packed);
      if (i % 4 === 0) damaged.fill(0, Math.floor(random() * damaged.length));
      else damaged[Math.floor(random() * damaged.length)]! ^= 1 << Math.floor(random() * 8);
      const cut = i % 3 === 0 ? damaged.subarray(0, Math.floor(random() * damaged.length)) : damaged;
      const [own, node] = [browserEngine.inflateWhole(cut, 1 << 20), nodeEngine.inflateWhole(cut, 1 << 20)];
      expect(own === null).toBe(node === null);
      if (own && node) {
        expect(Buffer.from(own.content).equals(Buffer.from(node.content))).toBe(true);
        expect(own.consumedBytes).toBe(node.consumedBytes);
      }
    }
  });

  it("judges signatures of every kind as Node does, and takes none that was changed", async () => {
    const data = Buffer.from("dữ liệu");
    const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve });
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const ed = generateKeyPairSync("ed25519");
    const raw = "ieee-p1363" as const;
    const cases: [SignatureScheme, { publicKey: typeof ed.publicKey }, Buffer][] = [];
    for (const curve of ["P-256", "P-384", "P-521"]) {
      const pair = ec(curve);
      cases.push([{ kind: "ecdsa", hash: "sha256", encoding: "der" }, pair, sign("sha256", data, pair.privateKey)]);
      const key = { key: pair.privateKey, dsaEncoding: raw };
      cases.push([{ kind: "ecdsa", hash: "sha384", encoding: "raw" }, pair, sign("sha384", data, key)]);
    }
    cases.push([{ kind: "rsa", hash: "sha512" }, rsa, sign("sha512", data, rsa.privateKey)]);
    const pss = { key: rsa.privateKey, padding: 6, saltLength: 32 };
    cases.push([{ kind: "rsa-pss", hash: "sha256", saltLength: 32 }, rsa, sign("sha256", data, pss)]);
    cases.push([{ kind: "ed25519" }, ed, sign(null, data, ed.privateKey)]);
    for (const [scheme, { publicKey }, signature] of cases)
      for (const engine of [browserEngine, nodeEngine]) {
        const spki = publicKey.export({ type: "spki", format: "der" });
        expect(await engine.verifySignature(spki, scheme, data, signature), JSON.stringify(scheme)).toBe(true);
        expect(await engine.verifySignature(spki, scheme, Buffer.from("dữ liêu"), signature)).toBe(false);
      }
  });
});
