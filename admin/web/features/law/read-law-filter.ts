// Promises the law screen's address as its question: tab, search, day and category.
import type { LawTable } from "../../../api/law.ts";

export type LawTab = LawTable | "on" | "deadlines";
export interface LawFilter {
  tab?: LawTab;
  q?: string;
  on?: string;
  all?: "yes";
  conductOn?: string;
  category?: string;
  decidedOn?: string;
}

const tabs: readonly string[] = [
  "on",
  "deadlines",
  "articles",
  "instruments",
  "competences",
  "terms",
  "holidays",
  "agencies",
];
const isDay = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);

/** What the address does not say well is left out. */
export function readLawFilter(search: Record<string, unknown>): LawFilter {
  const filter: LawFilter = {};
  if (typeof search.tab === "string" && tabs.includes(search.tab)) filter.tab = search.tab as LawTab;
  if (typeof search.q === "string" && search.q) filter.q = search.q.slice(0, 200);
  if (isDay(search.on)) filter.on = search.on;
  if (search.all === "yes") filter.all = "yes";
  if (isDay(search.conductOn)) filter.conductOn = search.conductOn;
  if (isDay(search.decidedOn)) filter.decidedOn = search.decidedOn;
  if (typeof search.category === "string" && search.category) filter.category = search.category.slice(0, 60);
  return filter;
}
