// Promises figures as officials read them: grouped by dots, changes with their sign, days as day/month/year.
import { t } from "../../i18n/messages.ts";

const numbers = new Intl.NumberFormat("vi-VN");

export const sayNumber = (n: number) => numbers.format(n);
export const sayAmount = (n: number) => (n === 0 ? "" : numbers.format(n));

/** "+3 (+50 %)"; "" where there is nothing to compare with. */
export function sayChange(now: number, before: number | undefined): string {
  if (before === undefined) return "";
  const step = now - before;
  const sign = step > 0 ? "+" : step < 0 ? "−" : "";
  const share = before === 0 ? "" : ` (${sign}${numbers.format(Math.round((Math.abs(step) / before) * 1000) / 10)} %)`;
  return `${sign}${numbers.format(Math.abs(step))}${share}`;
}

export const sayFigure = (name: string, label: string) => t.reports.figures[name] ?? label;
