// Promises the list's filter as it stands in the address; what is not a filter is left out.
import type { CaseListFilter, CaseSource, CaseState } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";

const word = (value: unknown, table: object): string | undefined =>
  typeof value === "string" && value in table ? value : undefined;
const day = (value: unknown) => (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined);
const isOn = (value: unknown) => (value === "1" || value === 1 || value === true ? ("1" as const) : undefined);

export function readCaseFilter(search: Record<string, unknown>): CaseListFilter {
  const q = typeof search.q === "string" || typeof search.q === "number" ? String(search.q).slice(0, 200) : "";
  const filter: CaseListFilter = {
    state: word(search.state, t.cases.state) as CaseState | undefined,
    category: word(search.category, t.category) as CaseListFilter["category"],
    source: word(search.source, t.cases.source) as CaseSource | undefined,
    assigned:
      typeof search.assigned === "string" && /^(me|[0-9a-f-]{36})$/.test(search.assigned) ? search.assigned : undefined,
    overdue: isOn(search.overdue),
    open: isOn(search.open),
    from: day(search.from),
    to: day(search.to),
    q: q || undefined,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as CaseListFilter;
}
