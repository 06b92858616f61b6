import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { foreignArchive, type Members } from "../../support/foreign-archive.ts";
import { makePackage, takeApart, type Parts } from "../../support/sealed-package.ts";

let parts: Parts;
let folder: string;
let count = 0;
const fresh = () => path.join(folder, `${count++}.wacz`);

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-foreign-"));
  parts = await takeApart((await makePackage()).sealed.file);
});

async function foreign(
  change: (members: Members) => unknown = () => undefined,
  sign: "no" | "yes" = "no",
): Promise<string> {
  const file = fresh();
  writeFileSync(file, foreignArchive(parts, change, sign));
  return file;
}

async function failingOf(file: string): Promise<string[]> {
  const verdict = await verifyPackage(file);
  return verdict.checks.filter((c) => !c.ok).map((c) => `${c.name}: ${c.detail}`);
}

describe("archives by others", () => {
  it("are consistent when sound, signed or not", async () => {
    const plain = await verifyPackage(await foreign());
    expect(plain.checks.filter((c) => !c.ok)).toEqual([]);
    expect(plain).toMatchObject({ ok: true, level: "consistent", signer: null, trust: "unknown" });
    const signed = await verifyPackage(await foreign(undefined, "yes"));
    expect(signed).toMatchObject({
      ok: true,
      level: "consistent",
      signer: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it.each<[string, (m: Members) => unknown, string]>([
    ["a deflated archive", (m) => (m.get("archive/data.warc.gz")!.deflate = true), "packed inside the container"],
    [
      "a member that is not listed",
      (m) => m.set("extra.txt", { bytes: Buffer.from("x"), deflate: false }),
      "not listed",
    ],
    ["a listed member that is missing", (m) => m.delete("pages/pages.jsonl"), "missing from the container"],
    [
      "a path that leaves the package",
      (m) => m.set("../../etc/x", { bytes: Buffer.from("x"), deflate: false }),
      "leaves the package",
    ],
    [
      "two names that differ in case only",
      (m) => m.set("PAGES/pages.jsonl", { bytes: Buffer.from("x"), deflate: false }),
      "twice",
    ],
    ["a broken datapackage", (m) => (m.get("datapackage.json")!.bytes = Buffer.from("[1")), "not JSON"],
    [
      "a datapackage whose members are of the wrong kinds",
      (m) => (m.get("datapackage.json")!.bytes = Buffer.from('{"resources":{"length":3}}')),
      "not a list",
    ],
    ["an archive that is none", (m) => (m.get("archive/data.warc.gz")!.bytes = Buffer.from("x\n")), "WARC/1.1"],
  ])("are broken with %s", async (_what, change, says) => {
    const failing = await failingOf(await foreign(change));
    expect(failing.join()).toContain(says);
  });

  it("cannot exhaust the memory with a member that swells", async () => {
    const zeros = Buffer.alloc(40_000_000);
    const file = await foreign((m) => m.set("bomb.txt", { bytes: zeros, deflate: true, size: 10 }));
    expect((await failingOf(file)).join()).toContain("larger than it says");
  });

  it("cannot cost more than a budget by members that swell together", async () => {
    const zeros = Buffer.alloc(120_000_000);
    const file = await foreign((m) => {
      for (let i = 0; i < 6; i++) m.set(`bomb-${i}.txt`, { bytes: zeros, deflate: true });
    });
    expect((await failingOf(file)).join()).toContain("swell beyond what is read");
  });

  it("may be a bare WARC; anything else is broken, a folder and a missing file too", async () => {
    const warc = fresh();
    writeFileSync(warc, parts.get("archive/data.warc.gz")!);
    expect((await verifyPackage(warc)).level).toBe("consistent");
    writeFileSync(warc, gunzipSync(parts.get("archive/data.warc.gz")!));
    expect((await verifyPackage(warc)).level).toBe("consistent");
    execFileSync("mkfifo", [path.join(folder, "pipe")]);
    for (const file of [path.join(folder, "pipe"), folder, path.join(folder, "none"), "/dev/null"])
      expect((await verifyPackage(file)).level).toBe("broken");
  });
});

describe("a file of the format before WARC", () => {
  it.each(["plain", "gzip"])("is said not to be read, and neither called intact nor changed (%s)", async (form) => {
    const text =
      "filedesc://a.arc 0.0.0.0 20260101000000 text/plain 77\n1 0 Nơi thử\nURL IP-address Archive-date Content-type Archive-length\n\n";
    const file = path.join(folder, `${form}.arc`);
    writeFileSync(file, form === "gzip" ? gzipSync(text) : text);
    const verdict = await verifyPackage(file);
    expect(verdict.checks.filter((c) => !c.ok).map((c) => c.name)).toEqual(["format.unread"]);
    expect(verdict.ok).toBe(false);
    expect(verdict.claims.map((c) => c.state)).not.toContain("contradicted");
    expect(verdict.claims[0]!.detail).toContain("ARC");
  });
});
