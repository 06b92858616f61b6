// Promises the queue in its orders under any filter, its counts, and the next finding that nobody holds, each as one indexed statement.
import { z } from "zod";
import { type Db, loadSql, type Query, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId, FindingId, PersonId } from "../id.ts";
import { Category } from "../nouns/category.ts";
import { FindingStatus } from "./finding.ts";
import { type Asker, type Condition, conditionsOf, type QueueFilter } from "./queue-filter.ts";
import { contactKeys } from "./queue-words.ts";

const sql = loadSql(
  import.meta.url,
  "selectQueue",
  "countQueue",
  "countKinds",
  "countHosts",
  "countRules",
  "orderGrave",
  "orderOldest",
  "orderFewGrave",
  "orderFewOldest",
  "orderFewNewest",
  "orderNewest",
  "claimNext",
  "selectTracedHosts",
);

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
  assignedTo: PersonId.nullable(),
  assignedName: z.string().nullable(),
  assignedAt: z.date().nullable(),
  assignNote: z.string().nullable(),
  heldBy: PersonId.nullable(),
  heldName: z.string().nullable(),
  heldUntil: z.date().nullable(),
  holdReason: z.string().nullable(),
  escalatedBy: PersonId.nullable(),
  escalatedName: z.string().nullable(),
  escalatedAt: z.date().nullable(),
  escalateReason: z.string().nullable(),
  inCase: z.boolean(),
  /** Whether the capture's seal bears a sound time stamp, waits for one, or was never asked for. */
  timeStamp: z.enum(["none", "waiting", "stamped"]),
});
export type QueueRow = z.infer<typeof QueueRow>;

/** Where a page of the queue ended: its last row's keys. */
export interface QueuePlace {
  verdict: "flag" | "review";
  score: number;
  id: FindingId;
}

const orders = { grave: sql.orderGrave, oldest: sql.orderOldest, newest: sql.orderNewest } as const;

const ordersOfFew = { grave: sql.orderFewGrave, oldest: sql.orderFewOldest, newest: sql.orderFewNewest } as const;

/** What stands after "from finding f" in a block. */
const tailOf = (query: Query) =>
  query.text.slice(query.text.indexOf("from finding f") + "from finding f".length).trim();

type Order = Pick<QueueFilter, "sort" | "isRare">;

/** Puts conditions and an order into a statement that has `fixed` values of its own. */
function build(base: Query, fixed: unknown[], conditions: readonly Condition[], f: Order = {}) {
  const values = [...fixed];
  const parts = conditions.map(({ where, args }) => {
    const shift = values.length;
    values.push(...args);
    return where.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + shift}`);
  });
  const text = base.text
    .replaceAll("/*filter*/ true", () => parts.join("\n  and ") || "true")
    .replaceAll("/*order*/", () => tailOf((f.isRare ? ordersOfFew : orders)[f.sort ?? "grave"]));
  return { query: { ...base, text }, values };
}

/** Hosts on which a contact that the words name (phone, mail address, account) was seen; empty where they name none. */
export async function selectContactHosts(db: Db, q: string | undefined): Promise<string[]> {
  const keys = q ? contactKeys(q) : [];
  if (keys.length === 0) return [];
  return (await selectRows(db, sql.selectTracedHosts, [keys], z.object({ host: z.string() }))).map((row) => row.host);
}

export interface QueuePageAsk {
  after: QueuePlace | null;
  limit: number;
}

/**
 * One page of the queue; it reads as many rows as it gives. Their places are planned by the filter's values, what stands beside each row is
 * planned once (queue_rows, migration 0036).
 */
export function selectQueue(db: Db, f: QueueFilter, asker: Asker, page: QueuePageAsk): Promise<QueueRow[]> {
  const fixed = [page.limit, asker.at, f.status];
  const { query, values } = build(sql.selectQueue, fixed, conditionsOf(f, asker, page.after), f);
  return selectRows(db, query, values, QueueRow);
}

/** How many there are; it stops counting at `limit`. */
export async function countQueue(db: Db, f: QueueFilter, asker: Asker, limit: number): Promise<number> {
  const { query, values } = build(sql.countQueue, [limit], conditionsOf(f, asker));
  return (await selectRow(db, query, values, z.object({ count: z.number() }))).count;
}

const KindCount = z.object({ category: Category, verdict: z.enum(["flag", "review"]), count: z.number() });
export type KindCount = z.infer<typeof KindCount>;

/** By category and verdict, over `limit` findings at most. */
export function countKinds(db: Db, f: QueueFilter, asker: Asker, limit: number): Promise<KindCount[]> {
  const { query, values } = build(sql.countKinds, [limit], conditionsOf(f, asker));
  return selectRows(db, query, values, KindCount);
}

const ValueCount = z.object({ value: z.string(), count: z.number() });
export type ValueCount = z.infer<typeof ValueCount>;

/** The twenty most frequent hosts or rules among `limit` findings at most. */
export function countValues(db: Db, of: "host" | "rule", f: QueueFilter, asker: Asker, limit: number) {
  const { query, values } = build(of === "host" ? sql.countHosts : sql.countRules, [limit], conditionsOf(f, asker));
  return selectRows(db, query, values, ValueCount);
}

/**
 * Claims the first finding of the filter's order that nobody else holds, until `until`; rows that another statement is just taking are passed
 * over. Null where there is none; `"again"` where another was faster by a moment.
 */
export async function claimNext(
  db: Db,
  f: QueueFilter,
  asker: Asker,
  until: Date,
): Promise<{ id: FindingId; wasMine: boolean } | "again" | null> {
  const { query, values } = build(sql.claimNext, [asker.personId, until, asker.at], conditionsOf(f, asker), f);
  const Claimed = z.object({ id: FindingId, isTaken: z.boolean(), wasMine: z.boolean() });
  const row = await selectOptionalRow(db, query, values, Claimed);
  if (row === null) return null;
  return row.isTaken ? { id: row.id, wasMine: row.wasMine } : "again";
}
