// Promises a filter from any address: what is not one of the known words is left out.
import type { QueueFilter } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";

const oneOf = <T extends string>(table: Record<T, string>, value: unknown): T | undefined =>
  typeof value === "string" && value in table ? (value as T) : undefined;

// Numbers in an address come parsed: "123" is what the person typed.
const text = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) || undefined : undefined;

const listOf = (table: Record<string, string>, value: unknown) =>
  typeof value === "string"
    ? value
        .split(",")
        .filter((one) => one in table)
        .join(",") || undefined
    : undefined;

const f = t.triage.facets;

export function readFilter(search: Record<string, unknown>): QueueFilter {
  return {
    status: oneOf(t.status, search.status) ?? "new",
    category: oneOf(t.category, search.category),
    notCategory: listOf(t.category, search.notCategory),
    verdict: oneOf(t.verdict, search.verdict),
    notVerdict: oneOf(t.verdict, search.notVerdict),
    severity: oneOf(f.severity, search.severity),
    notSeverity: oneOf(f.severity, search.notSeverity),
    age: oneOf(f.age, search.age),
    notAge: oneOf(f.age, search.notAge),
    state: oneOf(f.state, search.state),
    notState: oneOf(f.state, search.notState),
    inCase: oneOf(f.inCase, search.inCase),
    sort: oneOf(f.sort, search.sort),
    host: text(search.host),
    notHost: text(search.notHost),
    rule: text(search.rule),
    notRule: text(search.notRule),
    operator: text(search.operator),
    notOperator: text(search.notOperator),
    q: text(search.q),
    notQ: text(search.notQ),
  };
}

/** Whether anything but the status and the order narrows the list. */
export function isNarrowed({ status: _status, sort: _sort, ...rest }: QueueFilter): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

/** The same filter in the same words, whatever the order in which it was put together. */
export const filterKey = (filter: QueueFilter): string =>
  Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");
