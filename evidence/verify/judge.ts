// Promises a verdict on a file from its bytes and those beside it alone: no network, no database, no trust but what is given.
//
// What is checked, in order: the container (safe, and for our packages the only one its members give), every hash, the
// signature and the trusted key, the manifest, every WARC record, the index, the pages, then tokens, custody and (in a
// sealed package) the bag around them. Any exception is a failed check.
import { latin1 } from "./bytes.ts";
import { type ByteSource, readAhead } from "./byte-source.ts";
import { captureFindings, tokensOf } from "./capture-findings.ts";
import { type Claim, claimsOf, type Findings } from "./claims.ts";
import { checkSealedPackage, type SealedPackage } from "./sealed-package-check.ts";
import { type Check, Report, Unread } from "./report.ts";
import type { Trust } from "./trust.ts";
import { checkWacz, inflateBudget, type WaczFacts } from "./wacz-check.ts";
import { readWarc } from "./warc-file.ts";
import { arcFile } from "./warc-record.ts";
import { readZip } from "./zip-reader.ts";

export type TrustState = "trusted" | "unknown" | "mismatch";

export interface Verdict {
  file: string;
  /** Nothing that was checked failed. With a trust file: signed by a key in it as well. */
  ok: boolean;
  /** `consistent`: a sound archive by others, unsigned or without custody. */
  level: "sealed" | "consistent" | "broken";
  /** SHA-256 of the public key whose signature holds. */
  signer: string | null;
  trust: TrustState;
  checks: Check[];
  claims: Claim[];
}

export interface Question {
  /** Name as shown, and by whose stem tokens stand beside it. */
  file: string;
  source: ByteSource;
  /** Files beside it, by name; their tokens count for a single capture. */
  beside: ReadonlyMap<string, ByteSource>;
  trust: Trust | null;
}

/** What a page shows besides the verdict. */
export interface Judged {
  verdict: Verdict;
  wacz: WaczFacts | null;
  sealed: SealedPackage | null;
}

/** Never throws. `onPart` hears of the part in hand. */
export async function judge(question: Question, onPart: (part: string) => void = () => undefined): Promise<Judged> {
  const report = new Report(onPart);
  const findings: Findings = {};
  let wacz: WaczFacts | null = null;
  let sealed: SealedPackage | null = null;
  await report.run("file", "file", async () => {
    const kind = await sniff(question.source);
    if (kind === "warc") return checkBareWarc(question.source, report);
    if (kind === "package") sealed = await checkSealedPackage(question.source, question.trust, report, findings);
    else wacz = await judgeCapture(question, report, findings);
  });
  return { verdict: conclude(question, report, findings, wacz, sealed), wacz, sealed };
}

function conclude(
  { file, trust }: Question,
  report: Report,
  findings: Findings,
  wacz: WaczFacts | null,
  sealed: SealedPackage | null,
): Verdict {
  const isOurs = sealed !== null || wacz?.pack.strict === true;
  const signer = sealed?.signer ?? wacz?.signer ?? null;
  const level = !report.ok ? "broken" : isOurs ? "sealed" : "consistent";
  if (signer !== null) findings.intact = { proved: true, detail: `as it was when key ${signer} signed it` };
  const state = checkTrust(signer, sealed?.otherSigners ?? [], trust, report, findings);
  return {
    file,
    ok: report.ok,
    level,
    signer,
    trust: state,
    checks: report.checks,
    claims: claimsOf(report, findings),
  };
}

async function sniff(source: ByteSource): Promise<"wacz" | "package" | "warc"> {
  const head = await source.read(0, Math.min(45, source.size));
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  if (packed || latin1(head.subarray(0, 5)) === "WARC/") return "warc";
  if (latin1(head.subarray(0, 11)) === "filedesc://") throw new Unread(arcFile);
  const { members } = await readZip(source);
  return members.some(({ name }) => name === "bagit.txt" || name === "data/package.json") ? "package" : "wacz";
}

async function checkBareWarc(source: ByteSource, report: Report): Promise<void> {
  const { records, problems } = await readWarc(readAhead(source), "the WARC file", false, inflateBudget(source));
  report.list("warc.records", problems, `${records.length} records, every digest in them matches`);
}

/** One WACZ with the tokens beside it. */
async function judgeCapture(question: Question, report: Report, findings: Findings): Promise<WaczFacts> {
  const facts = await checkWacz(question.source, report);
  const roots = question.trust?.certificates ?? [];
  const stem = question.file.replace(/^.*[/\\]/, "").replace(/\.wacz$/, "");
  const tokens = await tokensOf(facts, stem, question.beside, roots, report);
  const stamped = facts.manifest ? undefined : report.checks.find(({ name, ok }) => name === "token.imprint" && ok);
  if (stamped) findings.time = { proved: false, detail: `${stamped.detail}, by an authority that is not judged here` };
  Object.assign(findings, await captureFindings(facts, tokens, roots, { missing: revisitsOf(facts) }, report));
  return facts;
}

function revisitsOf({ manifest }: WaczFacts): number {
  const rows = Array.isArray(manifest?.fields.records) ? manifest.fields.records : [];
  return rows.filter(
    (row) => typeof row === "object" && row !== null && !Array.isArray(row) && row.refersTo !== undefined,
  ).length;
}

function checkTrust(
  signer: string | null,
  others: readonly string[],
  trust: Trust | null,
  report: Report,
  findings: Findings,
): TrustState {
  if (signer !== null) findings.signer = { proved: false, detail: `signed by key ${signer}, which nobody pinned` };
  if (!trust) return "unknown";
  const strangers = [signer, ...others].filter((key) => key !== null && !trust.fingerprints.has(key));
  const ok = signer !== null && strangers.length === 0;
  const why =
    trust.fingerprints.size === 0
      ? (trust.problems[0] ?? "the trust file holds no key of a signer")
      : signer === null
        ? "datapackage-digest.json: no valid signature to compare with the trusted key"
        : `datapackage-digest.json: signed by key ${strangers.join(", ")}, which is not the trusted one`;
  report.add("trust", ok, ok ? `signed by the trusted key ${signer}` : why);
  findings.signer = { proved: ok, detail: ok ? `signed by the trusted key ${signer}` : why };
  return ok ? "trusted" : "mismatch";
}
