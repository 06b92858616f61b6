// Promises the queue by keyset pages, its counts, and its export as a CSV that no spreadsheet runs.
import { z } from "zod";
import { now, nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { FindingId, type PersonId } from "#core/id.ts";
import {
  countQueue,
  type QueuePlace,
  type QueueRow as Row,
  selectQueue,
  selectWaiting,
  selectWaitingByCategory,
} from "#core/records/desk.ts";
import { recordEvent } from "#core/records/event.ts";
import { ageBandOf, defaultTriageSettings, severityOf } from "#core/nouns/triage.ts";
import { selectTimeStampState } from "#core/records/time-stamp.ts";
import { Dashboard } from "../../api/dashboard.ts";
import { QueueFilter, QueuePage, QueueQuery, type QueueRow, type StampState } from "../../api/findings.ts";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const dayMs = 86_400_000;
const exportLimit = 5000;

const Place = z.tuple([z.number().int(), z.number(), FindingId]);

const writePlace = (row: Row) => Buffer.from(JSON.stringify([row.rank, row.score, row.id])).toString("base64url");

function readPlace(cursor: string | undefined): QueuePlace | null {
  if (!cursor) return null;
  try {
    const [rank, score, id] = Place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { rank, score, id };
  } catch (error) {
    throw new AppError("input.invalid", { cause: error, detail: "cursor: not one of ours" });
  }
}

/** The rows' time stamps, in one question. */
async function readStamps(ctx: DeskContext, rows: readonly Row[]): Promise<(row: Row) => StampState> {
  const states = await selectTimeStampState(
    ctx.pool,
    rows.map((row) => row.captureId),
  );
  return (row) => states.get(row.captureId)?.state ?? "none";
}

function viewOf(row: Row, me: PersonId, timeStamp: StampState): QueueRow {
  const { claimPersonId, claimName, claimUntil, rank: _rank, ...rest } = row;
  const claim =
    claimPersonId && claimName && claimUntil
      ? { personId: claimPersonId, name: claimName, until: claimUntil.toISOString(), mine: claimPersonId === me }
      : null;
  const [createdAt, capturedAt] = [row.createdAt.toISOString(), row.capturedAt.toISOString()];
  const desk = { assigned: null, held: null, escalated: null };
  const severity = severityOf(row, defaultTriageSettings);
  const age = ageBandOf(nowMs() - row.createdAt.getTime(), defaultTriageSettings);
  return { ...rest, severity, age, createdAt, capturedAt, timeStamp, claim, desk, inCase: false };
}

const columns = [
  "id",
  "host",
  "url",
  "title",
  "category",
  "verdict",
  "score",
  "status",
  "created_at",
  "captured_at",
  "time_stamp",
  "says",
];

const csvRow = (row: Row, timeStamp: StampState) => [
  row.id,
  row.host,
  row.url,
  row.title,
  row.category,
  row.verdict,
  String(row.score),
  row.status,
  row.createdAt.toISOString(),
  row.capturedAt.toISOString(),
  timeStamp,
  row.says.join(" | "),
];

export function addFindingsRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/findings",
    { config: { access: "finding.read" }, schema: { querystring: QueueQuery, response: { 200: QueuePage } } },
    async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const me = sessionOf(request).personId;
      const page = { at: now(), after: readPlace(cursor), limit: limit + 1 };
      const [rows, total] = await Promise.all([selectQueue(ctx.pool, filter, page), countQueue(ctx.pool, filter)]);
      const stampOf = await readStamps(ctx, rows);
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        items: rows.slice(0, limit).map((row) => viewOf(row, me, stampOf(row))),
        nextCursor: last ? writePlace(last) : null,
        total,
        totalIsCapped: false,
      };
    },
  );

  app.get(
    "/api/findings.csv",
    { config: { access: "finding.read" }, schema: { querystring: QueueFilter } },
    async (request, reply) => {
      const rows = await selectQueue(ctx.pool, request.query, { at: now(), after: null, limit: exportLimit });
      const stampOf = await readStamps(ctx, rows);
      await recordEvent(ctx.pool, sessionOf(request).login, "finding.exported", "findings", { rows: rows.length });
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="phat-hien.csv"')
        .send(safeCsv([columns, ...rows.map((row) => csvRow(row, stampOf(row)))]));
    },
  );

  app.get(
    "/api/dashboard",
    { config: { access: "finding.read" }, schema: { response: { 200: Dashboard } } },
    async () => {
      const [counts, byCategory] = await Promise.all([
        selectWaiting(ctx.pool, new Date(nowMs() - dayMs)),
        selectWaitingByCategory(ctx.pool),
      ]);
      return {
        waiting: { flag: counts.flag, review: counts.review, oldestAt: counts.oldestAt?.toISOString() ?? null },
        decided24h: { confirmed: counts.confirmed, dismissed: counts.dismissed },
        byCategory,
      };
    },
  );
}
