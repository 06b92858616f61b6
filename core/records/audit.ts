// Promises the trail as it is searched and as it is tied into the custody log: ranges of events, each under one hash.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { EventRow } from "./event.ts";

const sql = loadSql(
  import.meta.url,
  "selectEventTop",
  "selectEventWriters",
  "selectEventRange",
  "selectLastLink",
  "selectLinks",
  "insertLink",
  "searchEvents",
);

export const AuditLink = z.object({
  id: z.number(),
  fromId: z.number(),
  toId: z.number(),
  events: z.number().int(),
  sha256: z.instanceof(Buffer),
  sealedAt: z.date(),
  ledgerSeq: z.number(),
});
export type AuditLink = z.infer<typeof AuditLink>;

const LedgerLink = AuditLink.extend({ ledgerSha256: z.instanceof(Buffer).nullable() });
export type LedgerLink = z.infer<typeof LedgerLink>;

/**
 * An event id below which nothing can appear any more, or null while somebody is writing. An id is given out under a lock that its
 * transaction holds to its end: where nobody holds it now, every id up to the highest visible one is settled.
 */
export async function selectSettledEvent(db: Db): Promise<number | null> {
  const { top } = await selectRow(db, sql.selectEventTop, [], z.object({ top: z.number() }));
  const { busy } = await selectRow(db, sql.selectEventWriters, [], z.object({ busy: z.boolean() }));
  return busy ? null : top;
}

/** Events with `after` < id ≤ `upTo`, in the order of their ids. */
export function selectEventRange(db: Db, after: number, upTo: number, limit: number): Promise<EventRow[]> {
  return selectRows(db, sql.selectEventRange, [after, upTo, limit], EventRow);
}

export function selectLastAuditLink(db: Db): Promise<AuditLink | null> {
  return selectOptionalRow(db, sql.selectLastLink, [], AuditLink);
}

/** Links after `afterId` with the hash that the custody log holds for each. */
export function selectAuditLinks(db: Db, afterId: number, limit: number): Promise<LedgerLink[]> {
  return selectRows(db, sql.selectLinks, [afterId, limit], LedgerLink);
}

export async function insertAuditLink(db: Db, link: Omit<AuditLink, "id">): Promise<void> {
  const { fromId, toId, events, sha256, sealedAt, ledgerSeq } = link;
  await execute(db, sql.insertLink, [fromId, toId, events, sha256, sealedAt, ledgerSeq]);
}

export interface TrailFilter {
  actor?: string | undefined;
  object?: string | undefined;
  /** An act, or the part before its dot. */
  act?: string | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  /** Last id of the page before. */
  before?: number | undefined;
}

const TrailRow = EventRow.extend({ name: z.string() });
export type TrailRow = z.infer<typeof TrailRow>;

const likeText = (text: string) => text.replace(/[\\%_]/g, "\\$&");

/** The newest events first. */
export function searchEvents(db: Db, filter: TrailFilter, limit: number): Promise<TrailRow[]> {
  const act = filter.act === undefined ? null : likeText(filter.act) + (filter.act.includes(".") ? "" : ".%");
  const { actor = null, object = null, from = null, to = null, before = null } = filter;
  return selectRows(db, sql.searchEvents, [actor, object, act, from, to, before, limit], TrailRow);
}

/** What a reading of the whole trail found. */
export interface TrailVerdict {
  ok: boolean;
  events: number;
  links: number;
  /** Events after the last link: theirs is the next one. */
  unlinked: number;
  /** The first link that does not fit, and why; English. */
  broken: { link: number; fromId: number; toId: number; why: string } | null;
}
