// Promises what waits for a time stamp and the tokens that came: requests move on, tokens and clock offsets are only added.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows, toJson } from "../db/sql.ts";
import { CaptureId, newId, TimeStampId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "insertTimeStamp",
  "selectTimeStamp",
  "selectOpenTimeStamps",
  "setTimeStampState",
  "lockBase",
  "selectLastNumber",
  "setAnswer",
  "insertToken",
  "selectTokens",
  "selectTokensOfRequest",
  "selectStates",
  "selectUnasked",
  "selectAgeing",
  "selectLastBatch",
  "countTimeStamps",
  "insertClockOffset",
  "latestClockOffset",
);

export const TokenRow = z.object({
  base: z.string(),
  n: z.number().int(),
  requestId: TimeStampId,
  captureId: CaptureId.nullable(),
  authority: z.string(),
  imprintOf: z.string(),
  genTime: z.coerce.date(),
  policy: z.string(),
  serial: z.string(),
  hash: z.string(),
  sha256: z.instanceof(Buffer),
  pinned: z.boolean(),
  signerNotAfter: z.coerce.date(),
  receivedAt: z.coerce.date(),
});
export type TokenRow = z.infer<typeof TokenRow>;

/** A checked answer whose files may not stand in the store yet; bytes in base64. */
export const HeldAnswer = z.object({
  n: z.number().int(),
  token: z.base64(),
  facts: z.base64(),
  row: TokenRow.omit({ sha256: true, base: true, n: true, requestId: true, captureId: true }),
  clock: z.object({ source: z.string(), offsetMs: z.number().int(), uncertaintyMs: z.number().int() }),
});
export type HeldAnswer = z.infer<typeof HeldAnswer>;

export const TimeStampRow = z.object({
  id: TimeStampId,
  captureId: CaptureId.nullable(),
  checkpointSize: z.number().int().nullable(),
  note: z.string().nullable(),
  base: z.string(),
  renews: z.number().int().nullable(),
  state: z.enum(["queued", "granted", "refused"]),
  attempts: z.number().int(),
  nextTry: z.date().nullable(),
  lastError: z.string(),
  queuedAt: z.date(),
  answer: HeldAnswer.nullable(),
});
export type TimeStampRow = z.infer<typeof TimeStampRow>;

export type StampSubject =
  | { captureId: CaptureId; checkpointSize: null; note: null }
  | { captureId: null; checkpointSize: number; note: string };

/** The new request's id, or null where the same was asked for before. */
export async function insertTimeStamp(
  tx: Db,
  request: StampSubject & { base: string; renews: number | null },
): Promise<TimeStampId | null> {
  const { captureId, checkpointSize, note, base, renews } = request;
  const values = [newId(), captureId, checkpointSize, note, base, renews, now()];
  return (await selectOptionalRow(tx, sql.insertTimeStamp, values, z.object({ id: TimeStampId })))?.id ?? null;
}

export function selectTimeStamp(db: Db, id: TimeStampId): Promise<TimeStampRow> {
  return selectRow(db, sql.selectTimeStamp, [id], TimeStampRow);
}

const OpenRow = z.object({ id: TimeStampId, nextTry: z.date() });

/** Requests with something left to do, by id. */
export function selectOpenTimeStamps(
  db: Db,
  after: TimeStampId | null,
  limit: number,
): Promise<z.infer<typeof OpenRow>[]> {
  return selectRows(db, sql.selectOpenTimeStamps, [after, limit], OpenRow);
}

/** One more attempt, and how it ended; `nextTry` null ends the request. */
export async function setTimeStampState(
  tx: Db,
  id: TimeStampId,
  change: { state: TimeStampRow["state"]; nextTry: Date | null; lastError: string },
): Promise<void> {
  await execute(tx, sql.setTimeStampState, [id, change.state, change.nextTry, change.lastError.slice(0, 1000)]);
}

/** The next free number of a token of this base, held until the transaction ends. */
export async function takeTokenNumber(tx: Db, base: string): Promise<number> {
  await execute(tx, sql.lockBase, [base]);
  return (await selectRow(tx, sql.selectLastNumber, [base], z.object({ n: z.number() }))).n + 1;
}

/** null says that the answer's row stands. */
export async function setHeldAnswer(tx: Db, id: TimeStampId, answer: HeldAnswer | null): Promise<void> {
  await execute(tx, sql.setAnswer, [id, answer && toJson(answer)]);
}

