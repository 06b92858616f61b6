// Promises the rule for which captures a second, clean browser looks again: by what the page's detection proposed, never on demand.
import type { Settings } from "#core/config.ts";
import type { Detection } from "#core/nouns/signal.ts";

/** `detection` is that of the scanned page that asked for the capture; null for a capture that a person asked for. */
export function wantsSecondLook(policy: Settings["VONGGAC_SECOND_LOOK"], detection: Detection | null): boolean {
  if (policy === "off" || detection === null) return false;
  return Object.values(detection.categories).some(
    ({ verdict }) => verdict === "flag" || (policy === "review" && verdict === "review"),
  );
}
