// Promises a capture told without personal data in its words where personal data is what was offered; the sealed bytes stay as they are.
import { maskPersonalData, maskSignals } from "#core/mask.ts";
import type { Detection } from "#core/nouns/signal.ts";
import type { DossierCapture } from "./dossier-facts.ts";

/** Whether the capture is proposed as a trade in personal data. */
export const offersPersonalData = (detection: Detection | null): boolean =>
  (detection?.categories.personal_data?.verdict ?? "none") !== "none";

/** For the documents of a package: title, sentences and quoted words of every category masked. */
export function maskCapture(capture: DossierCapture): DossierCapture {
  const { detection, facts } = capture;
  if (detection === null || !offersPersonalData(detection)) return capture;
  const categories = Object.fromEntries(
    Object.entries(detection.categories).map(([name, result]) => [
      name,
      { ...result, signals: maskSignals(result.signals) },
    ]),
  );
  return {
    ...capture,
    facts: { ...facts, title: maskPersonalData(facts.title) },
    detection: { ...detection, categories },
  };
}
