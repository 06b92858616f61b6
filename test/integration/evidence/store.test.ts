import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBlobStore } from "#evidence/store/blob-store.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { openS3Store } from "#evidence/store/s3-store.ts";
import { storeError } from "#evidence/store/store-error.ts";
import { evidenceKey, type Store } from "#evidence/store/store.ts";
import { startS3Double, type S3Double } from "../../support/s3-double.ts";

let double: S3Double;
let folder: string;

beforeAll(async () => {
  double = await startS3Double();
});
afterAll(() => double.close());
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-store-"));
  double.objects.clear();
  double.fault = "none";
  double.uploads = 0;
});

const s3 = (timeoutMs = 5000) =>
  openS3Store({
    endpoint: double.endpoint,
    bucket: "evidence",
    region: "us-east-1",
    accessKeyId: "a",
    secretAccessKey: "b",
    timeoutMs,
  });
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function read(store: Store, key: string, range?: { start: number; end: number }): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of (await store.get(key, range)) as AsyncIterable<Buffer>) parts.push(chunk);
  return Buffer.concat(parts);
}

describe.each([
  ["a local directory", () => openLocalStore(path.join(folder, "evidence"))],
  ["an object store", () => s3()],
])("the store in %s", (_where, openStore) => {
  it("gives back the bytes that were put, whole and in ranges, from memory and from a file", async () => {
    const store = openStore();
    const bytes = Buffer.from("Nội dung thử ".repeat(20_000));
    const file = path.join(folder, "source");
    writeFileSync(file, bytes);
    expect(await store.put("2026/11/20/a.wacz", { file })).toEqual({ sha256: sha256(bytes), sizeBytes: bytes.length });
    await store.put("2026/11/20/b.wacz", { bytes: Buffer.from("b") });
    expect((await read(store, "2026/11/20/a.wacz")).equals(bytes)).toBe(true);
    expect((await read(store, "2026/11/20/a.wacz", { start: 5, end: 70_000 })).equals(bytes.subarray(5, 70_000))).toBe(
      true,
    );
    expect(await store.has("2026/11/20/b.wacz")).toBe(true);
    expect(await store.sizeBytes("2026/11/20/a.wacz")).toBe(bytes.length);
  });

  it("keeps a key for ever: the same bytes again are fine, other bytes are refused", async () => {
    const store = openStore();
    await store.put("k/a", { bytes: Buffer.from("one") });
    await store.put("k/a", { bytes: Buffer.from("one") });
    await expect(store.put("k/a", { bytes: Buffer.from("two") })).rejects.toMatchObject({ code: "store.exists" });
    expect((await read(store, "k/a")).toString()).toBe("one");
  });

  it("refuses bytes that are not the ones meant, and keeps nothing of them", async () => {
    const store = openStore();
    await expect(
      store.put("k/a", { bytes: Buffer.from("one") }, { sha256: sha256(Buffer.from("two")) }),
    ).rejects.toMatchObject({ code: "store.failed" });
    expect(await store.has("k/a")).toBe(false);
  });

  it("says not-found for a missing key and input.invalid for a key that leaves the store", async () => {
    const store = openStore();
    await expect(store.get("k/none")).rejects.toMatchObject({ code: "not-found" });
    expect(await store.sizeBytes("k/none")).toBe(null);
    for (const key of ["../a", "/a", "a/../b", "a//b", "A", ".partial-x", ""])
      await expect(store.put(key, { bytes: Buffer.alloc(1) })).rejects.toMatchObject({ code: "input.invalid" });
  });

  it("lists keys in byte order, page by page", async () => {
    const store = openStore();
    const keys = ["2026/11/19/z", "2026/11/20/a", "2026/11/20/b", "2026/11/20/c.wacz", "2026/11/2", "2026/12/01/a"];
    for (const key of keys) await store.put(key.replace(/2$/, "x"), { bytes: Buffer.from(key) });
    const first = await store.list("2026/11/20/", { limit: 2 });
    expect(first).toEqual({ keys: ["2026/11/20/a", "2026/11/20/b"], next: "2026/11/20/b" });
    expect(await store.list("2026/11/20/", { limit: 2, after: first.next! })).toEqual({
      keys: ["2026/11/20/c.wacz"],
      next: null,
    });
    expect((await store.list("")).keys).toEqual([
      "2026/11/19/z",
      "2026/11/20/a",
      "2026/11/20/b",
      "2026/11/20/c.wacz",
      "2026/11/x",
      "2026/12/01/a",
    ]);
    expect((await store.list("none")).keys).toEqual([]);
  });

  it("serves as a blob store that notices bytes which changed in keeping", async () => {
    const blobs = openBlobStore(openStore());
    const { sha256: hash } = await blobs.put({ bytes: Buffer.from("trang") });
    expect(hash).toBe(sha256(Buffer.from("trang")));
    await blobs.put({ bytes: Buffer.from("trang") });
    expect((await blobs.read(hash)).toString()).toBe("trang");
    await expect(blobs.read("0".repeat(64))).rejects.toMatchObject({ code: "not-found" });
    await expect(blobs.read("../../etc")).rejects.toMatchObject({ code: "input.invalid" });
  });
});

