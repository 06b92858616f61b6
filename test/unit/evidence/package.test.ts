import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { bagInfo, bagManifest } from "#evidence/package/bag-tags.ts";
import { buildPackage } from "#evidence/package/build-package.ts";
import type { PackageInput } from "#evidence/package/package-input.ts";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { takeApart } from "../../support/sealed-package.ts";

const id = "019ab000-1111-7222-8333-444455556666";
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function makeInput(change: Partial<PackageInput> = {}): Promise<{ input: PackageInput; folder: string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-package-"));
  const file = path.join(folder, "a.wacz");
  writeFileSync(file, "sealed bytes");
  const manifest = Buffer.from('{"a":1}');
  const input: PackageInput = {
    packageId: "019ab000-2222-7222-8333-444455556666",
    created: "2026-11-20T03:04:05Z",
    software: "vonggac 0.1.0",
    office: "Tổ thử nghiệm",
    madeBy: "lan",
    purpose: "Phục vụ xác minh",
    caseId: null,
    captures: [
      {
        captureId: id,
        url: "https://lang-nghe.test/",
        title: "Hội chợ \ud800",
        capturedAt: "2026-11-20T03:00:00Z",
        file,
        packageSha256: sha256(Buffer.from("sealed bytes")),
        manifest,
        manifestSha256: sha256(manifest),
        tokens: [
          { name: `${id}.1.tsr`, bytes: Buffer.from("token") },
          { name: `${id}.1.tsr.json`, bytes: Buffer.from("{}") },
        ],
        workingCopy: [{ name: "text.txt", content: { bytes: Buffer.from("chữ") } }],
      },
    ],
    bases: [],
    custody: Buffer.from("{}"),
    stamps: [],
    keys: [{ name: "seal-key.pub.pem", bytes: Buffer.from("key") }],
    documents: [{ name: "bien-ban-ghi-nhan.pdf", bytes: Buffer.from("%PDF") }],
    verifier: { html: Buffer.from("<!doctype html>"), mjs: Buffer.from("//") },
    keyring: await openKeyring(path.join(folder, "data")),
    signCms: null,
    ...change,
  };
  return { input, folder };
}

