// Promises the dates of a folded text as footers write them, each as an ISO day with its place.

export interface FoundDate {
  /** yyyy-mm-dd. */
  iso: string;
  /** Offsets into the folded text. */
  start: number;
  end: number;
}

const gap = "\\s{0,3}";
const separator = `${gap}[/.\\-]${gap}`;
const months =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const monthKeys = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Groups: d m y | d m y (words) | y m d | d month y | month d y. Bounded repetitions only: linear. */
const dated = new RegExp(
  [
    `(?<![\\d/])(\\d{1,2})${separator}(\\d{1,2})${separator}(\\d{4}|\\d{2})(?!\\d)`,
    `(?<!\\d)(\\d{1,2})${gap}(?:thang)${gap}(\\d{1,2})${gap},?${gap}(?:nam|/|-)${gap}(\\d{4})(?!\\d)`,
    `(?<!\\d)(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)`,
    `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?${gap}(?:of )?(${months})\\.?,?${gap}(\\d{4})(?!\\d)`,
    `\\b(${months})\\.?${gap}(\\d{1,2})(?:st|nd|rd|th)?,?${gap}(\\d{4})(?!\\d)`,
  ].join("|"),
  "g",
);

function isoDay(year: number, month: number, day: number): string | null {
  const full = year < 100 ? 2000 + year : year;
  if (full < 1990 || full > 2100 || month < 1 || month > 12 || day < 1) return null;
  if (day > new Date(Date.UTC(full, month, 0)).getUTCDate()) return null;
  return `${full}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

const monthOf = (word: string) => monthKeys.indexOf(word.slice(0, 3)) + 1;

/** Dates in the order of the text; a day that no calendar has ("31/02/2019") is left out. */
export function findDates(folded: string): FoundDate[] {
  const found: FoundDate[] = [];
  for (const m of folded.matchAll(dated)) {
    const n = (i: number) => Number(m[i]);
    let iso: string | null = null;
    if (m[1]) iso = isoDay(n(3), n(2), n(1));
    else if (m[4]) iso = isoDay(n(6), n(5), n(4));
    else if (m[7]) iso = isoDay(n(7), n(8), n(9));
    else if (m[10]) iso = isoDay(n(12), monthOf(m[11]!), n(10));
    else if (m[13]) iso = isoDay(n(15), monthOf(m[13]), n(14));
    if (iso) found.push({ iso, start: m.index, end: m.index + m[0].length });
  }
  return found;
}
