// Promises that a finding says what the sealed capture shows, and says so where the capture shows less than the scan saw.
import type { Db } from "#core/db/sql.ts";
import { hidesPersonalData, maskPersonalData, maskSignals } from "#core/mask.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import type { Category } from "#core/nouns/category.ts";
import type { CategoryResult, Detection } from "#core/nouns/signal.ts";
import type { CaptureRow } from "#core/records/capture.ts";
import type { ScanId } from "#core/id.ts";
import { linkContrasts, raiseFinding } from "#core/records/finding.ts";
import { selectAndLockScan } from "#core/records/scan.ts";
import type { TargetRow } from "#core/records/target.ts";

export interface RaiseInput {
  target: TargetRow;
  capture: CaptureRow;
  bundle: Bundle;
  /** What the scan visit showed. */
  seen: Detection | null;
  /** What the captured bytes show. */
  captured: Detection | null;
}

/** Verdict and signals of one category: the captured bytes decide; what they do not reproduce stays at review (house law 1). */
export function weigh(
  seen: CategoryResult | undefined,
  captured: CategoryResult | undefined,
): { verdict: "flag" | "review"; result: CategoryResult; reproduced: boolean } | null {
  if (captured && captured.verdict !== "none") return { verdict: captured.verdict, result: captured, reproduced: true };
  if (seen && seen.verdict !== "none") return { verdict: "review", result: seen, reproduced: false };
  return null;
}

export async function raiseFindings(tx: Db, { target, capture, bundle, seen, captured }: RaiseInput): Promise<void> {
  const names = new Set([
    ...Object.keys(seen?.categories ?? {}),
    ...Object.keys(captured?.categories ?? {}),
  ]) as Set<Category>;
  // A title that offers people's data offers it in the other findings of this page too.
  const weighedData = weigh(seen?.categories.personal_data, captured?.categories.personal_data);
  const title = weighedData ? maskPersonalData(bundle.title) : bundle.title;
  for (const category of names) {
    const weighed = weigh(seen?.categories[category], captured?.categories[category]);
    if (!weighed) continue;
    await raiseFinding(tx, {
      targetId: target.id,
      category,
      url: bundle.finalUrl,
      host: new URL(bundle.finalUrl).hostname,
      vantage: capture.vantage,
      title,
      verdict: weighed.verdict,
      score: weighed.result.score,
      signals: hidesPersonalData(category) ? maskSignals(weighed.result.signals) : weighed.result.signals,
      reproduced: weighed.reproduced,
      captureId: capture.id,
    });
  }
}

/** Both faces of an address belong to the finding; of two seals at once the later one, behind the scan's lock, sees both. */
export async function linkFaces(tx: Db, scanId: ScanId): Promise<void> {
  await selectAndLockScan(tx, scanId);
  await linkContrasts(tx, scanId);
}
