// Promises a filter of tips from any address: what is not one of the known words is left out.
import type { TipFilter } from "../../../api/tips.ts";
import { t } from "../../i18n/messages.ts";
import { textOf } from "../watchlist/read-watch-filter.ts";

const oneOf = <T extends string>(words: Record<T, string>, value: unknown): T | undefined =>
  typeof value === "string" && value in words ? (value as T) : undefined;

export function readTipFilter(search: Record<string, unknown>): TipFilter {
  return {
    q: textOf(search.q),
    state: oneOf(t.tips.state, search.state),
    channel: oneOf(t.tips.channel, search.channel),
  };
}
