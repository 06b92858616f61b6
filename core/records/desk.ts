// Promises what the desk's screens read: the queue in its order, the crawler's pulse.
import { z } from "zod";
import { type Db, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId, FindingId, PageId, PersonId, ScanId } from "../id.ts";
import { Category } from "../nouns/category.ts";
import { foldVietnamese } from "../text.ts";
import { FindingStatus } from "./finding.ts";

const sql = loadSql(
  import.meta.url,
  "selectQueue",
  "countQueue",
  "selectWaiting",
  "selectWaitingByCategory",
  "selectEarlierCaptures",
  "selectPulse",
  "selectStampPulse",
  "selectLastPages",
  "selectRunning",
  "selectDeadJobs",
);

export interface QueueFilter {
  status: FindingStatus;
  category?: Category | undefined;
  verdict?: "flag" | "review" | undefined;
  host?: string | undefined;
  q?: string | undefined;
}

export const QueueRow = z.object({
  id: FindingId,
  captureId: CaptureId,
  url: z.string(),
  host: z.string(),
  title: z.string(),
  category: Category,
  verdict: z.enum(["flag", "review"]),
  score: z.number(),
  says: z.array(z.string()),
  signalCount: z.number(),
  reproduced: z.boolean(),
  status: FindingStatus,
  createdAt: z.date(),
  capturedAt: z.date(),
  claimPersonId: PersonId.nullable(),
  claimName: z.string().nullable(),
  claimUntil: z.date().nullable(),
  /** 0 flag, 1 review: the first key of the order. */
  rank: z.number(),
});
export type QueueRow = z.infer<typeof QueueRow>;

/** Where a page of the queue ended: its last row's keys. */
export interface QueuePlace {
  rank: number;
  score: number;
  id: FindingId;
}

/** `like` treats % _ and \ as signs; a person who types them means them. */
const literal = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

function filterValues(f: QueueFilter): unknown[] {
  const words = f.q ? foldVietnamese(f.q).split(/\s+/).filter(Boolean).slice(0, 8) : [];
  return [
    f.status,
    f.category ?? null,
    f.verdict ?? null,
    f.host?.toLowerCase() || null,
    words.map((w) => `%${literal(w)}%`),
  ];
}

/** Gravest first, oldest first among equals; every word of `q` must occur, accents ignored. */
export function selectQueue(
  db: Db,
  f: QueueFilter,
  page: { at: Date; after: QueuePlace | null; limit: number },
): Promise<QueueRow[]> {
  const { after } = page;
  const values = [
    ...filterValues(f),
    page.at,
    after?.rank ?? null,
    after?.score ?? null,
    after?.id ?? null,
    page.limit,
  ];
  return selectRows(db, sql.selectQueue, values, QueueRow);
}

export async function countQueue(db: Db, f: QueueFilter): Promise<number> {
  return (await selectRow(db, sql.countQueue, filterValues(f), z.object({ count: z.number() }))).count;
}

const Waiting = z.object({
  flag: z.number(),
  review: z.number(),
  oldestAt: z.date().nullable(),
  confirmed: z.number(),
  dismissed: z.number(),
});

/** What waits, since when, and what was decided since `since`. */
export function selectWaiting(db: Db, since: Date): Promise<z.infer<typeof Waiting>> {
  return selectRow(db, sql.selectWaiting, [since], Waiting);
}

const WaitingByCategory = z.object({ category: Category, waiting: z.number() });

export function selectWaitingByCategory(db: Db): Promise<z.infer<typeof WaitingByCategory>[]> {
  return selectRows(db, sql.selectWaitingByCategory, [], WaitingByCategory);
}

const EarlierCapture = z.object({ captureId: CaptureId, at: z.date(), vantage: z.string(), isContrast: z.boolean() });

/** All sealed captures of a finding, oldest first; a contrast is the face that an ordinary visitor saw. */
export function selectEarlierCaptures(db: Db, id: FindingId): Promise<z.infer<typeof EarlierCapture>[]> {
  return selectRows(db, sql.selectEarlierCaptures, [id], EarlierCapture);
}

const Pulse = z.object({
  scansRunning: z.number(),
  pagesWaiting: z.number(),
  pagesDone: z.number(),
  pagesFailed: z.number(),
  capturesWaiting: z.number(),
  capturesSealed: z.number(),
  capturesFailed: z.number(),
  deadJobs: z.number(),
});

/** Counts of now, and of what ended since `since`. */
export function selectPulse(db: Db, since: Date): Promise<z.infer<typeof Pulse>> {
  return selectRow(db, sql.selectPulse, [since], Pulse);
}

const StampPulse = z.object({
  waiting: z.number(),
  refused: z.number(),
  reason: z.string(),
  unasked: z.number(),
});

/**
 * Sealed captures without any time stamp: asked and not answered, answered unsoundly (`reason` of the newest of both), and
 * sealed since then without anybody being asked.
 */
export function selectStampPulse(db: Db, since: Date): Promise<z.infer<typeof StampPulse>> {
  return selectRow(db, sql.selectStampPulse, [since], StampPulse);
}

const LastPage = z.object({
  id: PageId,
  url: z.string(),
  vantage: z.string(),
  state: z.string(),
  via: z.string().nullable(),
  status: z.number().nullable(),
  condition: z.string().nullable(),
  error: z.string(),
  at: z.date(),
});

export function selectLastPages(db: Db, limit: number): Promise<z.infer<typeof LastPage>[]> {
  return selectRows(db, sql.selectLastPages, [limit], LastPage);
}

const Running = z.object({
  id: ScanId,
  url: z.string(),
  queuedAt: z.date(),
  pagesDone: z.number(),
  pagesWaiting: z.number(),
});

export function selectRunning(db: Db, limit: number): Promise<z.infer<typeof Running>[]> {
  return selectRows(db, sql.selectRunning, [limit], Running);
}

const DeadJob = z.object({
  id: z.number(),
  job: z.string(),
  key: z.string(),
  error: z.string(),
  attempts: z.number(),
  at: z.date(),
});

export function selectDeadJobs(db: Db, limit: number): Promise<z.infer<typeof DeadJob>[]> {
  return selectRows(db, sql.selectDeadJobs, [limit], DeadJob);
}