describe("the local store", () => {
  it("leaves read-only files and no unfinished work behind", async () => {
    const store = openLocalStore(folder);
    await store.put("d/a", { bytes: Buffer.from("x") });
    await expect(store.put("d/b", { file: path.join(folder, "missing") })).rejects.toMatchObject({
      code: "store.failed",
    });
    expect(readdirSync(path.join(folder, "d"))).toEqual(["a"]);
    expect(statSync(path.join(folder, "d/a")).mode & 0o777).toBe(0o444);
  });

  it("clears what a dead process left, and only that", async () => {
    const store = openLocalStore(folder);
    await store.put("d/a", { bytes: Buffer.from("x") });
    const host = os.hostname().replace(/[^A-Za-z0-9]/g, "") || "host";
    writeFileSync(path.join(folder, `d/.partial-${host}-${2 ** 22 + 1}-dead`), "half");
    writeFileSync(path.join(folder, `d/.partial-${host}-${process.pid}-mine`), "half");
    await store.put("d/b", { bytes: Buffer.from("y") });
    expect(readdirSync(path.join(folder, "d")).sort()).toEqual([`.partial-${host}-${process.pid}-mine`, "a", "b"]);
    expect((await store.list("")).keys).toEqual(["d/a", "d/b"]);
  });

  it("notices a changed blob", async () => {
    const blobs = openBlobStore(openLocalStore(folder));
    const { sha256: hash } = await blobs.put({ bytes: Buffer.from("trang") });
    const file = path.join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
    const { chmodSync } = await import("node:fs");
    chmodSync(file, 0o644);
    writeFileSync(file, "trạng");
    await expect(blobs.read(hash)).rejects.toMatchObject({ code: "store.failed" });
  });
});

describe("the object store", () => {
  it("takes away an upload that arrived wrong and says so", async () => {
    double.fault = "corrupts";
    await expect(s3().put("k/a", { bytes: Buffer.from("bytes") })).rejects.toMatchObject({ code: "store.failed" });
    expect([...double.objects.keys()]).toEqual([]);
    double.fault = "none";
    await s3().put("k/a", { bytes: Buffer.from("bytes") });
    expect(double.objects.get("k/a")?.toString()).toBe("bytes");
  });

  it("says store.full with the cure when the bucket is full", async () => {
    double.fault = "full";
    const error = await s3()
      .put("k/a", { bytes: Buffer.from("bytes") })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "store.full", cure: expect.stringContaining("VONGGAC_DATA") as string });
  });

  it("gives up on an object store that does not answer", async () => {
    double.fault = "silent";
    await expect(s3(300).has("k/a")).rejects.toMatchObject({ code: "store.failed" });
  });
});

describe("what a full disk throws", () => {
  it("becomes store.full with the cure", () => {
    const error = storeError(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
    expect(error).toMatchObject({ code: "store.full", cure: expect.stringContaining("Free space") as string });
  });

  it("keys stand by the UTC day on which the capture started", () => {
    const id = "019ab000-1111-7222-8333-444455556666";
    expect(evidenceKey(id, "2026-11-21T02:00:00+07:00")).toBe(`2026/11/20/${id}.wacz`);
    expect(() => evidenceKey("a/../../b", "2026-11-21T02:00:00Z")).toThrow(/store key/);
    expect(() => evidenceKey(id, "hôm qua")).toThrow(/startedAt/);
  });
});
