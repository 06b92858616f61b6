// Promises the watchlist as the desk reads it: filtered, paged, each entry with its owner, its last scan and what waits.
import { z } from "zod";
import { type Db, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { PersonId, type TargetId } from "../id.ts";
import { vietnamDay } from "../vietnam-time.ts";
import { now } from "../clock.ts";
import { TargetRow } from "./target.ts";

const sql = loadSql(import.meta.url, "selectWatchlist", "countWatchlist", "selectWatchFacets", "selectOwners");

export const WatchRow = TargetRow.extend({
  ownerName: z.string().nullable(),
  scanState: z.string().nullable(),
  scanOutcome: z.string().nullable(),
  scanReason: z.string().nullable(),
  scanAt: z.date().nullable(),
  openFindings: z.number(),
});
export type WatchRow = z.infer<typeof WatchRow>;

/** `expiring`: within 14 days; `no-purpose`: purpose or legal basis is not written. */
export const WatchState = z.enum(["watching", "paused", "expired", "expiring", "no-purpose", "no-owner"]);
export type WatchState = z.infer<typeof WatchState>;

export interface WatchFilter {
  q?: string | undefined;
  kind?: "site" | "account" | undefined;
  owner?: string | undefined;
  tag?: string | undefined;
  area?: string | undefined;
  state?: WatchState | undefined;
}

/** `like` treats % _ and \ as signs; a person who types them means them. */
const literal = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

function valuesOf(f: WatchFilter): unknown[] {
  const like = f.q ? `%${literal(f.q.toLowerCase())}%` : null;
  const today = vietnamDay(now());
  return [like, f.kind ?? null, f.owner ?? null, f.tag ?? null, f.area ?? null, f.state ?? null, today];
}

export function selectWatchlist(
  db: Db,
  filter: WatchFilter,
  page: { after?: TargetId | undefined; limit: number },
): Promise<WatchRow[]> {
  return selectRows(db, sql.selectWatchlist, [...valuesOf(filter), page.after ?? null, page.limit], WatchRow);
}

export async function countWatchlist(db: Db, filter: WatchFilter): Promise<number> {
  return (await selectRow(db, sql.countWatchlist, valuesOf(filter), z.object({ count: z.number() }))).count;
}

const Facets = z.object({
  tags: z.array(z.string()),
  areas: z.array(z.string()),
  expired: z.number(),
  expiring: z.number(),
  bare: z.number(),
});

/** What there is to filter by, and how many entries ended, end soon, or do not say why they are watched. */
export function selectWatchFacets(db: Db): Promise<z.infer<typeof Facets>> {
  return selectRow(db, sql.selectWatchFacets, [vietnamDay(now())], Facets);
}

const Owner = z.object({ id: PersonId, name: z.string(), login: z.string() });
export type Owner = z.infer<typeof Owner>;

/** People who may own entries. */
export function selectOwners(db: Db): Promise<Owner[]> {
  return selectRows(db, sql.selectOwners, [], Owner);
}
