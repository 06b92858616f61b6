// Promises when a term ends: hours to the minute, days at the end of a Vietnamese day, working days past every day off that is known.
import type { Holiday, LawTerm } from "../nouns/law.ts";

const dayMs = 86_400_000;
const vietnamMs = 7 * 3_600_000;

/** The day it is in Vietnam (GMT+7), yyyy-mm-dd. */
export const vietnamDay = (at: Date): string => new Date(at.getTime() + vietnamMs).toISOString().slice(0, 10);

/** The last second of that day in Vietnam. */
export const endOfVietnamDay = (day: string): Date => new Date(Date.parse(day) + dayMs - vietnamMs - 1000);

const addDays = (day: string, count: number) => new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);

/** The same day so many months later; the month's last where it has no such day. */
function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0));
  const chosen = Math.min(date, last.getUTCDate());
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), chosen)).toISOString().slice(0, 10);
}

/** How rows marked "?" are read: `strict` gives the earliest end (no unverified day off counts), `lenient` the latest. */
type Reading = "strict" | "lenient";
type Days = ReadonlyMap<string, Holiday["kind"]>;

function readDays(holidays: readonly Holiday[], reading: Reading): Days {
  const unsure: Holiday["kind"] = reading === "strict" ? "make-up-working" : "off";
  return new Map(holidays.filter((h) => h.mark !== "?" || h.kind === unsure).map((h) => [h.day, h.kind]));
}

function isWorking(day: string, days: Days): boolean {
  const kind = days.get(day);
  if (kind) return kind === "make-up-working";
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** Whether people work on that day, days off marked "?" not counted. */
export const isWorkingDay = (day: string, holidays: readonly Holiday[]): boolean =>
  isWorking(day, readDays(holidays, "strict"));

function nextWorkingDay(day: string, days: Days): string {
  let at = day;
  while (!isWorking(at, days)) at = addDays(at, 1);
  return at;
}

type Length = Pick<LawTerm, "amount" | "unit" | "movesOn">;

function endDay({ amount, unit, movesOn }: Length & { amount: number }, from: string, days: Days): string {
  if (unit === "working-days") {
    let at = from;
    for (let left = amount; left > 0; left--) at = nextWorkingDay(addDays(at, 1), days);
    return at;
  }
  const end = unit === "days" ? addDays(from, amount) : addMonths(from, unit === "years" ? amount * 12 : amount);
  return movesOn ? nextWorkingDay(end, days) : end;
}

export interface Due {
  /** The earliest end: days off that are not verified do not put it off. */
  at: Date;
  /** The end if the unverified days off are confirmed. */
  latest: Date;
  /** Years of the span without any holiday row: the end may be later than told. */
  yearsWithoutHolidays: number[];
}

/**
 * The end of a term that starts with an event at `from`. The event's own day does not count; an end on a day off moves to the next working
 * day where the term moves on (Civil Code 2015 articles 147 and 148). Null for a term without a length.
 */
export function dueAt(term: Length, from: Date, holidays: readonly Holiday[]): Due | null {
  const { amount, unit, movesOn } = term;
  if (amount === null || unit === null) return null;
  if (unit === "hours") {
    const at = new Date(from.getTime() + amount * 3_600_000);
    return { at, latest: at, yearsWithoutHolidays: [] };
  }
  const start = vietnamDay(from);
  const end = (reading: Reading) => endDay({ amount, unit, movesOn }, start, readDays(holidays, reading));
  const [first, last] = [end("strict"), end("lenient")];
  const known = new Set(holidays.map((h) => h.day.slice(0, 4)));
  const years: number[] = [];
  if (unit === "working-days" || movesOn)
    for (let year = Number(start.slice(0, 4)); year <= Number(last.slice(0, 4)); year++)
      if (!known.has(String(year))) years.push(year);
  return { at: endOfVietnamDay(first), latest: endOfVietnamDay(last), yearsWithoutHolidays: years };
}

/** The next time that a yearly date comes, counted from `today`: the last second in which it may still be done. */
export function nextYearly(term: Pick<LawTerm, "monthDay" | "isBefore">, today: string): Date | null {
  if (!term.monthDay) return null;
  const last = (year: number) => addDays(`${year}-${term.monthDay}`, term.isBefore ? -1 : 0);
  const year = Number(today.slice(0, 4));
  return endOfVietnamDay(last(year) >= today ? last(year) : last(year + 1));
}
