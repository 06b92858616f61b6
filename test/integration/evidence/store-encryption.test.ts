import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "#core/config.ts";
import { chunkBytes, readAll } from "#evidence/store/cipher.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import type { Part, Store } from "#evidence/store/store.ts";
import { explainMissing, putTombstone } from "#evidence/store/tombstone.ts";
import { startS3Double } from "../../support/s3-double.ts";

let folder: string;
let keyFile: string;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const read = async (store: Store, key: string, part?: Part) =>
  readAll((await store.get(key, part)) as AsyncIterable<Buffer>);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-cipher-"));
  keyFile = path.join(folder, "store-key");
  writeFileSync(keyFile, randomBytes(32).toString("hex"), { mode: 0o600 });
  return () => rmSync(folder, { recursive: true, force: true });
});
const open = (env: Record<string, string> = {}) =>
  openEvidenceStore(readConfig({ VONGGAC_DATA: folder, VONGGAC_STORE_KEY_FILE: keyFile, ...env }));
const kept = (key: string) => path.join(folder, "evidence", `${key}.enc`);
function damage(key: string, change: (bytes: Buffer) => Buffer): void {
  chmodSync(kept(key), 0o600);
  writeFileSync(kept(key), change(readFileSync(kept(key))));
}

describe("encryption at rest", () => {
  it.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 3 * chunkBytes + 77])(
    "gives %i bytes back whole and in ranges, and keeps none of them readable",
    async (size) => {
      const store = open();
      const bytes = Buffer.alloc(size, "Nội dung rõ. ");
      expect(await store.put("d/a.wacz", { bytes })).toEqual({ sha256: sha256(bytes), sizeBytes: size });
      expect((await read(store, "d/a.wacz", { sha256: sha256(bytes) })).equals(bytes)).toBe(true);
      expect(await store.sizeBytes("d/a.wacz")).toBe(size);
      for (const [start, end] of [
        [0, 1],
        [size - 1, size],
        [chunkBytes - 5, chunkBytes + 5],
        [7, size],
      ] as const) {
        if (start < 0 || start >= end || end > size) continue;
        expect((await read(store, "d/a.wacz", { start, end })).equals(bytes.subarray(start, end))).toBe(true);
      }
      expect(readFileSync(kept("d/a.wacz")).includes("dung rõ")).toBe(false);
      expect((await store.list("")).keys).toEqual(["d/a.wacz"]);
      expect(store.placeOf("d/a.wacz")).toBe(kept("d/a.wacz"));
    },
  );

  it("is write-once: the same bytes again are fine, other bytes are refused", async () => {
    const store = open();
    await store.put("d/a", { bytes: Buffer.from("one") });
    await store.put("d/a", { bytes: Buffer.from("one") });
    await expect(store.put("d/a", { bytes: Buffer.from("two") })).rejects.toMatchObject({ code: "store.exists" });
    expect(readdirSync(path.join(folder, "evidence/d"))).toEqual(["a.enc"]);
  });

  it("notices a changed byte, a cut, chunks in another order and a chunk of another file", async () => {
    const bytes = randomBytes(3 * chunkBytes + 10);
    const chunk = (b: Buffer, i: number) => b.subarray(48 + i * (chunkBytes + 16), 48 + (i + 1) * (chunkBytes + 16));
    const store = open();
    await store.put("d/other", { bytes: randomBytes(3 * chunkBytes + 10) });
    const other = readFileSync(kept("d/other"));
    const changes: Record<string, (b: Buffer) => Buffer> = {
      salt: (b) => ((b[20]! ^= 1), b),
      body: (b) => ((b[70_000]! ^= 1), b),
      tag: (b) => ((b[b.length - 1]! ^= 1), b),
      cut: (b) => b.subarray(0, b.length - 1),
      "cut at a chunk": (b) => b.subarray(0, 48 + 3 * (chunkBytes + 16)),
      "cut to two chunks": (b) => b.subarray(0, 48 + 2 * (chunkBytes + 16)),
      order: (b) => Buffer.concat([b.subarray(0, 48), chunk(b, 1), chunk(b, 0), chunk(b, 2), chunk(b, 3)]),
      foreign: (b) => Buffer.concat([b.subarray(0, 48), chunk(other, 0), chunk(b, 1), chunk(b, 2), chunk(b, 3)]),
      more: (b) => Buffer.concat([b, Buffer.alloc(17)]),
      nothing: () => Buffer.alloc(0),
    };
    for (const [name, change] of Object.entries(changes)) {
      const key = `d/${name.replaceAll(" ", "-")}`;
      await store.put(key, { bytes });
      damage(key, change);
      await expect(read(store, key), name).rejects.toMatchObject({ code: "store.failed" });
    }
    await expect(read(store, "d/order", { start: 10, end: 20 })).rejects.toMatchObject({ code: "store.failed" });
  });

  it("reads what was kept before it was switched on, and says which key is missing", async () => {
    const plain = openLocalStore(path.join(folder, "evidence"));
    await plain.put("d/old.wacz", { bytes: Buffer.from("cũ") });
    const store = open();
    await store.put("d/new.wacz", { bytes: Buffer.from("mới") });
    await store.put("d/old.wacz", { bytes: Buffer.from("cũ") });
    expect((await read(store, "d/old.wacz")).toString()).toBe("cũ");
    expect((await store.list("d/")).keys).toEqual(["d/new.wacz", "d/old.wacz"]);
    writeFileSync(keyFile, randomBytes(32).toString("hex"));
    await expect(read(open(), "d/new.wacz")).rejects.toMatchObject({ code: "config.invalid" });
    chmodSync(keyFile, 0o644);
    expect(() => open()).toThrow(/read by others/);
    chmodSync(keyFile, 0o600);
    writeFileSync(keyFile, "short");
    expect(() => open()).toThrow(/32 bytes/);
  });

  it("works in an object store too", async () => {
    const double = await startS3Double();
    const store = open({ S3_ENDPOINT: double.endpoint, S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" });
    const bytes = Buffer.alloc(200_000, "Nội dung rõ. ");
    await store.put("d/a.wacz", { bytes });
    expect([...double.objects.keys()]).toEqual(["d/a.wacz.enc"]);
    expect(double.objects.get("d/a.wacz.enc")!.includes("dung rõ")).toBe(false);
    expect(
      (await read(store, "d/a.wacz", { start: 65_000, end: 140_000 })).equals(bytes.subarray(65_000, 140_000)),
    ).toBe(true);
    await double.close();
  });
});

