// Promises the law's words on the screen: days, amounts, validity, and the mark of how far a row was checked, never by colour alone.
import type { LawTable } from "../../../api/law.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { sayDay } from "../../ui/days.ts";

const number = new Intl.NumberFormat("vi-VN");
/** `40.000.000 đồng`. */
export const sayMoney = (amount: number): string => `${number.format(amount)} đồng`;
export const sayBracket = ({ from, to }: { from: number; to: number }): string =>
  `${number.format(from)} – ${sayMoney(to)}`;

export function sayValidity(row: { effectiveFrom: string | null; effectiveTo: string | null }): string {
  const parts = [
    row.effectiveFrom ? t.law.from(sayDay(row.effectiveFrom)) : "",
    row.effectiveTo ? t.law.until(sayDay(row.effectiveTo)) : "",
  ].filter(Boolean);
  return parts.join(" ") || t.law.noDates;
}

type Mark = keyof typeof t.law.marks;
export const isUnverified = (mark: string): boolean => mark === "K" || mark === "?";

export function MarkBadge({ mark }: { mark: Mark }) {
  return (
    <Badge tone={isUnverified(mark) ? "warn" : "plain"}>
      {isUnverified(mark) ? "⚠ " : ""}
      {t.law.marks[mark]}
    </Badge>
  );
}

/** How long a term is: `3 ngày làm việc`, `trước 25/11`. */
export function sayTerm(row: {
  amount: number | null;
  unit: string | null;
  monthDay: string | null;
  isBefore: boolean;
}) {
  if (row.monthDay) {
    const day = row.monthDay.split("-").toReversed().join("/");
    return row.isBefore ? t.law.before(day) : t.law.onDay(day);
  }
  return row.amount && row.unit
    ? `${row.amount} ${t.law.units[row.unit as keyof typeof t.law.units]}`
    : t.law.noLimitation;
}

export const tableNames: readonly LawTable[] = [
  "articles",
  "instruments",
  "competences",
  "terms",
  "holidays",
  "agencies",
];
