// Promises that the trail of acts is tied into the custody log: whoever changes, drops or adds an event later is found out.
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import {
  insertAuditLink,
  type LedgerLink,
  selectAuditLinks,
  selectEventRange,
  selectLastAuditLink,
  selectSettledEvent,
  type TrailVerdict,
} from "#core/records/audit.ts";
import type { EventRow } from "#core/records/event.ts";
import { asJson, canonicalBytes } from "#evidence/archive/canonical-json.ts";
import { appendCustody } from "./custody.ts";

const linkEveryMs = 120_000;
/** Events under one link at most: a check reads a link at a time. */
const mostEvents = 5000;

/** One line of the hash: canonical JSON of the event as it stands, and a line feed. */
function lineOf({ id, at, actor, act, object, detail }: EventRow): Buffer {
  const line = canonicalBytes(asJson({ id, at: at.toISOString(), actor, act, object, detail }));
  return Buffer.concat([line, Buffer.from("\n")]);
}

function hashEvents(events: readonly EventRow[]): Buffer {
  const hash = createHash("sha256");
  for (const event of events) hash.update(lineOf(event));
  return hash.digest();
}

/** Waits for a moment in which nobody writes an event; null where none came within two seconds. */
async function waitForSettledEvent(pool: pg.Pool): Promise<number | null> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const settled = await selectSettledEvent(pool);
    if (settled !== null) return settled;
    await setTimeout(50);
  }
  return null;
}

/** Ties the events since the last link; false where there is nothing new or there was no quiet moment. */
async function linkOnce(pool: pg.Pool): Promise<boolean> {
  const upTo = await waitForSettledEvent(pool);
  if (upTo === null) return false;
  return inTransaction(pool, async (tx) => {
    const after = (await selectLastAuditLink(tx))?.toId ?? 0;
    const events = await selectEventRange(tx, after, upTo, mostEvents);
    if (events.length === 0) return false;
    const [fromId, toId] = [events[0]!.id, events.at(-1)!.id];
    const sha256 = hashEvents(events);
    const at = now();
    const ledgerSeq = await appendCustody(tx, {
      at: at.toISOString(),
      actor: "system",
      act: "audit.linked",
      subject: "audit",
      sha256: sha256.toString("hex"),
      detail: { from: fromId, to: toId, events: events.length },
    });
    // The custody log's lock is held now: another process may have been faster.
    if (((await selectLastAuditLink(tx))?.toId ?? 0) !== after)
      throw new AppError("conflict", { detail: "another process linked these events" });
    await insertAuditLink(tx, { fromId, toId, events: events.length, sha256, sealedAt: at, ledgerSeq });
    return true;
  }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "conflict") return false;
    throw error;
  });
}

/** Ties everything settled; returns how many links were made. */
export async function linkTrail(pool: pg.Pool): Promise<number> {
  let links = 0;
  while (await linkOnce(pool)) links++;
  return links;
}

async function checkLink(pool: pg.Pool, link: LedgerLink, after: number): Promise<string | null> {
  if (!link.ledgerSha256?.equals(link.sha256)) return "its hash is not the one in the custody log";
  const events = await selectEventRange(pool, after, link.toId, mostEvents + 1);
  if (events.length !== link.events) return `${link.events} events were linked, ${events.length} stand there`;
  return hashEvents(events).equals(link.sha256) ? null : "an event is not what it was";
}

/** Reads every linked event again and compares with the custody log. The custody log itself is verified by `ledger verify`. */
export async function verifyTrail(pool: pg.Pool): Promise<TrailVerdict> {
  let [last, after, links, events] = [0, 0, 0, 0];
  for (;;) {
    const batch = await selectAuditLinks(pool, last, 50);
    for (const link of batch) {
      const why = await checkLink(pool, link, after);
      const { id, fromId, toId } = link;
      if (why) return { ok: false, events, links, unlinked: 0, broken: { link: id, fromId, toId, why } };
      [last, after] = [id, toId];
      links++;
      events += link.events;
    }
    if (batch.length < 50) break;
  }
  const rest = await selectEventRange(pool, after, Number.MAX_SAFE_INTEGER, mostEvents);
  return { ok: true, events, links, unlinked: rest.length, broken: null };
}

/** Links every two minutes, and once more when it stops. */
export function startTrailCare(pool: pg.Pool): () => Promise<void> {
  const look = () =>
    linkTrail(pool).then(
      () => undefined,
      (error: unknown) => log.warn({ err: toAppError(error) }, "trail.link-failed"),
    );
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, linkEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
    await look();
  };
}