describe.each([
  ["plain", () => openLocalStore(path.join(folder, "evidence"))],
  ["encrypted", () => open()],
])("a %s store", (_form, openStore) => {
  it("fails a whole read that ends with other bytes than its hash", async () => {
    const store = openStore();
    const bytes = Buffer.from("trang");
    await store.put("d/a", { bytes });
    expect((await read(store, "d/a", { sha256: sha256(bytes) })).toString()).toBe("trang");
    await expect(read(store, "d/a", { sha256: sha256(Buffer.from("trạng")) })).rejects.toMatchObject({
      code: "store.failed",
    });
  });

  it("says of bytes that were moved or removed on purpose what became of them", async () => {
    const store = openStore();
    const at = "2026-11-22T05:00:00Z";
    for (const key of ["d/a", "d/b"]) await store.put(key, { bytes: Buffer.from(key) });
    await putTombstone(store, "d/a", "quarantined", { reference: "q1", at });
    await store.move("d/a", "quarantine/d/a");
    await expect(store.get("d/a")).rejects.toMatchObject({ code: "evidence.quarantined" });
    expect((await read(store, "quarantine/d/a")).toString()).toBe("d/a");
    await putTombstone(store, "d/b", "destroyed", { reference: "BBH-7", at });
    await store.remove("d/b");
    const error = await store.get("d/b").catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: "evidence.destroyed",
      message: expect.stringContaining("đã hủy theo biên bản BBH-7 ngày 22/11/2026"),
    });
    expect((await explainMissing(store, "d/never")).code).toBe("not-found");
  });
});
