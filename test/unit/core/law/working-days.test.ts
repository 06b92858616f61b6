// Promises that terms end when Vietnamese law says: the event's day not counted, never on a day off, later starts never end earlier.
import { expect, test } from "vitest";
import { dueAt, endOfVietnamDay, isWorkingDay, nextYearly, vietnamDay } from "#core/law/working-days.ts";
import { readShippedLaw } from "#core/law/ship-law.ts";
import type { Holiday } from "#core/nouns/law.ts";

const holiday = (day: string, kind: Holiday["kind"] = "off", mark: Holiday["mark"] = "2"): Holiday => ({
  id: day,
  series: day,
  day,
  name: "ngày thử",
  kind,
  note: "",
  source: "bài thử",
  mark,
});
const working = (amount: number) => ({ amount, unit: "working-days", movesOn: true }) as const;
const at = (day: string, time = "09:00:00") => new Date(`${day}T${time}+07:00`);
const end = (due: ReturnType<typeof dueAt>) => due && [vietnamDay(due.at), vietnamDay(due.latest)];

test("the day of the event does not count, a weekend neither", () => {
  expect(end(dueAt(working(2), at("2026-11-19"), []))).toEqual(["2026-11-23", "2026-11-23"]);
  expect(end(dueAt(working(1), at("2026-11-20", "23:59:00"), []))?.[0]).toBe("2026-11-23");
  expect(dueAt(working(2), at("2026-11-19"), [])?.at.toISOString()).toBe("2026-11-23T16:59:59.000Z");
});

test("the day is Vietnam's: an event at 18:00 UTC is on the next day", () => {
  expect(vietnamDay(new Date("2026-11-19T18:00:00Z"))).toBe("2026-11-20");
  expect(end(dueAt(working(1), new Date("2026-11-19T18:00:00Z"), []))?.[0]).toBe("2026-11-23");
});

test("days off are passed over, a Saturday that is worked to make up counts", () => {
  const holidays = [holiday("2026-04-30"), holiday("2026-05-01"), holiday("2026-05-02", "make-up-working")];
  expect(end(dueAt(working(1), at("2026-04-29"), holidays))?.[0]).toBe("2026-05-02");
  expect(end(dueAt(working(2), at("2026-04-29"), holidays))?.[0]).toBe("2026-05-04");
});

test("a day off that is not verified puts no deadline off: the earliest end is kept, the latest is told beside it", () => {
  const holidays = [
    holiday("2026-09-02"),
    holiday("2026-09-01", "off", "?"),
    holiday("2026-08-29", "make-up-working", "?"),
  ];
  expect(end(dueAt(working(2), at("2026-08-28"), holidays))).toEqual(["2026-08-31", "2026-09-03"]);
});

test("hours run through nights and days off; 24 h is to the minute", () => {
  const due = dueAt({ amount: 24, unit: "hours", movesOn: true }, at("2026-05-01", "17:30:00"), [
    holiday("2026-05-02"),
  ]);
  expect(due?.at).toEqual(at("2026-05-02", "17:30:00"));
});

test("a year ends on the same day, on the last of February after a leap day, and moves on only where the term does", () => {
  const year = (movesOn: boolean) => ({ amount: 1, unit: "years", movesOn }) as const;
  expect(end(dueAt(year(false), at("2028-02-29"), []))?.[0]).toBe("2029-02-28");
  expect(end(dueAt(year(false), at("2025-11-22"), []))?.[0]).toBe("2026-11-22"); // a Sunday
  expect(end(dueAt(year(true), at("2025-11-22"), []))?.[0]).toBe("2026-11-23");
  expect(end(dueAt({ amount: 1, unit: "months", movesOn: false }, at("2026-01-31"), []))?.[0]).toBe("2026-02-28");
});

test("years without any holiday row are named, and a term of unknown length has no end", () => {
  expect(dueAt(working(3), at("2030-12-30"), [holiday("2030-01-01")])?.yearsWithoutHolidays).toEqual([2031]);
  expect(dueAt({ amount: null, unit: null, movesOn: true }, at("2026-01-05"), [])).toBeNull();
});

test("a yearly date comes again the next year; what must be done before a day ends on the day before", () => {
  const day = (monthDay: string, isBefore: boolean, today: string) =>
    vietnamDay(nextYearly({ monthDay, isBefore }, today)!);
  expect(day("11-27", false, "2026-11-22")).toBe("2026-11-27");
  expect(day("11-25", true, "2026-11-24")).toBe("2026-11-24");
  expect(day("11-25", true, "2026-11-25")).toBe("2027-11-24");
});

test("over every start of two years and every small length: never due on a day off, never earlier for a later start, one day more never less", () => {
  const { holidays } = readShippedLaw();
  let previous: number[] = [];
  for (let t = Date.parse("2026-01-01"); t < Date.parse("2027-12-01"); t += 86_400_000 / 2) {
    const from = new Date(t);
    const dues = Array.from({ length: 12 }, (_, i) => dueAt(working(i + 1), from, holidays)!);
    const ends = dues.map((due) => due.at.getTime());
    for (const [i, due] of dues.entries()) {
      expect(isWorkingDay(vietnamDay(due.at), holidays)).toBe(true);
      expect(due.at.getTime()).toBeGreaterThan(t);
      expect(due.latest.getTime()).toBeGreaterThanOrEqual(due.at.getTime());
      expect(due.at).toEqual(endOfVietnamDay(vietnamDay(due.at)));
      expect(ends[i]).toBeGreaterThanOrEqual(previous[i] ?? 0);
      if (i > 0) expect(ends[i]).toBeGreaterThan(ends[i - 1]!);
    }
    previous = ends;
  }
});
