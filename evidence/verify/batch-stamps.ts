// Promises what the stamps of the log's checkpoints prove: when the captures in that log had been sealed.
import type { Findings } from "./claims.ts";
import type { Custody } from "./custody-check.ts";
import { besideIn, type OpenPackage } from "./package-files.ts";
import type { JudgedCapture } from "./packaged-captures.ts";
import type { Report } from "./report.ts";
import { checkTokenTimes, collectTokens, type JudgedToken, judgeTokens } from "./token-files.ts";
import type { Trust } from "./trust.ts";

const folder = "data/chuoi-luu-giu/stamps/";

/** `stamps/<size>.<n>.tsr`, each over the text of a checkpoint that the extract holds, none before what it covers. */
export async function judgeStamps(
  custody: Custody,
  captures: readonly JudgedCapture[],
  pack: OpenPackage,
  trust: Trust | null,
  report: Report,
): Promise<JudgedToken[]> {
  const beside = await besideIn(pack, folder);
  const stems = new Set([...beside.keys()].flatMap((name) => /^(\d+)\.\d+\.tsr$/.exec(name)?.[1] ?? []));
  const judged: JudgedToken[] = [];
  for (const size of stems) {
    const of = `checkpoint:${size}`;
    const tokens = await judgeTokens(
      await collectTokens(size, beside),
      (what) => (what === of ? (custody.notes.get(Number(size)) ?? null) : null),
      trust?.certificates ?? [],
      report,
    );
    for (const capture of captures) {
      const manifest = capture.facts?.manifest?.fields;
      if (manifest && (sealedAs(capture, custody) ?? Infinity) <= Number(size))
        checkTokenTimes(tokens, of, manifest, report);
    }
    judged.push(...tokens);
  }
  return judged;
}

/** A pinned stamp over a tree that holds every capture's entry dates them all, also those without a token of their own. */
export function stampFinding(
  custody: Custody,
  captures: readonly JudgedCapture[],
  stamps: readonly JudgedToken[],
  report: Report,
): Findings["time"] {
  if (captures.length === 0 || report.checks.some(({ name, ok }) => !ok && name.startsWith("custody.")))
    return undefined;
  const last = Math.max(...captures.map((capture) => sealedAs(capture, custody) ?? Infinity));
  const stamp = stamps.find((one) => one.sound && one.root !== null && Number(one.of.split(":")[1]) >= last);
  if (!stamp) return undefined;
  const at = new Date(stamp.token.genTimeMs).toISOString();
  return { proved: true, detail: `in the log that ${stamp.token.message.signer.name} stamped at ${at}` };
}

/** Number of the entry that says that the capture was sealed with these bytes. */
function sealedAs({ captureId, packageSha256 }: JudgedCapture, { entries }: Custody): number | undefined {
  const entry = entries.find(
    (e) => e.act === "capture.sealed" && e.subject === captureId && e.sha256 === packageSha256,
  );
  return entry && Number(entry.seq);
}
