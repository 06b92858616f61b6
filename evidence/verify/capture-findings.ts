// Promises what one capture's manifest, tokens and office signature say, as findings that claims are made of.
import type { ByteSource } from "./byte-source.ts";
import { agreementOf, completenessOf } from "./capture-claims.ts";
import type { Findings } from "./claims.ts";
import { signingTimeOf } from "./cms.ts";
import type { Report } from "./report.ts";
import { checkTokenTimes, collectTokens, judgeTokens, type JudgedToken } from "./token-files.ts";
import type { WaczFacts } from "./wacz-check.ts";
import { type Certificate, findPath } from "./x509.ts";

/** Tokens `<stem>.<n>.tsr` among the files beside a capture. */
export async function tokensOf(
  facts: WaczFacts,
  stem: string,
  beside: ReadonlyMap<string, ByteSource>,
  roots: readonly Certificate[],
  report: Report,
): Promise<JudgedToken[]> {
  const { manifest } = facts;
  if (!manifest) return [];
  const files = await collectTokens(stem, beside);
  const tokens = await judgeTokens(files, (of) => (of === "manifest" ? manifest.bytes : null), roots, report);
  await report.run("token.time", stem, () => checkTokenTimes(tokens, manifest.fields, report));
  return tokens;
}

/** What a capture's manifest, tokens and certificate say; a failing check speaks louder. */
export async function captureFindings(
  facts: WaczFacts,
  tokens: readonly JudgedToken[],
  roots: readonly Certificate[],
  revisits: { missing: number },
  report: Report,
): Promise<Findings> {
  const findings: Findings = {};
  const { manifest, office } = facts;
  if (!manifest) return findings;
  findings.complete = await report.run("complete.outcomes", "evidence/manifest.json", () =>
    completenessOf(manifest.fields, revisits, report),
  );
  findings.agreement = await report.run("agreement.rows", "evidence/manifest.json", () => agreementOf(manifest.fields));
  findings.time = timeFinding(tokens);
  if (office) {
    const at = signingTimeOf(office, "evidence/manifest.json.p7s") ?? 0;
    const path = await findPath(office.signer, office.certificates, roots, at);
    findings.office = {
      proved: path.root !== null,
      detail: `signed with the certificate of ${office.signer.name}${path.root ? `, under ${path.root.name}` : ", which nobody pinned"}`,
    };
  }
  return Object.fromEntries(Object.entries(findings).filter(([, value]) => value !== undefined));
}

function timeFinding(tokens: readonly JudgedToken[]): Findings["time"] {
  const sound = tokens.filter((token) => token.sound && token.of === "manifest");
  const best = sound.find((token) => token.root !== null) ?? sound[0];
  if (!best) return { proved: false, detail: tokens.length === 0 ? "no time stamp yet" : "no sound time stamp" };
  const at = new Date(best.token.genTimeMs).toISOString();
  const by = best.token.message.signer.name;
  return {
    proved: best.root !== null,
    detail: best.root ? `existed at ${at}, says ${by}` : `existed at ${at}, says ${by}, which nobody pinned`,
  };
}
