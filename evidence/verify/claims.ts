// Promises what a verification proves, does not prove, or finds contradicted, each claim in one sentence (FORMAT.md section 5).
import { type Check, type Report, unreadCheck } from "./report.ts";

export const claimNames = [
  "intact",
  "signer",
  "office",
  "time",
  "custody",
  "witnessed",
  "complete",
  "agreement",
] as const;
export type ClaimName = (typeof claimNames)[number];
export type ClaimState = "proved" | "not-proved" | "contradicted";

export interface Claim {
  claim: ClaimName;
  state: ClaimState;
  /** Plain English; pages translate state and name. */
  detail: string;
}

/** What the facts say of a claim as long as no check contradicts it. */
export type Findings = Partial<Record<ClaimName, { proved: boolean; detail: string }>>;

const absent: Record<ClaimName, string> = {
  intact: "not signed: whoever changes it can put its hashes right again",
  signer: "no key is pinned to compare with",
  office: "no signature with an office's certificate",
  time: "no time stamp",
  custody: "no custody log travels with it",
  witnessed: "no pinned witness signed the log",
  complete: "it does not say what belongs to it",
  agreement: "no second witness of the traffic",
};

/** Read from the sealed manifest alone. */
const restsOnManifest = new Set<ClaimName>(["complete", "agreement"]);

/** A failing check contradicts the claim that it is about. */
export function claimsOf(report: Report, findings: Findings): Claim[] {
  const isTouched = report.checks.some(
    (check) => !check.ok && check.name !== unreadCheck && claimOfCheck(check) === "intact",
  );
  return claimNames.map((claim) => {
    const failing = report.checks.filter(
      (check) => !check.ok && check.name !== unreadCheck && claimOfCheck(check) === claim,
    );
    if (failing.length > 0)
      return {
        claim,
        state: "contradicted",
        detail: failing
          .map((c) => `${c.name}: ${c.detail}`)
          .join("; ")
          .slice(0, 2000),
      };
    if (restsOnManifest.has(claim) && isTouched)
      return {
        claim,
        state: "not-proved",
        detail: "the file is not as it was sealed: what its manifest says counts for nothing",
      };
    const unread = report.checks.find(({ name }) => name === unreadCheck);
    const found = findings[claim] ?? { proved: false, detail: unread?.detail ?? absent[claim] };
    return { claim, state: found.proved ? "proved" : "not-proved", detail: found.detail };
  });
}

export function claimOfCheck({ name }: Check): ClaimName {
  if (name === "trust") return "signer";
  if (name.startsWith("cms.")) return "office";
  if (name.startsWith("token.")) return "time";
  if (name === "custody.cosignature") return "witnessed";
  if (name.startsWith("custody.")) return "custody";
  if (name.startsWith("complete.")) return "complete";
  if (name.startsWith("agreement.")) return "agreement";
  return "intact";
}
