// Promises the periods of reports: a schedule's own in a year, the one to compare with, and what is due when.
import type { Compare, Period } from "../nouns/report.ts";

const dayMs = 86_400_000;
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);

/** 29 February becomes 28 where the year has none. */
function inYear(year: number, monthDay: string): string {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return `${year}-${monthDay === "02-29" && !leap ? "02-28" : monthDay}`;
}

/** The period of a schedule whose report is due in `year`; it starts a year earlier where its first day stands after its last one. */
export function periodOfYear(schedule: { periodFrom: string; periodTo: string }, year: number): Period {
  const startYear = schedule.periodFrom > schedule.periodTo ? year - 1 : year;
  return { from: inYear(startYear, schedule.periodFrom), to: inYear(year, schedule.periodTo) };
}

export const dueOfYear = (schedule: { dueOn: string }, year: number): string => inYear(year, schedule.dueOn);

/** `last-year`: the same days a year earlier. `before`: as many days, directly before. Null for `none`. */
export function comparePeriod({ from, to }: Period, compare: Compare): Period | null {
  if (compare === "none") return null;
  if (compare === "last-year") {
    const back = (day: string) => inYear(Number(day.slice(0, 4)) - 1, day.slice(5));
    // A period to the end of February is compared with one to the end of February, however long it was.
    const isMonthEnd = to.slice(5, 7) === "02" && dayOf(utc(to) + dayMs).endsWith("-03-01");
    return { from: back(from), to: isMonthEnd ? dayOf(utc(`${Number(to.slice(0, 4)) - 1}-03-01`) - dayMs) : back(to) };
  }
  const days = (utc(to) - utc(from)) / dayMs + 1;
  return { from: dayOf(utc(from) - days * dayMs), to: dayOf(utc(from) - dayMs) };
}
