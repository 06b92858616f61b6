// Promises everything that detection may know about a page besides its document; each part is gathered by a file of its own.
import { now } from "#core/clock.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import type { Page } from "#core/nouns/page.ts";
import type { CaptureRow } from "#core/records/capture.ts";
import type { PageRow } from "#core/records/page.ts";
import type { TargetRow } from "#core/records/target.ts";
import type { DetectionContext } from "#detection/detect.ts";
import { findCopies } from "./copies.ts";
import { facesFor } from "./faces.ts";
import type { House } from "./house.ts";
import { operatorsFor } from "./operators.ts";
import { picturesFor } from "./pictures.ts";
import { labelsOf } from "./rules/labels.ts";
import { seenLicencesFor } from "./seen-licences.ts";

/** Where the page comes from: a visit of a scan, or the files of a capture in `dir`. */
export type ObservedFrom = { visit: PageRow } | { capture: CaptureRow; bundle: Bundle; dir: string };

export interface Observed {
  target: TargetRow | null;
  page: Page;
  from: ObservedFrom;
}

/** Gathers the context of one judgement. A part that cannot be gathered is left out and logged, never guessed. */
export async function observe(house: House, observed: Observed): Promise<DetectionContext> {
  const { target, page, from } = observed;
  const { vantage } = "visit" in from ? from.visit : from.capture;
  const faces = await facesFor(house.database.pool, from);
  const labels = await labelsOf(house.database.pool, page.finalUrl, now());
  const copies = await findCopies(house, { target, page, from });
  const seenLicences = await seenLicencesFor(house, { page });
  const known = { kind: target?.kind ?? "site", vantage, labels, seenLicences, ...copies, ...(faces ? { faces } : {}) };
  const pictures = await picturesFor(house, observed, known);
  const operators = await operatorsFor(house, observed, pictures);
  return { ...known, ...(pictures ? { pictures } : {}), ...(operators ? { operators } : {}) };
}
