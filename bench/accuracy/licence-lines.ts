// Promises how many lines that look like a licence number were read as one, over the visible text of all pages.
import { parseLicences } from "#detection/licence/parse.ts";
import type { Judged } from "./judge.ts";
import { shareOf, type Share } from "./tally.ts";

/** A digit group, a slash and the letters of a licence, however they are spaced: wider than any parser should be. */
const looksLike =
  /\d{1,5}\s{0,3}(?:\/\s{0,3}\d{4}\s{0,3})?\/\s{0,3}(?:GP|GXN|GPTL|GCN)\s{0,3}[-–—−./]\s{0,3}\p{Lu}{2}/giu;

export interface LicenceLines {
  parsed: Share;
  /** Lines with number but no date and no issuer. */
  bare: number;
  missed: string[];
}

export function measureLicenceLines(judged: Judged[]): LicenceLines {
  const seen = new Set<string>();
  const missed: string[] = [];
  let bare = 0;
  let hits = 0;
  for (const { page, sample } of judged) {
    const text = page.text.normalize("NFC");
    const lines = parseLicences(text);
    for (const match of text.matchAll(looksLike)) {
      const around = text
        .slice(Math.max(0, match.index - 60), match.index + 90)
        .replace(/\s+/g, " ")
        .trim();
      if (seen.has(around)) continue;
      seen.add(around);
      const line = lines.find((l) => l.span.start < match.index + match[0].length && l.span.end > match.index);
      if (!line) missed.push(`${sample.name}: ${around}`);
      else {
        hits += 1;
        if (!line.issuedOn && !line.issuer) bare += 1;
      }
    }
  }
  return { parsed: shareOf(hits, seen.size), bare, missed };
}
