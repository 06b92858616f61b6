// Promises what one capture's manifest, tokens and office signature say, as findings that claims are made of.
import type { ByteSource } from "./byte-source.ts";
import { agreementOf, completenessOf } from "./capture-claims.ts";
import type { Findings } from "./claims.ts";
import { type SignedMessage, signingTimeOf } from "./cms.ts";
import type { Report } from "./report.ts";
import { checkTokenTimes, collectTokens, judgeTokens, type JudgedToken } from "./token-files.ts";
import { plainText } from "./strict-json.ts";
import type { WaczFacts } from "./wacz-check.ts";
import { type Certificate, findPath } from "./x509.ts";

/** Clocks of one machine may be set by so much between two acts. */
const slackMs = 60_000;

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
  await report.run("token.time", stem, () => checkTokenTimes(tokens, "manifest", manifest.fields, report));
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
  findings.time = timeFinding(tokens, Date.parse(plainText(manifest.fields.endedAt)));
  if (office)
    findings.office = await officeOf(
      office,
      plainText(manifest.fields.created),
      "evidence/manifest.json.p7s",
      roots,
      report,
    );
  return Object.fromEntries(Object.entries(findings).filter(([, value]) => value !== undefined));
}

/** Whose certificate signed, up to which pinned one; the time in the signature must be that of what it signs. */
export async function officeOf(
  message: SignedMessage,
  created: string,
  part: string,
  pinned: readonly Certificate[],
  report: Report,
): Promise<Findings["office"]> {
  const at = signingTimeOf(message, part) ?? 0;
  const apart = Math.abs(at - Date.parse(created));
  report.list(
    "cms.time",
    apart <= slackMs ? [] : [`${part}: signed at ${new Date(at).toISOString()}, what it signs was made at ${created}`],
    `${part}: signed when what it signs was made`,
  );
  const { root } = await findPath(message.signer, message.certificates, pinned, "office", at);
  const under = root ? `, under ${root.name}` : ", which nobody pinned";
  return { proved: root !== null, detail: `signed with the certificate of ${message.signer.name}${under}` };
}

function timeFinding(tokens: readonly JudgedToken[], endedMs: number): Findings["time"] {
  const sound = tokens.filter((token) => token.sound && token.of === "manifest");
  const best = sound.find((token) => token.root !== null) ?? sound[0];
  if (!best) return { proved: false, detail: tokens.length === 0 ? "no time stamp yet" : "no sound time stamp" };
  const at = new Date(best.token.genTimeMs).toISOString();
  const days = Math.floor((best.token.genTimeMs - endedMs) / 86_400_000);
  const late = !(days >= 1) ? "" : ` (${days} days after the visit: for that time the stamp proves nothing)`;
  const by = `${best.token.message.signer.name}${best.root ? `, under ${best.root.name}` : ", which nobody pinned"}`;
  return { proved: best.root !== null, detail: `existed at ${at}${late}, says ${by}` };
}
