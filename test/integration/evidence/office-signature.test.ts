// Promises the office's CMS signature over a manifest: what stock openssl says of it, and that no seal goes on without it.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "#core/errors.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { openOfficeSigner } from "#evidence/seal/office.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { makeBundle } from "../../support/make-bundle.ts";
import { type CertificateWish, makeCertificate } from "../../support/test-certificates.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-office-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = makeCertificate({ name: "Gốc kiểm thử" });
const between = makeCertificate({ name: "Trung gian kiểm thử", issuer: root, isCa: true });

/** Files of an office with its own certificate under a root and an intermediate. */
function officeFiles(name: string, wish: Partial<CertificateWish> = {}, mode = 0o600) {
  const leaf = makeCertificate({ name: "Sở kiểm thử", issuer: between, ...wish });
  const file = (suffix: string, content: string, fileMode = 0o644) => {
    const at = path.join(folder, `${name}.${suffix}`);
    writeFileSync(at, content);
    chmodSync(at, fileMode);
    return at;
  };
  file("root", root.pem);
  return {
    VONGGAC_OFFICE_CERT: file("cert", leaf.pem + between.pem),
    VONGGAC_OFFICE_KEY: file("key", leaf.keyPem, mode),
    root: path.join(folder, `${name}.root`),
  };
}

async function sealWith(name: string, files: ReturnType<typeof officeFiles>) {
  const made = path.join(folder, `${name}.wacz`);
  await sealBundle({
    ...makeBundle(path.join(folder, `${name}-bundle`)),
    detection: null,
    keyring: await openKeyring(path.join(folder, "data")),
    ledgerHead: null,
    office: "Sở kiểm thử",
    officeSigner: await openOfficeSigner(files),
    to: { file: made },
  });
  return made;
}

/** Runs openssl on the members taken out of a package. */
function opensslSays(made: string, rootFile: string): string {
  const out = mkdtempSync(path.join(folder, "members-"));
  for (const member of ["manifest.json", "manifest.json.p7s"])
    writeFileSync(path.join(out, member), execFileSync("unzip", ["-p", made, `evidence/${member}`]));
  const signature = path.join(out, "manifest.json.p7s");
  const options = ["-inform", "DER", "-in", signature, "-content", path.join(out, "manifest.json")];
  const args = ["cms", "-verify", "-binary", ...options, "-CAfile", rootFile, "-out", path.join(out, "content")];
  // openssl reports on stderr.
  return execFileSync("sh", ["-c", 'openssl "$@" 2>&1', "sh", ...args], { encoding: "utf8" });
}

describe("a manifest signed with the office's certificate", () => {
  test.each(["rsa2048", "p256", "p384"] as const)("of kind %s satisfies openssl and our verifier", async (key) => {
    const files = officeFiles(key, { key });
    const made = await sealWith(key, files);
    expect(opensslSays(made, files.root)).toMatch(/Verification successful/i);
    const verdict = await verifyPackage(made);
    expect(verdict.checks.filter((c) => !c.ok)).toEqual([]);
    expect(verdict.ok).toBe(true);
  });

  test("does not satisfy openssl over other content", async () => {
    const files = officeFiles("other");
    const signer = await openOfficeSigner(files);
    const signature = path.join(folder, "other.p7s");
    writeFileSync(signature, await signer!.signCms(Buffer.from("{}"), new Date()));
    writeFileSync(path.join(folder, "other.json"), "[]");
    const content = ["-content", path.join(folder, "other.json"), "-CAfile", files.root];
    const run = () =>
      execFileSync("openssl", ["cms", "-verify", "-binary", "-inform", "DER", "-in", signature, ...content], {
        stdio: ["ignore", "ignore", "pipe"],
      });
    expect(run).toThrow(/digest|verification failure/i);
  });
});

describe("an office's certificate that cannot sign", () => {
  const codeOf = (error: unknown) =>
    error instanceof AppError ? `${error.message} | ${error.cure ?? ""}` : String(error);

  test("out of date stops the seal, which may be tried again, with the cure", async () => {
    const day = 86_400_000;
    const past = { notBefore: new Date(Date.now() - 9 * day), notAfter: new Date(Date.now() - day) };
    const error = await sealWith("late", officeFiles("late", past)).catch((e: unknown) => e);
    expect(codeOf(error)).toMatch(
      /^seal\.failed: the office's certificate is valid from .* \| Put the renewed certificate/,
    );
    expect((error as AppError).meaning.retry).toBe(true);
    expect(() => execFileSync("ls", [path.join(folder, "late.wacz")], { stdio: "ignore" })).toThrow();
  });

  test.each<[string, () => Parameters<typeof openOfficeSigner>[0], RegExp]>([
    [
      "whose key others can read",
      () => officeFiles("open", {}, 0o644),
      /can be read by others \(mode 644\) \| Run: chmod 600/,
    ],
    [
      "whose key is another one",
      () => ({ ...officeFiles("a"), VONGGAC_OFFICE_KEY: officeFiles("b").VONGGAC_OFFICE_KEY }),
      /is not the key of/,
    ],
    ["with a weak key", () => officeFiles("weak", { key: "rsa1024" }), /RSA key under 2048 bits/],
    [
      "without its key",
      () => ({ ...officeFiles("half"), VONGGAC_OFFICE_KEY: undefined }),
      /one is set without the other/,
    ],
    ["that is not there", () => ({ ...officeFiles("gone"), VONGGAC_OFFICE_CERT: "/nowhere.pem" }), /cannot be read/],
  ])("%s is a wrong configuration", async (_name, files, reason) => {
    const error = await openOfficeSigner(files()).catch((e: unknown) => e);
    expect(codeOf(error)).toMatch(/^config\.invalid: VONGGAC_OFFICE_/);
    expect(codeOf(error)).toMatch(reason);
  });

  test("and is not configured at all signs nothing", async () => {
    expect(await openOfficeSigner({ VONGGAC_OFFICE_CERT: undefined, VONGGAC_OFFICE_KEY: undefined })).toBeNull();
  });
});
