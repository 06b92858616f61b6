// Promises the closed list of ways in which a template may write a value.
import { amountWords, numberFigures } from "./amount-words.ts";
import { inGroups } from "./dossier-facts.ts";
import { dateShort, dateWords, momentShort, momentWords } from "./vietnamese-time.ts";

const whole = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

const filters: Readonly<Record<string, (text: string) => string>> = {
  ngay: dateWords,
  ngay_ngan: dateShort,
  luc: (text) => (isDay(text) ? dateWords(text) : momentWords(text)),
  luc_ngan: (text) => (isDay(text) ? dateShort(text) : momentShort(text)),
  dong: (text) => (whole(text) === null ? text : amountWords(whole(text)!)),
  so: (text) => (whole(text) === null ? text : numberFigures(whole(text)!)),
  hoa: (text) => text.toLocaleUpperCase("vi"),
  bam: inGroups,
};

export const filterNames: readonly string[] = Object.keys(filters);

/** A value that is not of the filter's kind comes back as it is: what was typed by hand is never lost. */
export function applyFilter(name: string, text: string): string {
  return name ? filters[name]!(text) : text;
}
