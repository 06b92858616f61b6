import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle, type Sealed } from "#evidence/seal/seal-bundle.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { openS3Store } from "#evidence/store/s3-store.ts";
import type { Store } from "#evidence/store/store.ts";
import { makeBundle, type MadeBundle } from "../../support/make-bundle.ts";
import { startS3Double, type S3Double } from "../../support/s3-double.ts";

let double: S3Double;
let folder: string;
let made: MadeBundle;
let sealed: Sealed;

beforeAll(async () => {
  double = await startS3Double();
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-reader-"));
  made = makeBundle(path.join(folder, "bundle"));
});
afterAll(() => double.close());

describe.each([
  ["a local directory", (): Store => openLocalStore(path.join(folder, "evidence"))],
  [
    "an object store",
    (): Store =>
      openS3Store({ endpoint: double.endpoint, bucket: "b", region: "r", accessKeyId: "a", secretAccessKey: "s" }),
  ],
])("a package sealed into %s", (_where, openStore) => {
  it("gives single records back: the page as sent, the picture, the text", async () => {
    const store = openStore();
    const keyring = await openKeyring(path.join(folder, "data"));
    const facts = { ...made, detection: null, keyring, ledgerHead: null, office: "x" };
    sealed = await sealBundle({ ...facts, to: { store, workDir: path.join(folder, "work") } });
    const reader = await openSealed(store, sealed.key!);
    expect(reader.manifestSha256).toBe(sealed.manifestSha256);
    const find = (type: string, start: string) =>
      reader.records.find((r) => r.type === type && r.uri?.startsWith(start))!;
    const page = await reader.read(find("response", "https://www.lang-nghe.test/trang").id);
    expect(page.httpHead).toContain("Content-Encoding: gzip");
    expect(page.payload.equals(readFileSync(path.join(folder, "bundle/bodies/e2")))).toBe(true);
    const tile = await reader.read(find("resource", "urn:tile:1:").id);
    expect(tile).toMatchObject({ contentType: "image/png", httpHead: "" });
    expect(tile.payload.equals(readFileSync(path.join(folder, "bundle/tile-1.png")))).toBe(true);
    expect((await reader.read(find("resource", "urn:text:").id)).payload.toString()).toContain("Thử Nghiệm");
    await expect(reader.read("<urn:uuid:none>")).rejects.toMatchObject({ code: "not-found" });
    await expect(openSealed(store, "2026/01/01/none.wacz")).rejects.toMatchObject({ code: "not-found" });
    expect((await sealBundle({ ...facts, to: { store, workDir: path.join(folder, "work") } })).already).toBe(true);
  });
});

describe("a package whose bytes changed in keeping", () => {
  it("is not read as if it were the sealed one", async () => {
    const store = openLocalStore(path.join(folder, "evidence"));
    const reader = await openSealed(store, sealed.key!);
    const row = reader.records.find((r) => r.uri?.startsWith("urn:text:"))!;
    const file = store.localPath(sealed.key!)!;
    const bytes = readFileSync(file);
    bytes[30 + "archive/data.warc.gz".length + row.offset + 40]! ^= 1;
    chmodSync(file, 0o644);
    writeFileSync(file, bytes);
    await expect(reader.read(row.id)).rejects.toMatchObject({ code: "store.failed" });
  });
});
