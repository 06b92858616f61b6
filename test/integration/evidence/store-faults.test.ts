import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openS3Store, type S3Options } from "#evidence/store/s3-store.ts";
import { type S3Double, startS3Double } from "../../support/s3-double.ts";

let double: S3Double;
let folder: string;
const bytes = Buffer.from("chứng cứ ".repeat(3000));
const sha256 = createHash("sha256").update(bytes).digest("hex");

beforeAll(async () => {
  double = await startS3Double();
});
afterAll(() => double.close());
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-faults-"));
  double.objects.clear();
  double.facts.clear();
  double.fault = "none";
  double.faultsLeft = Infinity;
  double.uploads = double.parts = 0;
  return () => rmSync(folder, { recursive: true, force: true });
});

const s3 = (more: Partial<S3Options> = {}) =>
  openS3Store({
    endpoint: double.endpoint,
    bucket: "evidence",
    region: "us-east-1",
    accessKeyId: "a",
    secretAccessKey: "b",
    timeoutMs: 5000,
    ...more,
  });

describe("an object store that fails", () => {
  it.each(["error500", "cut", "cut-answer", "slow"] as const)(
    "is asked again after one “%s”, and the bytes are kept once",
    async (fault) => {
      double.fault = fault;
      double.faultsLeft = 1;
      await s3(fault === "slow" ? { timeoutMs: 700 } : {}).put("k/a", { bytes }, { sha256 });
      expect([...double.objects.keys()]).toEqual(["k/a"]);
      expect(double.objects.get("k/a")?.equals(bytes)).toBe(true);
    },
  );

  it.each(["error500", "cut", "corrupts", "full"] as const)(
    "never has an upload acknowledged while it goes on with “%s”, and takes it once it is well",
    async (fault) => {
      double.fault = fault;
      await expect(s3().put("k/a", { bytes })).rejects.toMatchObject({ name: "AppError" });
      expect(await s3().has("k/a")).toBe(false);
      double.fault = "none";
      expect(await s3().put("k/a", { bytes })).toEqual({ sha256, sizeBytes: bytes.length });
    },
  );

  it("sends a large object in parts with checksums, and shows nothing of it until it is whole", async () => {
    const store = s3({ partBytes: 10_000 });
    expect(await store.put("k/large", { bytes }, { sha256 })).toEqual({ sha256, sizeBytes: bytes.length });
    expect(double.parts).toBe(Math.ceil(bytes.length / 10_000));
    expect(double.objects.get("k/large")?.equals(bytes)).toBe(true);
    await expect(store.put("k/large", { bytes: bytes.subarray(1) })).rejects.toMatchObject({ code: "store.exists" });
    double.fault = "corrupts";
    await expect(store.put("k/other", { bytes })).rejects.toMatchObject({ code: "store.failed" });
    double.fault = "error500";
    await expect(store.put("k/third", { bytes })).rejects.toMatchObject({ name: "AppError" });
    expect([...double.objects.keys()]).toEqual(["k/large"]);
  });

  it("locks each object in compliance mode for the term that is set, whole or in parts", async () => {
    for (const [key, partBytes] of [
      ["k/one", 1e9],
      ["k/parts", 10_000],
    ] as const) {
      const store = s3({ lockDays: 30, partBytes });
      await store.put(key, { bytes });
      expect(double.facts.get(key)?.lockMode).toBe("COMPLIANCE");
      const { retainUntil } = await store.lockOf(key);
      expect(Math.round((retainUntil!.getTime() - Date.now()) / 86_400_000)).toBe(30);
      await expect(store.remove(key)).rejects.toMatchObject({ code: "evidence.held" });
      expect(await store.has(key)).toBe(true);
    }
  });

  it("holds an object at a word, and lets it go at another", async () => {
    const store = s3();
    await store.put("k/a", { bytes });
    expect(await store.setLegalHold("k/a", true)).toBe(true);
    expect((await store.lockOf("k/a")).legalHold).toBe(true);
    await expect(store.remove("k/a")).rejects.toMatchObject({ code: "evidence.held" });
    await store.setLegalHold("k/a", false);
    await store.remove("k/a");
    expect(await store.has("k/a")).toBe(false);
  });
});
