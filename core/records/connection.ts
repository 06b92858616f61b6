// Promises the doors to other systems as rows: tokens by their hash, webhooks, and each delivery with its tries.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { newId } from "../id.ts";
import { EventRow } from "./event.ts";

const sql = loadSql(
  import.meta.url,
  "insertToken",
  "selectTokens",
  "useToken",
  "revokeToken",
  "insertWebhook",
  "selectWebhooks",
  "disableWebhook",
  "selectToldEvents",
  "lockWebhook",
  "setToldEvent",
  "insertDelivery",
  "takeDueDelivery",
  "settleDelivery",
);

export const ApiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdBy: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

export interface NewToken {
  name: string;
  tokenSha256: Buffer;
  scopes: readonly string[];
  by: string;
  expiresAt: Date;
}

export function insertToken(db: Db, t: NewToken): Promise<ApiToken> {
  return selectRow(db, sql.insertToken, [newId(), t.name, t.tokenSha256, t.scopes, t.by, now(), t.expiresAt], ApiToken);
}

export function selectTokens(db: Db): Promise<ApiToken[]> {
  return selectRows(db, sql.selectTokens, [], ApiToken);
}

/** The living token of this hash, its last use noted; null where it is unknown, revoked or over. */
export function useToken(db: Db, tokenSha256: Buffer): Promise<ApiToken | null> {
  return selectOptionalRow(db, sql.useToken, [tokenSha256, now()], ApiToken);
}

/** Null where there is none, or it was revoked before. */
export function revokeToken(db: Db, id: string, by: string): Promise<ApiToken | null> {
  return selectOptionalRow(db, sql.revokeToken, [id, now(), by], ApiToken);
}

const Webhook = z.object({
  id: z.uuid(),
  url: z.string(),
  kinds: z.array(z.string()),
  createdBy: z.string(),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
});
const WebhookState = Webhook.extend({
  delivered: z.number().int(),
  waiting: z.number().int(),
  givenUp: z.number().int(),
  lastError: z.string(),
});
export type WebhookState = z.infer<typeof WebhookState>;

/** A webhook that is told what happens from now on: `toldEvent` is the last event that it is not told. */
export async function insertWebhook(
  db: Db,
  hook: { url: string; kinds: readonly string[]; by: string; toldEvent: number },
): Promise<string> {
  const values = [newId(), hook.url, hook.kinds, hook.by, now(), hook.toldEvent];
  return (await selectRow(db, sql.insertWebhook, values, Webhook)).id;
}

/** With the counts of their deliveries. */
export function selectWebhooks(db: Db): Promise<WebhookState[]> {
  return selectRows(db, sql.selectWebhooks, [], WebhookState);
}

/** False where there is none, or it was disabled before. */
export async function disableWebhook(db: Db, id: string, by: string): Promise<boolean> {
  return (await selectOptionalRow(db, sql.disableWebhook, [id, now(), by], z.object({ id: z.uuid() }))) !== null;
}

const LockedWebhook = z.object({ id: z.uuid(), url: z.string(), kinds: z.array(z.string()), toldEvent: z.number() });

/** The webhook, locked until the transaction ends; null where another process has it or it is disabled. */
export function lockWebhook(tx: Db, id: string): Promise<z.infer<typeof LockedWebhook> | null> {
  return selectOptionalRow(tx, sql.lockWebhook, [id], LockedWebhook);
}

/** Events with `after` < id ≤ `upTo` of these acts. */
export function selectToldEvents(db: Db, after: number, upTo: number, acts: readonly string[]): Promise<EventRow[]> {
  return selectRows(db, sql.selectToldEvents, [after, upTo, acts, 500], EventRow);
}

export async function setToldEvent(tx: Db, id: string, event: number): Promise<void> {
  await execute(tx, sql.setToldEvent, [id, event]);
}

/** Asks for one delivery; a second one of the same event adds nothing. */
export async function insertDelivery(tx: Db, webhookId: string, eventId: number, body: string): Promise<void> {
  await execute(tx, sql.insertDelivery, [newId(), webhookId, eventId, body, now()]);
}

const DueDelivery = z.object({
  id: z.uuid(),
  body: z.string(),
  attempts: z.number().int(),
  eventId: z.number(),
  url: z.string(),
});
export type DueDelivery = z.infer<typeof DueDelivery>;

/** One due delivery, its try counted and the next one set to `nextTry` before it is sent: a kill repeats it, never loses it. */
export function takeDueDelivery(db: Db, nextTry: Date): Promise<DueDelivery | null> {
  return selectOptionalRow(db, sql.takeDueDelivery, [now(), nextTry], DueDelivery);
}

/** How a try ended: delivered, to be tried again at `nextTryAt`, or (both null) given up. */
export async function settleDelivery(
  db: Db,
  id: string,
  end: { deliveredAt: Date | null; nextTryAt: Date | null; error: string },
): Promise<void> {
  await execute(db, sql.settleDelivery, [id, end.deliveredAt, end.nextTryAt, end.error]);
}
