// Promises the traces that sites showed: kept by the hash of their value, found again on other sites where they are rare.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows, toJson } from "../db/sql.ts";
import type { PageId, TargetId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "upsertTraces",
  "deleteOldTraces",
  "selectTracesOf",
  "selectSharing",
  "selectAllShared",
  "countSites",
  "selectConfirmed",
);

/** Sites change hands: a trace not seen for a year says nothing of today. */
const keptDays = 365;
const deletedAtOnce = 500;

/** `key`: sha256 over kind and value, hex. `shown`: what of the value may be read, personal data masked. */
export const StoredTrace = z.object({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.string(),
  shown: z.string(),
  domain: z.string(),
  host: z.string(),
  /** The page on which it was last seen. */
  url: z.string(),
});
export type StoredTrace = z.infer<typeof StoredTrace>;

export interface TracedPage {
  targetId: TargetId;
  pageId: PageId;
  url: string;
  domain: string;
  host: string;
}

/** Keeps the traces of a page, each once a host, under the page that showed it last. */
export async function upsertTraces(
  db: Db,
  page: TracedPage,
  traces: readonly Pick<StoredTrace, "key" | "kind" | "shown">[],
): Promise<void> {
  if (traces.length === 0) return;
  const at = now();
  const { domain, host, targetId, pageId, url } = page;
  const kept = traces.map(({ key, kind, shown }) => ({ key, kind, shown }));
  await execute(db, sql.upsertTraces, [toJson(kept), domain, host, targetId, pageId, url, at]);
  await execute(db, sql.deleteOldTraces, [new Date(at.getTime() - keptDays * 86_400_000), deletedAtOnce]);
}

/** What a site, or one host of it, showed; each value once. */
export function selectTracesOf(db: Db, domain: string, host: string | null = null): Promise<StoredTrace[]> {
  return selectRows(db, sql.selectTracesOf, [domain, host], StoredTrace);
}

/** Who else has these traces; one that stands on `mostSites` other sites or more is left out. */
export function selectSharing(db: Db, keys: string[], ownDomain: string, mostSites: number): Promise<StoredTrace[]> {
  return selectRows(db, sql.selectSharing, [keys, ownDomain, mostSites], StoredTrace);
}

/** All traces that at least two and at most `mostSites` sites have. */
export function selectAllShared(db: Db, mostSites: number): Promise<StoredTrace[]> {
  return selectRows(db, sql.selectAllShared, [mostSites], StoredTrace);
}

/** Sites that have shown any trace. */
export async function countTracedSites(db: Db): Promise<number> {
  return (await selectRow(db, sql.countSites, [], z.object({ count: z.number() }))).count;
}

/** Categories in which people confirmed findings on these sites. */
export function selectConfirmedSites(db: Db, domains: string[]): Promise<{ domain: string; category: string }[]> {
  return selectRows(db, sql.selectConfirmed, [domains], z.object({ domain: z.string(), category: z.string() }));
}
