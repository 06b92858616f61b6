// Promises what a manifest's own rows say of completeness and agreement, counted again and not taken from its summary.
import type { Findings } from "./claims.ts";
import { quote, type Report } from "./report.ts";
import { asFields, asList, type Fields, plainText } from "./strict-json.ts";

const part = "evidence/manifest.json";

/** Adds a failing check only where the manifest contradicts itself; a capture that says of itself that it is partial is sound. */
export function completenessOf(manifest: Fields, revisits: { missing: number }, report: Report): Findings["complete"] {
  const rows = rowsOf(manifest);
  const reasons: string[] = [];
  const problems: string[] = [];
  for (const row of rows) {
    const url = quote(plainText(row.url));
    const outcome = plainText(row.outcome);
    if (!["recorded", "blocked", "failed"].includes(outcome)) problems.push(`${part}: ${url} has no outcome`);
    if (outcome === "recorded" && (row.answerRecord ?? null) === null)
      reasons.push(`${url} is called recorded, without a record`);
    if (outcome === "failed" && plainText(row.outcomeReason) === "") reasons.push(`${url} failed without a reason`);
    if (plainText(row.truncated) !== "") reasons.push(`${url} is cut short (${plainText(row.truncated)})`);
  }
  if (manifest.status !== "captured") reasons.push(`the capture ended as ${quote(plainText(manifest.status))}`);
  for (const value of asList(manifest.notCaptured ?? [], `${part}: notCaptured`)) {
    const row = asFields(value, `${part}: notCaptured`);
    reasons.push(`${quote(plainText(row.what))}: ${quote(plainText(row.why))}`);
  }
  const witnesses = manifest.witnesses ? asFields(manifest.witnesses, `${part}: witnesses`) : null;
  const unseen = witnesses ? asList(witnesses.onlyInNetlog, `${part}: onlyInNetlog`).length : 0;
  if (unseen > 0) reasons.push(`${unseen} requests stand in the network log alone`);
  if (!manifest.netlog) reasons.push("no network log was kept that would show a request nobody recorded");
  if (revisits.missing > 0) reasons.push(`${revisits.missing} contents stand in earlier packages that are not here`);
  report.list(
    "complete.outcomes",
    problems,
    `${rows.length} requests are recorded, blocked or failed with their reason`,
  );
  const more = reasons.length > 5 ? `; and ${reasons.length - 5} more` : "";
  return reasons.length === 0
    ? { proved: true, detail: `all ${rows.length} requests that the sealed manifest names are accounted for` }
    : { proved: false, detail: reasons.slice(0, 5).join("; ") + more };
}

export function agreementOf(manifest: Fields): Findings["agreement"] {
  const witnesses = manifest.witnesses ? asFields(manifest.witnesses, `${part}: witnesses`) : null;
  if (!witnesses || !manifest.netlog) return { proved: false, detail: "no network log was kept" };
  const verdicts = rowsOf(manifest).map((row) => (row.netlog ? plainText(asFields(row.netlog, part).verdict) : ""));
  const count = (...wanted: string[]) => verdicts.filter((verdict) => wanted.includes(verdict)).length;
  const [agree, differ, unseen] = [count("agrees", "agrees-decoded"), count("differs"), count("unseen")];
  const isSame = witnesses.agree === agree && witnesses.differ === differ && witnesses.unseen === unseen;
  const detail = `by the sealed manifest, network log and DevTools agree on ${agree} exchanges, differ on ${differ}, ${unseen} unseen`;
  if (!isSame) return { proved: false, detail: `${detail}; the manifest's summary counts otherwise` };
  return { proved: differ === 0 && unseen === 0 && agree > 0, detail };
}

function rowsOf(manifest: Fields): Fields[] {
  return asList(manifest.exchanges, `${part}: exchanges`)
    .map((row) => asFields(row, `${part}: exchanges`))
    .filter((row) => row.phase !== "scan");
}
