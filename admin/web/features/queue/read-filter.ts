// Promises a filter from any address: what is not one of the known words is left out.
import type { QueueFilter } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";

const oneOf = <T extends string>(table: Record<T, string>, value: unknown): T | undefined =>
  typeof value === "string" && value in table ? (value as T) : undefined;

// Numbers in an address come parsed: "123" is what the person typed.
const text = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) || undefined : undefined;

export function readFilter(search: Record<string, unknown>): QueueFilter {
  return {
    status: oneOf(t.status, search.status) ?? "new",
    category: oneOf(t.category, search.category),
    verdict: oneOf(t.verdict, search.verdict),
    host: text(search.host),
    q: text(search.q),
  };
}
