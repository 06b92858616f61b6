import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { WARCParser } from "warcio";
import { beforeAll, describe, expect, it } from "vitest";
import { setClock } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { makeBundle } from "../../support/make-bundle.ts";
import { makePackage, takeApart, type MadePackage, type Parts } from "../../support/sealed-package.ts";

let made: MadePackage;
let parts: Parts;
const json = (name: string) => JSON.parse(parts.get(name)!.toString()) as Record<string, unknown>;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const options = (folder: string, keyring: MadePackage["keyring"]) => ({
  ...makeBundle(path.join(folder, "bundle")),
  detection: null,
  keyring,
  ledgerHead: null,
  office: "Tổ thử nghiệm",
});

beforeAll(async () => {
  const restore = setClock(() => Date.parse("2026-11-20T03:05:00.700Z"));
  made = await makePackage();
  restore();
  parts = await takeApart(made.sealed.file);
});

describe("a sealed package", () => {
  it("verifies with the installation's public key and is read-only", async () => {
    const verdict = await verifyPackage(made.sealed.file, {
      trustPem: readFileSync(made.keyring.publicPemFile, "utf8"),
    });
    expect(verdict.checks.filter((c) => !c.ok)).toEqual([]);
    expect(verdict).toMatchObject({ ok: true, level: "sealed", trust: "trusted", signer: made.keyring.fingerprint });
    expect(statSync(made.sealed.file).mode & 0o222).toBe(0);
    expect(sha256(readFileSync(made.sealed.file))).toBe(made.sealed.sha256);
    expect(sha256(parts.get("evidence/manifest.json")!)).toBe(made.sealed.manifestSha256);
  });

  it("passes unzip -t, where there is an unzip", (context) => {
    try {
      execFileSync("unzip", ["-v"], { stdio: "ignore" });
    } catch {
      context.skip("no unzip on this machine");
    }
    expect(execFileSync("unzip", ["-t", made.sealed.file], { encoding: "utf8" })).toContain("No errors detected");
  });

  it("has records that an independent reader parses, with the digests that it computes itself", async () => {
    const file = path.join(made.folder, "data.warc.gz");
    writeFileSync(file, parts.get("archive/data.warc.gz")!);
    const seen: string[] = [];
    for await (const record of new WARCParser(createReadStream(file), { keepHeadersCase: true })) {
      const payload = await record.readFully(false);
      const text = record.httpHeaders ? `${record.httpHeaders.toString()}\r\n` : "";
      if (record.warcType !== "warcinfo") expect(record.warcPayloadDigest).toBe(`sha256:${sha256(payload)}`);
      const isLatin = /^[\0-\u007f]*$/.test(text);
      if (isLatin)
        expect(record.warcHeader("WARC-Block-Digest")).toBe(
          `sha256:${sha256(Buffer.concat([Buffer.from(text), payload]))}`,
        );
      seen.push(`${record.warcType} ${record.warcTargetURI ?? ""}`.trim());
    }
    const rows = json("evidence/manifest.json").records as { type: string; uri: string | null }[];
    expect(seen).toEqual(rows.map((row) => `${row.type} ${row.uri ?? ""}`.trim()));
    expect(seen.filter((s) => s.startsWith("response")).length).toBe(7);
  });

  it("says the server's address only where it is known", () => {
    const rows = json("evidence/manifest.json").exchanges as {
      id: string;
      phase: string;
      server: { ip: string | null; note: string };
    }[];
    expect(rows.filter((r) => r.phase === "capture").map((r) => r.server.ip)).toEqual([
      "192.0.2.7",
      "2001:db8::7",
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it("keeps blocked and failed requests, redirects, tiles, certificates and what was not captured in the manifest", () => {
    const manifest = json("evidence/manifest.json") as Record<string, unknown>;
    const rows = manifest.exchanges as { outcome: string; answerRecord: string | null; requestRecord: string | null }[];
    expect(rows.filter((r) => r.outcome === "blocked").map((r) => [r.answerRecord, r.requestRecord])).toEqual([
      [null, null],
    ]);
    expect(rows.filter((r) => r.outcome === "failed").map((r) => r.answerRecord)).toEqual([null]);
    expect(manifest).toMatchObject({
      redirects: [{ status: 301 }],
      notCaptured: [{ why: "đứt kết nối" }],
      mainTls: { trusted: false, reason: "DEPTH_ZERO_SELF_SIGNED_CERT" },
      created: "2026-11-20T03:05:00Z",
      detection: { verdict: "review" },
      askedBy: "test",
      clock: { offsetMs: 12 },
    });
    expect((manifest.tiles as unknown[]).length).toBe(2);
  });

  it("carries the network log, lookups, attachments, messages and the second look, each named with its hash", () => {
    const manifest = json("evidence/manifest.json") as Record<string, unknown>;
    const records = manifest.records as { id: string; uri: string | null; payloadSha256: string }[];
    const bytesOf = (uri: string) => records.find((r) => r.uri === uri)?.payloadSha256;
    const log = parts.get("forensic/netlog.json.zst")!;
    expect(manifest.netlog).toMatchObject({ path: "forensic/netlog.json.zst", sha256: sha256(log) });
    expect((manifest.lookups as { phase: string }[]).map((row) => row.phase)).toEqual(["lookup"]);
    const [file] = manifest.attachments as { sha256: string; record: string }[];
    expect(bytesOf("urn:attachment:1:https://www.lang-nghe.test/gian-hang.csv")).toBe(file!.sha256);
    const rows = manifest.exchanges as { messagesRecord: string | null; messagesSha256: string | null }[];
    const talked = rows.filter((row) => row.messagesRecord !== null);
    expect(talked.map((row) => row.messagesSha256)).toEqual([bytesOf("urn:messages:https://www.lang-nghe.test/ma.js")]);
    const look = manifest.secondLook as { viewportPicture: { sha256: string } };
    expect(look.viewportPicture.sha256).toBe(bytesOf("urn:secondView:https://www.lang-nghe.test/trang?b=2&a=1"));
  });

  it("holds no proxy password and no private key", () => {
    for (const bytes of parts.values()) expect(bytes.includes("bi-mat")).toBe(false);
    expect([...parts.values()].some((bytes) => bytes.includes("PRIVATE KEY"))).toBe(false);
  });

  it("names the proxy that the visit went through by its host and port", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-proxy-"));
    const { bundle, bundleDir } = makeBundle(path.join(folder, "bundle"));
    const through = { ...bundle, egress: { ...bundle.egress, proxy: "127.0.0.1:8899" } };
    const to = { file: path.join(folder, "a.wacz") };
    await sealBundle({
      bundleDir,
      bundle: through,
      detection: null,
      keyring: made.keyring,
      ledgerHead: null,
      office: "x",
      to,
    });
    const manifest = (await takeApart(to.file)).get("evidence/manifest.json")!;
    expect((JSON.parse(manifest.toString()) as { egress: { proxy: string } }).egress.proxy).toBe("127.0.0.1:8899");
  });

  it("has one creation time in all documents, in whole seconds", () => {
    const digest = json("datapackage-digest.json").signedData as Record<string, unknown>;
    expect([json("datapackage.json").created, digest.created, json("evidence/manifest.json").created]).toEqual(
      Array(3).fill("2026-11-20T03:05:00Z"),
    );
  });
});

describe("sealing", () => {
  it("gives the same records for the same bundle, so that only time and signature differ", async () => {
    const again = await makePackage({ keyring: made.keyring });
    const other = await takeApart(again.sealed.file);
    expect(other.get("archive/data.warc.gz")!.equals(parts.get("archive/data.warc.gz")!)).toBe(true);
  });

  it("into a store puts the package under the day of the capture, and leaves it there for ever", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-seal-"));
    const store = openLocalStore(path.join(folder, "evidence"));
    const to = { store, workDir: path.join(folder, "work") };
    const sealed = await sealBundle({ ...options(folder, made.keyring), to });
    expect(sealed).toMatchObject({ key: "2026/11/20/019ab000-1111-7222-8333-444455556666.wacz", already: false });
    expect((await verifyPackage(sealed.file)).level).toBe("sealed");
    const before = readFileSync(sealed.file);
    expect(await sealBundle({ ...options(folder, made.keyring), to })).toEqual({
      ...sealed,
      records: [],
      already: true,
    });
    const other = await openKeyring(path.join(folder, "other"));
    await expect(sealBundle({ ...options(folder, other), to })).rejects.toMatchObject({ code: "store.exists" });
    expect(readFileSync(sealed.file).equals(before)).toBe(true);
    expect(readdirSync(to.workDir)).toEqual([]);
  });

  it("never publishes an unsigned package when the key does not sign", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-seal-"));
    const dead = {
      ...made.keyring,
      fingerprint: made.keyring.fingerprint,
      publicKey: made.keyring.publicKey,
      sign: () => Promise.reject(new AppError("seal.failed", { detail: "no key" })),
    };
    const file = path.join(folder, "out", "a.wacz");
    await expect(sealBundle({ ...options(folder, dead), to: { file } })).rejects.toMatchObject({ code: "seal.failed" });
    expect(readdirSync(path.join(folder, "out"))).toEqual([]);
  });

  it("refuses a bundle whose picture is not the one that its hash names, and a body outside its folder", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-seal-"));
    const base = options(folder, made.keyring);
    const file = path.join(folder, "out", "a.wacz");
    const tiles = base.bundle.tiles.map((tile) => ({ ...tile, sha256: "0".repeat(64) }));
    await expect(sealBundle({ ...base, bundle: { ...base.bundle, tiles }, to: { file } })).rejects.toMatchObject({
      code: "seal.failed",
      message: expect.stringContaining("urn:tile:0:") as string,
    });
    const exchanges = base.bundle.exchanges.map((e) => ({ ...e, bodyFile: e.bodyFile && "../../secret" }));
    await expect(sealBundle({ ...base, bundle: { ...base.bundle, exchanges }, to: { file } })).rejects.toMatchObject({
      code: "seal.failed",
    });
    expect(existsSync(file)).toBe(false);
  });

  it("refuses what is no capture of the page: a challenge, a login wall, an error", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-seal-"));
    const base = options(folder, made.keyring);
    for (const status of ["challenge", "login-wall", "error", "unreachable"] as const) {
      const to = { file: path.join(folder, "out", "a.wacz") };
      await expect(sealBundle({ ...base, bundle: { ...base.bundle, status }, to })).rejects.toMatchObject({
        code: "seal.failed",
      });
    }
    expect(existsSync(path.join(folder, "out"))).toBe(false);
  });

  it("killed at any moment leaves no package that is not whole, and the next attempt clears the rest", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-seal-"));
    makeBundle(path.join(folder, "bundle"), { bodyBytes: 3_000_000 });
    await openKeyring(path.join(folder, "data"));
    const out = path.join(folder, "out", "a.wacz");
    let killed = 0;
    for (let i = 0; i < 8; i++) {
      rmSync(out, { force: true });
      const child = spawn(process.execPath, [path.resolve("test/support/seal-once.ts"), folder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise((done) => child.stdout.once("data", done));
      await new Promise((done) => setTimeout(done, i * 12));
      child.kill("SIGKILL");
      await new Promise((done) => child.once("exit", done));
      if (existsSync(out)) expect((await verifyPackage(out)).level).toBe("sealed");
      else killed++;
    }
    expect(killed).toBeGreaterThan(0);
    rmSync(out, { force: true });
    const base = {
      ...makeBundle(path.join(folder, "bundle")),
      detection: null,
      keyring: made.keyring,
      ledgerHead: null,
      office: "x",
    };
    await sealBundle({ ...base, to: { file: out } });
    expect(readdirSync(path.join(folder, "out"))).toEqual(["a.wacz"]);
  });
});
