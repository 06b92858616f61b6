import { execFileSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { canonicalBytes, type Json } from "#evidence/archive/canonical-json.ts";
import { digestJson } from "#evidence/seal/signature.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { zipOf } from "../../support/attacks/open-zip.ts";
import { makePackage, putTogether, takeApart, type MadePackage, type Parts } from "../../support/sealed-package.ts";

let made: MadePackage;
let whole: Buffer;
let parts: Parts;
let folder: string;
let count = 0;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const fresh = () => path.join(folder, `${count++}.wacz`);

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-verify-"));
  made = await makePackage();
  whole = readFileSync(made.sealed.file);
  parts = await takeApart(made.sealed.file);
});

async function failingOf(file: string, trustPem?: string): Promise<string[]> {
  const verdict = await verifyPackage(file, trustPem === undefined ? {} : { trustPem });
  expect(verdict.ok).toBe(verdict.checks.every((c) => c.ok));
  return verdict.checks.filter((c) => !c.ok).map((c) => `${c.name}: ${c.detail}`);
}

async function failingOfBytes(bytes: Uint8Array): Promise<string[]> {
  const file = fresh();
  writeFileSync(file, bytes);
  return failingOf(file);
}

async function failingOfParts(changed: Parts): Promise<string[]> {
  const file = fresh();
  await putTogether(file, changed);
  return failingOf(file);
}

/** Puts right everything that hashes can put right, and leaves the old signature (or signs with `keyring`). */
async function rehash(changed: Parts, keyring?: MadePackage["keyring"]): Promise<Parts> {
  const next = new Map(changed);
  const json = (name: string) => JSON.parse(next.get(name)!.toString()) as Record<string, never>;
  const facts = (name: string) => ({ path: name, sha256: sha256(next.get(name)!), sizeBytes: next.get(name)!.length });
  const manifest = json("evidence/manifest.json") as Record<string, Json>;
  manifest.files = (manifest.files as { path: string }[]).map((file) => facts(file.path));
  if (keyring)
    manifest.key = { ...(manifest.key as object), fingerprint: keyring.fingerprint, publicKey: keyring.publicKey };
  next.set("evidence/manifest.json", canonicalBytes(manifest));
  const datapackage = json("datapackage.json") as Record<string, Json>;
  datapackage.resources = (datapackage.resources as { path: string }[]).map((r) => ({
    ...r,
    hash: `sha256:${facts(r.path).sha256}`,
    bytes: facts(r.path).sizeBytes,
  }));
  next.set("datapackage.json", canonicalBytes(datapackage));
  const hash = sha256(next.get("datapackage.json")!);
  if (keyring)
    next.set(
      "datapackage-digest.json",
      await digestJson(
        hash,
        { created: datapackage.created as string, software: datapackage.software as string },
        keyring,
      ),
    );
  else {
    const digest = json("datapackage-digest.json") as Record<string, Json>;
    const signedData = { ...(digest.signedData as object), hash: `sha256:${hash}` };
    next.set("datapackage-digest.json", canonicalBytes({ ...digest, hash: `sha256:${hash}`, signedData }));
  }
  return next;
}

/** A WARC whose page says something else, with every digest in it put right. */
function editWarc(warc: Buffer): Buffer {
  const members: Buffer[] = [];
  const manifest = JSON.parse(parts.get("evidence/manifest.json")!.toString()) as {
    records: { offset: number; length: number; type: string; uri: string }[];
  };
  for (const row of manifest.records) {
    const member = warc.subarray(row.offset, row.offset + row.length);
    if (!row.uri?.startsWith("urn:dom")) {
      members.push(member);
      continue;
    }
    const text = gunzipSync(member).toString("utf8").replace("Hội chợ", "Sòng bạc");
    const payload = text.slice(text.indexOf("\r\n\r\n") + 4, -4);
    const hash = sha256(Buffer.from(payload));
    members.push(
      gzipSync(
        text
          .replace(/sha256:[0-9a-f]{64}/g, `sha256:${hash}`)
          .replace(/Content-Length: \d+/, `Content-Length: ${Buffer.byteLength(payload)}`),
      ),
    );
  }
  return Buffer.concat(members);
}

