// Promises everything that attacks start from: two sealed captures, tokens, a witnessed custody log, one sealed package.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildPackage } from "#evidence/package/build-package.ts";
import { signCms } from "#evidence/seal/cms.ts";
import { type Keyring, openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { readPemCertificates } from "#evidence/time/certificate.ts";
import { readVerifierFiles } from "#evidence/verify/verifier-files.ts";
import { makeBundle } from "../make-bundle.ts";
import { type Parts, takeApart } from "../sealed-package.ts";
import { makeCertificate, type TestCertificate } from "../test-certificates.ts";
import { startTimeStampAuthority, type TestAuthority } from "../time-stamp-authority.ts";
import { askToken, type TokenPair } from "./ask-token.ts";
import { custodyOf, type LogKeys, makeLogKeys } from "./custody-extract.ts";

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

export interface SealedOne {
  captureId: string;
  file: string;
  bytes: Buffer;
  parts: Parts;
  manifest: Buffer;
}

export interface AttackWorld {
  folder: string;
  keyring: Keyring;
  stranger: Keyring;
  officeRoot: TestCertificate;
  office: TestCertificate;
  authority: TestAuthority;
  log: LogKeys;
  one: SealedOne;
  two: SealedOne;
  token: TokenPair;
  package: { bytes: Buffer; parts: Parts };
  packageId: string;
  /** Text of a trust file that pins everything that is true here. */
  trust: string;
  close(): Promise<void>;
}

const packageId = "019ab000-2222-7222-8333-444455556666";

export function officeSigner(certificate: TestCertificate) {
  const certificates = readPemCertificates(certificate.pem);
  return {
    certificates,
    signCms: async (content: Uint8Array, at: Date) => signCms(content, { certificates, key: certificate.key }, at),
  };
}

export async function makeAttackWorld(): Promise<AttackWorld> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-attacks-"));
  const keyring = await openKeyring(path.join(folder, "data"));
  const stranger = await openKeyring(path.join(folder, "stranger"));
  const officeRoot = makeCertificate({ name: "Test Office Root" });
  const office = makeCertificate({ name: "Test Office", issuer: officeRoot });
  const authority = await startTimeStampAuthority();
  const log = makeLogKeys();
  const sealOne = (name: string, captureId: string) => seal(folder, name, captureId, keyring, office);
  const one = await sealOne("one", "019ab000-1111-7222-8333-444455556666");
  const two = await sealOne("two", "019ab000-1112-7222-8333-444455556666");
  const token = await askToken(authority, one.manifest, "manifest");
  const extract = await custodyOf([one, two], packageId, log);
  const stamp = await askToken(authority, extract.noteText, `checkpoint:${extract.size}`);
  const file = path.join(folder, "package.zip");
  await buildPackage(
    {
      packageId,
      created: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      software: "vonggac 0.1.0",
      office: "Tổ thử nghiệm",
      madeBy: "lan",
      purpose: "Phục vụ xác minh",
      caseId: null,
      captures: [one, two].map((capture) => packaged(capture, capture === one ? token : null)),
      bases: [],
      custody: extract.bytes,
      stamps: [
        { name: `${extract.size}.1.tsr`, bytes: stamp.token },
        { name: `${extract.size}.1.tsr.json`, bytes: stamp.facts },
      ],
      keys: [{ name: "seal-key.pub.pem", bytes: Buffer.from(keyring.publicPem) }],
      documents: [{ name: "bien-ban.pdf", bytes: Buffer.from("%PDF-1.4\n") }],
      verifier: await readVerifierFiles(),
      keyring,
      signCms: (bytes) => officeSigner(office).signCms(bytes, new Date()),
    },
    file,
  );
  const trust = [keyring.publicPem, officeRoot.pem, authority.rootPem, log.logKey, log.witnessKey].join("\n");
  const whole = { bytes: readFileSync(file), parts: await takeApart(file) };
  const close = async () => {
    await authority.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    folder,
    keyring,
    stranger,
    officeRoot,
    office,
    authority,
    log,
    one,
    two,
    token,
    package: whole,
    packageId,
    trust,
    close,
  };
}

async function seal(
  folder: string,
  name: string,
  captureId: string,
  keyring: Keyring,
  office: TestCertificate,
): Promise<SealedOne> {
  const made = makeBundle(path.join(folder, `${name}-bundle`), { captureId });
  const file = path.join(folder, `${captureId}.wacz`);
  await sealBundle({
    ...made,
    detection: null,
    keyring,
    ledgerHead: null,
    office: "Tổ thử nghiệm",
    officeSigner: officeSigner(office),
    to: { file },
  });
  const parts = await takeApart(file);
  return { captureId, file, bytes: readFileSync(file), parts, manifest: parts.get("evidence/manifest.json")! };
}

function packaged(capture: SealedOne, token: TokenPair | null) {
  const { captureId, file, bytes, manifest } = capture;
  const facts = JSON.parse(manifest.toString()) as { finalUrl: string; title: string; startedAt: string };
  return {
    captureId,
    url: facts.finalUrl,
    title: facts.title,
    capturedAt: facts.startedAt,
    file,
    packageSha256: sha256(bytes),
    manifest,
    manifestSha256: sha256(manifest),
    tokens: token
      ? [
          { name: `${captureId}.1.tsr`, bytes: token.token },
          { name: `${captureId}.1.tsr.json`, bytes: token.facts },
        ]
      : [],
    workingCopy: [{ name: "text.txt", content: { bytes: Buffer.from("chữ") } }],
  };
}
