// Promises pasted counters read line by line, or the number of the first line that cannot be read.
import type { AddCounters } from "../../../api/reports.ts";

const day = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

function readDay(text: string): string | null {
  const found = day.exec(text.trim());
  if (!found) return null;
  const [, d, m, y] = found as unknown as [string, string, string, string];
  const iso = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? null : iso;
}

/** `name; 01/01/2026; 31/03/2026; 42.000` a line; dots and spaces group digits. */
export function readCounterLines(text: string): { items: AddCounters["items"]; badLine: number | null } {
  const items: AddCounters["items"] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const [name = "", from = "", to = "", value = "", note = ""] = line.split(/[;\t]/).map((part) => part.trim());
    const [fromDay, toDay] = [readDay(from), readDay(to)];
    const digits = value.replace(/[.\s]/g, "");
    if (name.length < 2 || !fromDay || !toDay || toDay < fromDay || !/^\d{1,15}$/.test(digits))
      return { items: [], badLine: i + 1 };
    items.push({ name, fromDay, toDay, value: Number(digits), note });
  }
  return { items, badLine: null };
}