describe("the sealed package", () => {
  it("holds its files in the order of the format, and two manifests that name every one with its hash", async () => {
    const { input, folder } = await makeInput();
    const built = await buildPackage(input, path.join(folder, "goi.zip"));
    expect(sha256(readFileSync(built.file))).toBe(built.sha256);
    const parts = await takeApart(built.file);
    expect([...parts.keys()]).toEqual([
      "MO-TRUOC.html",
      "DOC-TRUOC.txt",
      "verify.mjs",
      "bagit.txt",
      "bag-info.txt",
      `data/niem-phong/${id}/${id}.wacz`,
      `data/niem-phong/${id}/manifest.json`,
      `data/niem-phong/${id}/${id}.1.tsr`,
      `data/niem-phong/${id}/${id}.1.tsr.json`,
      `data/ban-lam-viec/${id}/text.txt`,
      "data/chuoi-luu-giu/custody.json",
      "data/khoa/seal-key.pub.pem",
      "data/tai-lieu/bien-ban-ghi-nhan.pdf",
      "data/package.json",
      "data/package.json.sig",
      "manifest-sha256.txt",
      "tagmanifest-sha256.txt",
    ]);
    const lines = `${parts.get("manifest-sha256.txt")!.toString()}${parts.get("tagmanifest-sha256.txt")!.toString()}`;
    const named = new Map(
      lines
        .split("\n")
        .filter(Boolean)
        .map((line) => [line.slice(66), line.slice(0, 64)]),
    );
    parts.delete("tagmanifest-sha256.txt");
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries([...parts].map(([name, b]) => [name, sha256(b)])));
  });

  it("names each file under data/ with its parent, and tokens of each capture, in canonical JSON that is signed", async () => {
    const { input, folder } = await makeInput();
    const parts = await takeApart((await buildPackage(input, path.join(folder, "goi.zip"))).file);
    const text = parts.get("data/package.json")!;
    const facts = JSON.parse(text.toString()) as {
      captures: { tokens: string[] }[];
      files: { path: string; role: string; parentSha256: string | null }[];
      tools: unknown[];
    };
    expect(facts.captures[0]!.tokens).toEqual([`data/niem-phong/${id}/${id}.1.tsr`]);
    expect(facts.tools).toHaveLength(5);
    const working = facts.files.find((file) => file.role === "working-copy")!;
    expect(working.parentSha256).toBe(input.captures[0]!.packageSha256);
    const token = facts.files.find((file) => file.role === "token")!;
    expect(token.parentSha256).toBe(input.captures[0]!.manifestSha256);
    const signed = JSON.parse(parts.get("data/package.json.sig")!.toString()) as { hash: string; publicKey: string };
    expect(signed.hash).toBe(`sha256:${sha256(text)}`);
    expect(signed.publicKey).toBe(input.keyring.publicKey);
  });

  it("puts the office's CMS over package.json beside it where the office has a certificate", async () => {
    const { input, folder } = await makeInput({ signCms: async (bytes) => Buffer.from(`cms of ${sha256(bytes)}`) });
    const parts = await takeApart((await buildPackage(input, path.join(folder, "goi.zip"))).file);
    expect(parts.get("data/package.json.p7s")!.toString()).toBe(`cms of ${sha256(parts.get("data/package.json")!)}`);
    expect(parts.get("manifest-sha256.txt")!.toString()).toContain("  data/package.json.p7s\n");
  });

  it("never replaces a file, and leaves nothing behind when a check or a signature fails", async () => {
    const { input, folder } = await makeInput();
    const file = path.join(folder, "goi.zip");
    const refused = async () => Promise.reject(new Error("no"));
    await expect(buildPackage(input, file, { check: refused })).rejects.toMatchObject({ code: "seal.failed" });
    const silent = { ...input.keyring, sign: refused };
    await expect(buildPackage({ ...input, keyring: silent }, file)).rejects.toMatchObject({ code: "seal.failed" });
    expect(readdirSync(folder).sort()).toEqual(["a.wacz", "data"]);
    writeFileSync(file, "taken");
    await expect(buildPackage(input, file)).rejects.toMatchObject({ code: "store.exists" });
    expect(readFileSync(file, "utf8")).toBe("taken");
  });

  it("refuses files that would be one file where names know no case", async () => {
    const document = (name: string) => ({ name, bytes: Buffer.from(name) });
    const { input, folder } = await makeInput({ documents: [document("a.pdf"), document("A.pdf")] });
    await expect(buildPackage(input, path.join(folder, "goi.zip"))).rejects.toMatchObject({ code: "seal.failed" });
    expect(readdirSync(folder).sort()).toEqual(["a.wacz", "data"]);
  });
});

describe("tags and lists", () => {
  it("keep one label a line whatever a purpose holds, and sort by path", () => {
    const facts = { packageId: "p", created: "2026-11-20T03:04:05Z", software: "s", office: "o", captures: 1 };
    const info = bagInfo({ ...facts, purpose: "một\r\nBag-Size: 1\u2028hai" });
    expect(info.split("\n").filter((line) => line.startsWith("Bag-Size"))).toEqual([]);
    expect(info).toContain("External-Description: một Bag-Size: 1 hai (1 bản chụp)\n");
    expect(
      bagManifest([
        { path: "data/b", sha256: "1" },
        { path: "data/B", sha256: "2" },
      ]),
    ).toBe("2  data/B\n1  data/b\n");
  });

  it("hold no cell that a spreadsheet would calculate", () => {
    const text = safeCsv([["=cmd|' /C calc'!A0", "+1", "\t@x", "＝1", "a,b", "thường"]]).toString();
    expect(text).toBe(`\uFEFF"'=cmd|' /C calc'!A0","'+1","'\t@x","'＝1","a,b",thường\r\n`);
  });
});
