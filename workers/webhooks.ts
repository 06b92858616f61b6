// Promises that other systems of the office are told what was decided: signed, in order of events, at least once, and only hosts that were allowed.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { log } from "#core/log.ts";
import { selectSettledEvent } from "#core/records/audit.ts";
import {
  type DueDelivery,
  insertDelivery,
  lockWebhook,
  selectToldEvents,
  selectWebhooks,
  setToldEvent,
  settleDelivery,
  takeDueDelivery,
} from "#core/records/connection.ts";
import { readWebhookHosts, webhookKeySetting } from "#core/webhook-hosts.ts";
import type { EventRow } from "#core/records/event.ts";
import { upsertSetting } from "#core/records/setting.ts";
import type { House } from "./house.ts";

const lookEveryMs = 5000;
const timeoutMs = 10_000;
/** Waits after the first, second … failed try; after the last one it is given up and shown. */
const waitsMs = [5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400].map((seconds) => seconds * 1000);

type WebhookHouse = Pick<House, "config" | "database">;

/** Ed25519 private key (PKCS #8 PEM) of VONGGAC_DATA/keys, made once. */
async function openWebhookKey(dataDir: string) {
  const file = path.join(dataDir, "keys", "webhook-key.pem");
  const known = await readFile(file, "utf8").catch(() => null);
  if (known !== null) return createPrivateKey(known);
  const made = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${newId()}`;
  await writeFile(draft, made, { mode: 0o600 });
  // Whole or not at all: another process reads no half-written key, and the first one stays.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await unlink(draft);
  return createPrivateKey(await readFile(file, "utf8"));
}

/** `whpk_` and the 32 bytes of the public key in base64, as the Standard Webhooks specification writes asymmetric keys. */
export async function publishWebhookKey({ config, database }: WebhookHouse): Promise<string> {
  const key = createPublicKey(await openWebhookKey(config.dataDir));
  const raw = Buffer.from(key.export({ format: "jwk" }).x!, "base64url");
  const text = `whpk_${raw.toString("base64")}`;
  await upsertSetting(database.pool, webhookKeySetting, text, "system");
  return text;
}

/** Ids and closed words, as the trail has them: the other system asks for the rest with its token. */
function bodyOf({ id, at, act, object, detail }: EventRow): string {
  return JSON.stringify({ type: act, timestamp: at.toISOString(), data: { event: id, object, ...detail } });
}

/** Writes a delivery for every settled event of the webhook's kinds; returns how many. */
async function queueDeliveries(house: WebhookHouse, webhookId: string, upTo: number): Promise<number> {
  return inTransaction(house.database.pool, async (tx) => {
    const hook = await lockWebhook(tx, webhookId);
    if (!hook || hook.toldEvent >= upTo) return 0;
    const events = await selectToldEvents(tx, hook.toldEvent, upTo, hook.kinds);
    for (const event of events) await insertDelivery(tx, hook.id, event.id, bodyOf(event));
    await setToldEvent(tx, hook.id, events.length === 500 ? events.at(-1)!.id : upTo);
    return events.length;
  });
}

/** Standard Webhooks, signature scheme v1a: Ed25519 over `id.timestamp.body`. */
async function signedHeaders(dataDir: string, { id, body }: DueDelivery): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs() / 1000));
  const signature = sign(null, Buffer.from(`${id}.${timestamp}.${body}`), await openWebhookKey(dataDir));
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1a,${signature.toString("base64")}`,
  };
}

/** "" where the other side took it, otherwise why not; English. */
async function send(house: WebhookHouse, due: DueDelivery): Promise<string> {
  if (!readWebhookHosts(house.config).includes(new URL(due.url).host.toLowerCase()))
    return "its host is not in VONGGAC_WEBHOOK_HOSTS";
  try {
    const answer = await fetch(due.url, {
      method: "POST",
      headers: await signedHeaders(house.config.dataDir, due),
      body: due.body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    return answer.ok ? "" : `answered with status ${answer.status}`;
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError"
      ? `no answer within ${timeoutMs} ms`
      : `not reached: ${toAppError(error).message}`.slice(0, 300);
  }
}

async function deliverOne(house: WebhookHouse): Promise<boolean> {
  const due = await takeDueDelivery(house.database.pool, new Date(nowMs() + 2 * timeoutMs));
  if (!due) return false;
  const error = await send(house, due);
  const waitMs = waitsMs[due.attempts - 1];
  const nextTryAt = error && waitMs !== undefined ? new Date(nowMs() + waitMs) : null;
  await settleDelivery(house.database.pool, due.id, { deliveredAt: error ? null : now(), nextTryAt, error });
  return true;
}

/** One look: what was settled is queued, what is due is sent. Returns how many were sent or tried. */
export async function tellWebhooks(house: WebhookHouse): Promise<number> {
  const { pool } = house.database;
  const hooks = (await selectWebhooks(pool)).filter((hook) => hook.disabledAt === null);
  if (hooks.length === 0) return 0;
  const upTo = await selectSettledEvent(pool);
  if (upTo !== null) for (const hook of hooks) await queueDeliveries(house, hook.id, upTo);
  let tried = 0;
  while (tried < 200 && (await deliverOne(house))) tried++;
  return tried;
}

/** Looks every five seconds; the returned function waits for the look under way. */
export function startWebhooks(house: WebhookHouse): () => Promise<void> {
  const warn = (error: unknown) => log.warn({ err: toAppError(error) }, "webhooks.failed");
  const look = () => tellWebhooks(house).then(() => undefined, warn);
  let looking = publishWebhookKey(house).then(look, warn);
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