/** True when the token was not there yet. */
export async function insertToken(tx: Db, t: TokenRow): Promise<boolean> {
  const names = [t.base, t.n, t.requestId, t.captureId, t.authority, t.imprintOf];
  const facts = [t.genTime, t.policy, t.serial, t.hash, t.sha256, t.pinned, t.signerNotAfter, t.receivedAt];
  return (await execute(tx, sql.insertToken, [...names, ...facts])) === 1;
}

/** Every token of a capture or checkpoint, renewals included, by number. `base` is the store key without `.wacz`. */
export function selectTokens(db: Db, base: string): Promise<TokenRow[]> {
  return selectRows(db, sql.selectTokens, [base], TokenRow);
}

export function selectTokensOfRequest(db: Db, id: TimeStampId): Promise<TokenRow[]> {
  return selectRows(db, sql.selectTokensOfRequest, [id], TokenRow);
}

const StateRow = z.object({
  captureId: CaptureId,
  state: z.string().nullable(),
  lastError: z.string().nullable(),
  genTime: z.date().nullable(),
  authority: z.string().nullable(),
  pinned: z.boolean().nullable(),
});

export interface TimeStampState {
  /** `none`: nobody was asked; `waiting`: asked and not answered soundly yet; `stamped`: at least one token is kept. */
  state: "none" | "waiting" | "stamped";
  /** What the token says, as the authority's clock. */
  at: Date | null;
  authority: string | null;
  /** Whether the authority's root is one that this office pinned; null without a token. */
  pinned: boolean | null;
  /** Why the last attempt gave no token; empty when stamped. */
  error: string;
}

/** One state for each capture asked about. */
export async function selectTimeStampState(
  db: Db,
  captureIds: readonly CaptureId[],
): Promise<Map<CaptureId, TimeStampState>> {
  if (captureIds.length === 0) return new Map();
  const rows = await selectRows(db, sql.selectStates, [captureIds], StateRow);
  return new Map(
    rows.map((r) => [
      r.captureId,
      {
        state: r.genTime ? "stamped" : r.state === null ? "none" : "waiting",
        at: r.genTime,
        authority: r.authority,
        pinned: r.pinned,
        error: r.genTime ? "" : (r.lastError ?? ""),
      },
    ]),
  );
}

/** Sealed captures for which nobody was ever asked: no authority was configured then. */
export function selectUnstampedSeals(db: Db, after: CaptureId | null, limit: number) {
  return selectRows(db, sql.selectUnasked, [after, limit], z.object({ captureId: CaptureId, storeKey: z.string() }));
}

/** Tokens that nobody renews yet and that end within `days`, or that use one of these digests. */
export function selectAgeingTokens(db: Db, at: Date, days: number, hashes: readonly string[], limit: number) {
  return selectRows(db, sql.selectAgeing, [at, days, hashes, limit], TokenRow);
}

/** When a checkpoint was last handed in for a stamp; null: never. */
export async function selectLastBatchStamp(db: Db): Promise<Date | null> {
  return (await selectRow(db, sql.selectLastBatch, [], z.object({ at: z.date().nullable() }))).at;
}

/** Requests with something left to do, and how many of them were never tried; of some captures, or of all. */
export function countOpenTimeStamps(db: Db, captureIds: readonly CaptureId[] | null = null) {
  return selectRow(db, sql.countTimeStamps, [captureIds], z.object({ open: z.number(), untried: z.number() }));
}

const OffsetRow = z.object({
  at: z.date(),
  source: z.string(),
  offsetMs: z.number().int(),
  uncertaintyMs: z.number().int(),
});
/** `offsetMs`: this machine's clock minus the source's; the truth lies within ± `uncertaintyMs`. */
export type ClockOffsetRow = z.infer<typeof OffsetRow>;

export async function insertClockOffset(tx: Db, o: ClockOffsetRow): Promise<void> {
  await execute(tx, sql.insertClockOffset, [o.at, o.source, o.offsetMs, o.uncertaintyMs]);
}

/** The newest measurement, or null while no token came. */
export function latestClockOffset(db: Db): Promise<ClockOffsetRow | null> {
  return selectOptionalRow(db, sql.latestClockOffset, [], OffsetRow);
}
