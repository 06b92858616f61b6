// Promises a fresh reading of a sealed package with its tokens and its custody: what each check says, and what is proved.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { now, nowMs } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import type { SealRow } from "#core/records/capture.ts";
import { type Claim, type ClaimName, claimsOf, type Findings } from "#evidence/verify/claims.ts";
import { checkCustody, checkSealedEntries, type Custody } from "#evidence/verify/custody-check.ts";
import { Report } from "#evidence/verify/report.ts";
import { readTrust, type Trust } from "#evidence/verify/trust.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import type { IntegrityView } from "../api/captures.ts";
import type { DeskContext } from "./desk-context.ts";
import { withPackageFile } from "./sealed-package.ts";

const extractName = "custody.json";

/** Hashes and judges the bytes as they lie in the store now. Throws `not-found` when they are not there. */
export async function checkIntegrity(ctx: DeskContext, seal: SealRow): Promise<IntegrityView> {
  const startedMs = nowMs();
  const cacheDir = path.join(ctx.config.dataDir, "cache", "desk");
  const trustText = await ctx.ports.readTrust();
  const trust = readTrust(trustText);
  // A desk on a machine without the house's keys compares with none, rather than with nothing.
  const pinned = trust.fingerprints.size > 0 ? { trustPem: trustText } : {};
  const { sha256Now, verdict } = await withPackageFile(ctx.store, seal.storeKey, cacheDir, async (file) => ({
    sha256Now: await hashFile(file),
    verdict: await verifyPackage(file, pinned),
  }));
  const custody = await judgeCustody(ctx, seal, sha256Now, trust);
  const sha256Sealed = seal.sha256.toString("hex");
  const same = sha256Now === sha256Sealed;
  const entered = {
    name: "custody",
    ok: same,
    detail: same
      ? "the file is the one entered in the custody log"
      : "the file is not the one entered in the custody log",
  };
  const ok = verdict.ok && same && custody.report.ok;
  const checks = [entered, ...verdict.checks, ...custody.report.checks];
  return {
    ok,
    level: ok ? verdict.level : "broken",
    sha256Now,
    sha256Sealed,
    checks: checks.map(({ name, ok: isOk, detail }) => ({ name, ok: isOk, detail })),
    claims: mergeClaims(verdict.claims, custody.claims, same ? null : entered.detail),
    checkedAt: now().toISOString(),
    tookMs: nowMs() - startedMs,
  };
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    throw new AppError("not-found", { cause: error, detail: "the sealed package is not where it was put" });
  }
  return hash.digest("hex");
}

/** Claims about custody come from the extract, all others from the package; bytes that were never entered contradict both. */
function mergeClaims(own: readonly Claim[], ofLog: readonly Claim[], foreign: string | null): Claim[] {
  const fromLog: readonly ClaimName[] = ["custody", "witnessed"];
  return own.map((claim) => {
    const said = fromLog.includes(claim.claim) ? (ofLog.find((c) => c.claim === claim.claim) ?? claim) : claim;
    const isForeign = foreign !== null && (claim.claim === "intact" || claim.claim === "custody");
    return isForeign ? { claim: claim.claim, state: "contradicted", detail: foreign } : said;
  });
}

/** An extract that cannot be had proves nothing and contradicts nothing: the log's own alarms stand above every screen. */
async function judgeCustody(
  ctx: DeskContext,
  seal: SealRow,
  sha256Now: string,
  trust: Trust,
): Promise<{ report: Report; claims: Claim[] }> {
  const report = new Report();
  const findings: Findings = {};
  try {
    const extract = await ctx.ports.readCustodyExtract(seal);
    if (!extract) findings.custody = { proved: false, detail: "no signed checkpoint covers its seal yet" };
    else {
      const custody = await report.run("custody.form", extractName, () =>
        checkCustody(extract, extractName, trust, report),
      );
      const captures = [{ captureId: seal.captureId, packageSha256: sha256Now }];
      if (custody) {
        checkSealedEntries(custody.entries, captures, seal.captureId, extractName, report);
        Object.assign(findings, custodyFindings(custody));
      }
    }
  } catch (error) {
    const { code } = toAppError(error);
    log.warn({ err: toAppError(error), captureId: seal.captureId }, "desk.custody-extract-failed");
    findings.custody = { proved: false, detail: `no custody extract: ${code}` };
  }
  return { report, claims: claimsOf(report, findings) };
}

function custodyFindings({ entries, checkpoint, logKey, logPinned, witnesses }: Custody): Findings {
  const custody = {
    proved: logPinned || witnesses.length > 0,
    detail: `${entries.length} acts are in the log ${logKey.name} of ${checkpoint.size} entries${logPinned ? "" : ", whose key nobody pinned"}`,
  };
  if (witnesses.length === 0) return { custody };
  const detail = witnesses.map((w) => `${w.name} signed at ${new Date(w.atSeconds * 1000).toISOString()}`).join("; ");
  return { custody, witnessed: { proved: true, detail } };
}