describe("deliberate damage", () => {
  it("by truncation or extension is noticed at any length", async () => {
    for (const length of [0, 1, 21, 22, 100, whole.length >> 1, whole.length - 22, whole.length - 1]) {
      const file = fresh();
      writeFileSync(file, whole);
      truncateSync(file, length);
      expect((await failingOf(file)).length).toBeGreaterThan(0);
    }
    for (const more of ["\0", "PK\x05\x06", "x".repeat(70_000)])
      expect((await failingOfBytes(Buffer.concat([whole, Buffer.from(more)]))).length).toBeGreaterThan(0);
    expect((await failingOfBytes(Buffer.concat([Buffer.from("#!/bin/sh\n"), whole]))).length).toBeGreaterThan(0);
  });

  it("by reordering, leaving out or adding members is noticed, hashes put right or not", async () => {
    const reversed: Parts = new Map([...parts].reverse());
    expect(await failingOfParts(reversed)).toEqual([expect.stringContaining("manifest's order")]);
    const without = new Map(parts);
    without.delete("pages/pages.jsonl");
    expect((await failingOfParts(without)).join()).toContain("pages/pages.jsonl");
    const more = new Map([...parts].toSpliced(3, 0, ["evidence/extra.txt", Buffer.from("x")]));
    expect((await failingOfParts(more)).join()).toContain("evidence/extra.txt");
  });

  it("by swapping the contents of two members is noticed and both are named", async () => {
    const swapped = new Map(parts);
    swapped.set("pages/pages.jsonl", parts.get("indexes/index.cdx")!);
    swapped.set("indexes/index.cdx", parts.get("pages/pages.jsonl")!);
    const failing = (await failingOfParts(swapped)).join();
    expect(failing).toContain("pages/pages.jsonl");
    expect(failing).toContain("indexes/index.cdx");
  });

  it("by another date, flag, comment or a duplicated member in the container is noticed", async () => {
    const dated = Buffer.from(whole);
    const central = dated.lastIndexOf(Buffer.from("PK\x01\x02"));
    for (const at of [12, 10]) dated[at]! ^= 4;
    dated[central + 14]! ^= 4;
    expect((await failingOfBytes(dated)).join()).toContain("container.canonical");
    const comment = Buffer.concat([whole, Buffer.from("ghi chú")]);
    comment.writeUInt16LE(Buffer.byteLength("ghi chú"), whole.length - 2);
    expect((await failingOfBytes(comment)).join()).toContain("end record");
    const rows = [...parts, ["pages/pages.jsonl", Buffer.from("{}")] as const];
    const file = fresh();
    writeFileSync(file, zipOf(rows.map(([name, bytes]) => ({ name, bytes }))));
    expect((await failingOf(file)).join()).toContain("twice");
  });

  it("of the archive with every hash put right still fails by the signature", async () => {
    const edited = new Map(parts);
    edited.set("archive/data.warc.gz", editWarc(parts.get("archive/data.warc.gz")!));
    const failing = await failingOfParts(await rehash(edited));
    expect(failing.join()).toContain("signature: datapackage-digest.json: the signature does not hold");
  });

  it("of the archive under another key is inconsistent with its index and manifest, and not trusted", async () => {
    const stranger = (await makePackage()).keyring;
    const edited = new Map(parts);
    edited.set("archive/data.warc.gz", editWarc(parts.get("archive/data.warc.gz")!));
    const failing = (await failingOfParts(await rehash(edited, stranger))).join();
    expect(failing).toContain("recordDigest");
    expect(failing).toContain("manifest.records");
  });

  it("in the fields that the signature does not reach is noticed", async () => {
    const digest = JSON.parse(parts.get("datapackage-digest.json")!.toString()) as { signedData: Record<string, Json> };
    const low = digest.signedData.signature as string;
    const raw = Buffer.from(low, "base64");
    const order = BigInt(
      "0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    );
    const high = Buffer.concat([
      raw.subarray(0, 48),
      Buffer.from((order - BigInt(`0x${raw.subarray(48).toString("hex")}`)).toString(16).padStart(96, "0"), "hex"),
    ]);
    const changes: Record<string, Json>[] = [
      { created: "2026-11-20T03:05:01Z" },
      { software: "other" },
      { version: "0.1.1" },
      { extra: 1 },
      { signature: high.toString("base64") },
      { signature: `${low}\n` },
      { signature: low.replaceAll("+", "-").replaceAll("/", "_") + " " },
    ];
    for (const change of changes) {
      const changed = new Map(parts);
      changed.set(
        "datapackage-digest.json",
        canonicalBytes({ ...digest, signedData: { ...digest.signedData, ...change } } as Json),
      );
      expect((await failingOfParts(changed)).length, JSON.stringify(change)).toBeGreaterThan(0);
    }
    const spaced = new Map(parts);
    spaced.set("datapackage-digest.json", Buffer.from(JSON.stringify(digest, null, 1)));
    expect((await failingOfParts(spaced)).join()).toContain("signature.form");
  });
});

describe("trust", () => {
  it("is a mismatch for any other key and for a file without keys, and the package stays sealed", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    for (const pem of [String(publicKey.export({ type: "spki", format: "pem" })), "no key"]) {
      const verdict = await verifyPackage(made.sealed.file, { trustPem: pem });
      expect(verdict).toMatchObject({
        ok: false,
        level: "sealed",
        trust: "mismatch",
        signer: made.keyring.fingerprint,
      });
    }
    expect((await verifyPackage(made.sealed.file)).trust).toBe("unknown");
  });

  it("is given when one of several keys signed", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const pem = `${String(publicKey.export({ type: "spki", format: "pem" }))}\n${made.keyring.publicPem}`;
    expect((await verifyPackage(made.sealed.file, { trustPem: pem })).trust).toBe("trusted");
  });
});

describe("the verifier", () => {
  it("runs alone, with nothing but its own folder and Node", () => {
    const alone = mkdtempSync(path.join(os.tmpdir(), "vonggac-alone-"));
    execFileSync("cp", ["-r", "evidence/verify", alone]);
    const out = execFileSync(process.execPath, [path.join(alone, "verify/main.ts"), made.sealed.file], {
      encoding: "utf8",
      cwd: alone,
    });
    expect(JSON.parse(out)).toMatchObject({ ok: true, level: "sealed" });
  });
});
