// Promises that a day is Vietnam's day, whatever the machine's own time zone.
import { expect, test } from "vitest";
import { showDay } from "#core/vietnam-time.ts";

test.each([
  ["2026-11-22T16:59:59Z", "22/11/2026"],
  ["2026-11-22T17:00:00Z", "23/11/2026"],
  ["2026-01-05", "05/01/2026"],
  ["không rõ", "không rõ"],
])("%s is shown as %s", (at, day) => {
  expect(showDay(at)).toBe(day);
});
