// Promises a watchlist's filter from any address: what is not one of the known words is left out.
import type { TargetFilter } from "../../../api/targets.ts";
import { t } from "../../i18n/messages.ts";

const oneOf = <T extends string>(table: Record<T, string>, value: unknown): T | undefined =>
  typeof value === "string" && value in table ? (value as T) : undefined;

// Numbers in an address come parsed: "123" is what the person typed.
export const textOf = (value: unknown, most = 200) =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, most) || undefined : undefined;

const kinds = { site: "", account: "" };

export function readWatchFilter(search: Record<string, unknown>): TargetFilter {
  const owner = textOf(search.owner, 36);
  return {
    q: textOf(search.q),
    kind: oneOf(kinds, search.kind),
    state: oneOf(t.watch.state, search.state),
    owner: owner && /^[0-9a-f-]{36}$/.test(owner) ? owner : undefined,
    tag: textOf(search.tag, 60),
    area: textOf(search.area),
  };
}
