// Promises what each visit of a scan found: state, condition, facts and the detection made of it.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows, toJson } from "../db/sql.ts";
import { newId, PageId, ScanId } from "../id.ts";
import { TlsFacts } from "../nouns/fetched.ts";
import { PageCondition } from "../nouns/page.ts";
import { Detection } from "../nouns/signal.ts";
import { Vantage } from "../nouns/vantage.ts";

const sql = loadSql(
  import.meta.url,
  "insertPage",
  "selectPage",
  "selectPages",
  "selectQueuedPages",
  "countQueuedPages",
  "markPageFetched",
  "markPageFailed",
  "setPageDetection",
  "selectEarlierFaces",
);

export { Vantage };

export const PageRow = z.object({
  id: PageId,
  scanId: ScanId,
  url: z.string(),
  vantage: Vantage,
  position: z.number().int(),
  why: z.string(),
  state: z.enum(["queued", "fetched", "failed"]),
  queuedAt: z.date(),
  fetchedAt: z.date().nullable(),
  via: z.enum(["http", "browser"]).nullable(),
  finalUrl: z.string().nullable(),
  status: z.number().int().nullable(),
  condition: PageCondition.nullable(),
  conditionReason: z.string(),
  title: z.string(),
  tls: TlsFacts.nullable(),
  serverIp: z.string().nullable(),
  serverNote: z.string(),
  /** sha256 (hex) of the blob that holds the visit's exchanges and bodies; see workers/visit-record.ts. */
  exchanges: z.object({ blob: z.string() }).nullable(),
  htmlSha256: z.instanceof(Buffer).nullable(),
  facts: z.record(z.string(), z.unknown()).nullable(),
  detection: Detection.nullable(),
  error: z.string(),
});
export type PageRow = z.infer<typeof PageRow>;

/** The new page's id, or null where this scan already looks at this address from this place. */
export async function insertPage(
  db: Db,
  page: { scanId: ScanId; url: string; vantage: Vantage; position: number; why: string },
): Promise<PageId | null> {
  const values = [newId(), page.scanId, page.url, page.vantage, page.position, page.why, now()];
  return (await selectOptionalRow(db, sql.insertPage, values, z.object({ id: PageId })))?.id ?? null;
}

export function selectPage(db: Db, id: PageId): Promise<PageRow> {
  return selectRow(db, sql.selectPage, [id], PageRow);
}

/** All pages of one scan; bounded by the scan's max_pages and the vantage matrix. */
export function selectPages(db: Db, scanId: ScanId): Promise<PageRow[]> {
  return selectRows(db, sql.selectPages, [scanId], PageRow);
}

/** Pages still to be visited, over all running scans: what a start-up takes up again. */
export function selectQueuedPages(db: Db, after: PageId | null, limit: number): Promise<PageRow[]> {
  return selectRows(db, sql.selectQueuedPages, [after, limit], PageRow);
}

export async function countQueuedPages(db: Db, scanId: ScanId): Promise<number> {
  return (await selectRow(db, sql.countQueuedPages, [scanId], z.object({ count: z.number() }))).count;
}

export interface VisitedPage {
  via: "http" | "browser";
  finalUrl: string;
  status: number | null;
  condition: PageCondition;
  conditionReason: string;
  title: string;
  tls: TlsFacts | null;
  serverIp: string | null;
  serverNote: string;
  exchangesBlob: string;
  htmlSha256: Buffer;
  facts: Record<string, unknown>;
  detection: Detection;
}

/** True when this call recorded it; a page is recorded once, however often its job runs. */
export async function markPageFetched(db: Db, id: PageId, v: VisitedPage): Promise<boolean> {
  const json = (value: unknown) => (value === null ? null : toJson(value));
  const values = [
    id,
    now(),
    v.via,
    v.finalUrl,
    v.status,
    v.condition,
    v.conditionReason,
    v.title.slice(0, 500),
    json(v.tls),
    v.serverIp,
    v.serverNote,
    json({ blob: v.exchangesBlob }),
    v.htmlSha256,
    json(v.facts),
    json(v.detection),
  ];
  return (await execute(db, sql.markPageFetched, values)) === 1;
}

/** `code` is an AppError code; `reason` says it in words. */
export async function markPageFailed(db: Db, id: PageId, code: string, reason: string): Promise<boolean> {
  return (await execute(db, sql.markPageFailed, [id, now(), code, reason.slice(0, 1000)])) === 1;
}

/** Writes the judgement that also compares the faces of an address; only while its scan still runs. */
export async function setPageDetection(db: Db, id: PageId, detection: Detection): Promise<void> {
  await execute(db, sql.setPageDetection, [id, toJson(detection)]);
}

const EarlierFace = PageRow.pick({ scanId: true, vantage: true, facts: true, fetchedAt: true });
export type EarlierFace = z.infer<typeof EarlierFace>;

/** Faces of this address that other scans saw since `since`, newest first. */
export function selectEarlierFaces(db: Db, scanId: ScanId, url: string, since: Date): Promise<EarlierFace[]> {
  return selectRows(db, sql.selectEarlierFaces, [scanId, url, since], EarlierFace);
}
