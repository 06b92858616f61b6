// Promises the dated licence lines of a page's foot in the shape that later scans compare with.
import type { SeenLicence } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import { readFoot } from "./foot.ts";
import { parseImprint } from "./imprint.ts";
import { parseLicences } from "./parse.ts";

export type PageLicence = Pick<SeenLicence, "number" | "suffix" | "series" | "issuedOn" | "owner">;

const kept = new Set(["press", "aggregator", "icp", "social", "unknown"]);
const mostLines = 8;

/** Lines without symbol or date are left out: nothing can be compared with them. */
export function licencesOf(page: Page): PageLicence[] {
  if (page.condition !== "content") return [];
  const { start, end } = readFoot(page, { kind: "site" });
  const foot = page.text.slice(start, end);
  const lines = parseLicences(foot).filter((l) => kept.has(l.kind) && l.series !== "" && l.issuedOn !== null);
  if (lines.length === 0) return [];
  const imprint = parseImprint(foot);
  const owner = imprint.governing?.text ?? imprint.owner?.text ?? null;
  return lines
    .slice(0, mostLines)
    .map(({ number, suffix, series, issuedOn }) => ({ number, suffix, series, issuedOn, owner }));
}
