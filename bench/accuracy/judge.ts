// Promises each sample judged once: what the machine said beside what a person had called it.
import { categories, type Category, type Verdict } from "#core/nouns/category.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { detect } from "#detection/detect.ts";
import type { Knowledge } from "#detection/knowledge.ts";
import { foldText } from "#detection/text/letters.ts";
import { expectationOf, type Expectation } from "./expectations.ts";
import { pageOf, type Reading, type Sample } from "./read-folder.ts";

export interface Judged {
  sample: Sample;
  page: Page;
  expected: Expectation;
  detection: Detection;
  verdicts: Record<Category, Verdict>;
  /** What is wrong with the outcome, in words; empty when nothing is. */
  faults: string[];
  tookMs: number;
}

export function judgeSample(sample: Sample, knowledge: Knowledge, reading: Reading): Judged {
  const startedAt = performance.now();
  const page = pageOf(sample, reading);
  const detection = detect(page, knowledge, { kind: sample.kind });
  const tookMs = performance.now() - startedAt;
  const verdicts = Object.fromEntries(categories.map((c) => [c, detection.categories[c]?.verdict ?? "none"])) as Record<
    Category,
    Verdict
  >;
  const expected = expectationOf(sample.label);
  const faults = expected.unjudged ? [] : findFaults({ expected, verdicts, detection, knowledge });
  return { sample, page, expected, detection, verdicts, faults, tookMs };
}

function findFaults({
  expected,
  verdicts,
  detection,
  knowledge,
}: Pick<Judged, "expected" | "verdicts" | "detection"> & { knowledge: Knowledge }): string[] {
  const faults: string[] = [];
  for (const category of categories) {
    const isAsked = expected.wanted.includes(category) || expected.allowed.includes(category);
    if (verdicts[category] === "flag" && !isAsked) faults.push(`${category} flagged`);
  }
  if (expected.wanted.length > 0 && expected.wanted.every((c) => verdicts[c] === "none"))
    faults.push(`${expected.wanted.join(" or ")} missed`);
  if (expected.borrowed && !namesBorrowing(detection)) faults.push("borrowed licence not named as such");
  if (expected.brand && verdicts.impersonation !== "none" && !namesBrand(detection, expected.brand, knowledge))
    faults.push(`another brand than ${expected.brand}`);
  return faults;
}

/** Rules that say that a licence is somebody else's. */
const borrowing = /^lic\.(?:borrowed|foreign|owner|reused|copied)/;

export function namesBorrowing(detection: Detection): boolean {
  return detection.categories.unlicensed_news?.signals.some((s) => borrowing.test(s.rule)) ?? false;
}

/** The label's brand as a card that it can mean, and a sentence that names that card. */
function namesBrand(detection: Detection, label: string, { brands }: Knowledge): boolean {
  const key = foldText(label).replace(/[^a-z0-9]/g, "");
  const meant = brands.cards.filter((card) =>
    [card.brand, ...card.aliases, ...card.domains].some((name) =>
      foldText(name)
        .replace(/[^a-z0-9]/g, "")
        .includes(key),
    ),
  );
  const names = meant.flatMap((card) => [card.brand, ...card.aliases]);
  const said = detection.categories.impersonation?.signals.map((s) => s.say).join(" ") ?? "";
  return names.some((name) => said.includes(name));
}
