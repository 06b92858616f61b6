// Promises everything that a sealed package's bytes can answer: the bag, its files, each capture in it, the custody log.
import { fromBase64, hex, textOf } from "./bytes.ts";
import { checkBag } from "./bag-check.ts";
import type { ByteSource } from "./byte-source.ts";
import type { Findings } from "./claims.ts";
import { officeOf } from "./capture-findings.ts";
import { checkCustody, checkSealedEntries, type Custody } from "./custody-check.ts";
import { digestOf } from "./engine.ts";
import { judgeStamps, stampFinding } from "./batch-stamps.ts";
import { type OpenPackage, readMember } from "./package-files.ts";
import {
  checkFiles,
  checkPackageOffice,
  checkPackageSignature,
  type PackagedFile,
  readPackageJson,
} from "./package-json-check.ts";
import { checkCaptures, type JudgedCapture } from "./packaged-captures.ts";
import { Broken, quote, type Report } from "./report.ts";
import { type Fields, plainText } from "./strict-json.ts";
import type { Trust } from "./trust.ts";
import { openContainer } from "./wacz-check.ts";

export interface SealedPackage {
  pack: OpenPackage;
  fields: Fields;
  files: PackagedFile[];
  captures: JudgedCapture[];
  custody: Custody | null;
  signer: string | null;
  /** Keys that signed captures in it, other than the package's own. */
  otherSigners: string[];
}

/** Throws Broken when the file cannot be read as a ZIP at all, or has no data/package.json. */
export async function checkSealedPackage(
  source: ByteSource,
  trust: Trust | null,
  report: Report,
  findings: Findings,
): Promise<SealedPackage> {
  const pack = await openContainer(source, report, true);
  const described = pack.members.get("data/package.json");
  if (!described) throw new Broken("data/package.json: missing");
  const bytes = await readMember(source, described);
  const fields = readPackageJson(bytes, report);
  const files = (await report.run("package.files", "data/package.json", () => checkFiles(fields, pack, report))) ?? [];
  await report.run("bag.manifests", "the bag", () => checkBag(pack, report));
  const signer = await report.run("package.signature", "data/package.json.sig", () =>
    checkPackageSignature(fields, bytes, pack, report),
  );
  const captures = await checkCaptures(fields, files, pack, trust, report);
  const custody = await custodyOf(fields, pack, trust, report);
  if (custody) sealedEntries(custody, captures, fields, report);
  combine(captures, custody, findings);
  const stamps = custody ? await judgeStamps(custody, captures, pack, trust, report) : [];
  if (custody && !findings.time?.proved)
    findings.time = stampFinding(custody, captures, stamps, report) ?? findings.time;
  await officeFinding(fields, bytes, pack, trust, report, findings);
  const otherSigners = [...new Set(captures.flatMap((c) => (c.signer && c.signer !== signer ? [c.signer] : [])))];
  await report.run("package.keys", "data/khoa", () => checkKeys(otherSigners, files, pack, report));
  return { pack, fields, files, captures, custody, signer: signer ?? null, otherSigners };
}

async function custodyOf(
  fields: Fields,
  pack: OpenPackage,
  trust: Trust | null,
  report: Report,
): Promise<Custody | null> {
  const name = plainText(fields.custody);
  const custody = await report.run("custody.form", name || "data/package.json: custody", async () => {
    const member = pack.members.get(name);
    if (!member) throw new Broken(`${quote(name)}: the custody extract is missing`);
    return checkCustody(await readMember(pack.source, member), name, trust, report);
  });
  return custody ?? null;
}

function sealedEntries(custody: Custody, captures: readonly JudgedCapture[], fields: Fields, report: Report): void {
  checkSealedEntries(custody.entries, captures, plainText(fields.packageId), plainText(fields.custody), report);
}

/** A claim of the package is proved when it is of every capture in it. */
function combine(captures: readonly JudgedCapture[], custody: Custody | null, findings: Findings): void {
  for (const claim of ["complete", "agreement", "time"] as const) {
    const all = captures.map((capture) => ({ id: capture.captureId, found: capture.findings[claim] }));
    const lacking = all.filter(({ found }) => found?.proved !== true);
    findings[claim] = {
      proved: all.length > 0 && lacking.length === 0,
      detail: (lacking.length > 0 ? lacking : all)
        .map(({ id, found }) => `${id}: ${found?.detail ?? "nothing known"}`)
        .join("; "),
    };
  }
  if (!custody) return;
  findings.custody = {
    proved: custody.logPinned || custody.witnesses.length > 0,
    detail: `${custody.entries.length} acts are in the log ${custody.logKey.name} of ${custody.checkpoint.size} entries${custody.logPinned ? "" : ", whose key nobody pinned"}`,
  };
  if (custody.witnesses.length > 0)
    findings.witnessed = {
      proved: true,
      detail: custody.witnesses
        .map((w) => `${w.name} signed at ${new Date(w.atSeconds * 1000).toISOString()}`)
        .join("; "),
    };
}

async function officeFinding(
  fields: Fields,
  bytes: Uint8Array,
  pack: OpenPackage,
  trust: Trust | null,
  report: Report,
  findings: Findings,
): Promise<void> {
  const message = await checkPackageOffice(bytes, pack, report);
  if (!message) return;
  findings.office = await officeOf(
    message,
    plainText(fields.created),
    "data/package.json.p7s",
    trust?.certificates ?? [],
    report,
  );
}

/** Captures sealed with an earlier key: that key travels in data/khoa. */
async function checkKeys(
  others: readonly string[],
  files: readonly PackagedFile[],
  pack: OpenPackage,
  report: Report,
): Promise<void> {
  const known = new Set<string>();
  for (const file of files.filter(({ role, path }) => role === "key" && path.endsWith(".pem"))) {
    const member = pack.members.get(file.path);
    const pem = member ? textOf(await readMember(pack.source, member)) : "";
    for (const [, body] of pem.matchAll(/-----BEGIN PUBLIC KEY-----([\s\S]*?)-----END PUBLIC KEY-----/g)) {
      const spki = fromBase64(body!.replace(/\s/g, ""));
      if (spki) known.add(hex(digestOf("sha256", spki)));
    }
  }
  const problems = others
    .filter((key) => !known.has(key))
    .map((key) => `data/khoa: a capture is signed by key ${key}, which is not there`);
  report.list(
    "package.keys",
    problems,
    others.length === 0 ? "package and captures are signed by one key" : "earlier keys travel along",
  );
}
