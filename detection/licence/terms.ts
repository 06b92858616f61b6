// Promises how long a licence may last and when its issuer existed, from data with dates (law is data: terms.json).
import { readFileSync } from "node:fs";
import { z } from "zod";
import { foldText } from "../text/letters.ts";
import type { LicenceLine } from "./parse.ts";

const Terms = z.object({
  validity: z.array(
    z.object({
      kinds: z.array(z.string()),
      effectiveFrom: z.string(),
      effectiveTo: z.string().nullable(),
      years: z.number(),
      cite: z.string(),
    }),
  ),
  issuers: z.array(
    z.object({
      name: z.string(),
      /** Regular expression over the folded issuer. */
      words: z.string(),
      letters: z.array(z.string()),
      effectiveFrom: z.string(),
      effectiveTo: z.string().nullable(),
      note: z.string(),
    }),
  ),
});
const terms = Terms.parse(JSON.parse(readFileSync(new URL("terms.json", import.meta.url), "utf8")));

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const holds = (entry: { effectiveFrom: string; effectiveTo: string | null }, day: string) =>
  entry.effectiveFrom <= day && (entry.effectiveTo === null || day <= entry.effectiveTo);

/** The longest term that a licence of this kind and day can have, or null where no text sets one. */
export function longestTerm(line: LicenceLine): { years: number; lastDay: string; cite: string } | null {
  const day = [line.issuedOn, ...line.amendedOn]
    .filter((d) => d !== null)
    .toSorted()
    .at(-1);
  if (!day) return null;
  const entry = terms.validity.find((v) => v.kinds.includes(line.kind) && holds(v, day));
  if (!entry) return null;
  const lastDay = line.expiresOn ?? `${Number(day.slice(0, 4)) + entry.years}${day.slice(4)}`;
  return { years: entry.years, lastDay, cite: entry.cite };
}

export function isPastTerm(line: LicenceLine, now: Date): boolean {
  const term = longestTerm(line);
  return term !== null && term.lastDay < dayOf(now);
}

/** Why the line cannot be true as written, in Vietnamese, or null: a day to come, or one on which its issuer did not exist. */
export function impossibleBecause(line: LicenceLine, now: Date): string | null {
  const { issuedOn } = line;
  if (!issuedOn) return null;
  if (issuedOn > dayOf(new Date(now.getTime() + 86_400_000))) return "ngày cấp ghi trên trang là ngày chưa tới";
  const issuer = foldText(line.issuer ?? "").replace(/\s+/g, " ");
  const letters = line.series.split("-")[1] ?? "";
  // The name counts before the letters: letters outlive the office that used them.
  const entry =
    terms.issuers.find((i) => issuer !== "" && new RegExp(i.words).test(issuer)) ??
    (issuer === "" ? terms.issuers.find((i) => i.letters.includes(letters)) : undefined);
  if (!entry || holds(entry, issuedOn)) return null;
  return issuedOn < entry.effectiveFrom
    ? `ngày cấp ghi trên trang có trước khi ${entry.name} được thành lập`
    : `ngày cấp ghi trên trang có sau khi ${entry.name} kết thúc hoạt động`;
}
