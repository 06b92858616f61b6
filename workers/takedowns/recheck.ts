// Promises that what was asked to go is looked at again on its days, and that a check is settled only by what was really seen.
import { z } from "zod";
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { toAppError } from "#core/errors.ts";
import type { CaptureId } from "#core/id.ts";
import { log } from "#core/log.ts";
import { insertContrast, selectCapture, selectOptionalSeal } from "#core/records/capture.ts";
import { recordEvent } from "#core/records/event.ts";
import { isStopped } from "#core/records/setting.ts";
import {
  type DueCheck,
  lockCheck,
  type Look,
  markReturned,
  putCheckOff,
  selectDueChecks,
  selectFiredWords,
  setLooking,
  settleCheck,
} from "#core/records/takedown-check.ts";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import { ask } from "../flow.ts";
import type { House } from "../house.ts";
import { type Before, compareCaptures } from "./compare-pages.ts";
import { askDomain, judgeDomain } from "./look-at-domain.ts";

/** Looks of one check before it is settled as unreachable or not captured, and the pause between them, which doubles. */
const maxAttempts = 3;
const pauseMs = 6 * 3_600_000;
/** How soon a capture under way is asked after again. */
const pollMs = 15_000;
const batch = 20;
const actor = "hệ thống";

const Sealed = z.object({ text: z.object({ record: z.string() }).nullable() });

async function readText(house: House, captureId: CaptureId): Promise<string | null> {
  const seal = await selectOptionalSeal(house.database.pool, captureId);
  if (!seal) return null;
  const sealed = await openSealed(house.store, seal.storeKey);
  const { text } = Sealed.parse(sealed.manifest);
  return text ? (await sealed.read(text.record)).payload.toString("utf8") : "";
}

/** The capture before, where it can still be read: quarantined and destroyed ones say nothing. */
async function readBefore(house: House, captureId: CaptureId | null): Promise<Before | null> {
  if (!captureId) return null;
  const text = await readText(house, captureId).catch(() => null);
  if (text === null) return null;
  return { text, fired: await selectFiredWords(house.database.pool, captureId) };
}

/** What the check's own capture says; null while it is under way. */
async function judgeCapture(house: House, check: DueCheck, captureId: CaptureId): Promise<Look | null> {
  const capture = await selectCapture(house.database.pool, captureId);
  if (capture.state === "queued" || capture.state === "captured") return null;
  if (capture.state !== "sealed") {
    const result = capture.status === "unreachable" ? "unreachable" : "not-captured";
    const note = capture.statusReason || capture.error;
    return { result, captureId, facts: { status: capture.status }, note };
  }
  const seal = await selectOptionalSeal(house.database.pool, captureId);
  const { data: facts } = z.object({ mainStatus: z.number().nullable() }).safeParse(seal?.summary);
  const text = await readText(house, captureId);
  if (text === null || !facts) return { result: "not-captured", captureId, facts: {}, note: "không đọc được bản chụp" };
  // A contrast capture that stands for "nothing here" carries the page's own words for it.
  const saysNothing = capture.status === "captured" ? capture.statusReason : "";
  const seen = { status: facts.mainStatus, saysNothing, text };
  return { ...compareCaptures(await readBefore(house, check.beforeCaptureId), seen), captureId };
}

async function settle(tx: Db, check: DueCheck, look: Look): Promise<void> {
  const saysNothing = look.result === "unreachable" || look.result === "not-captured";
  if (saysNothing && check.attempts + 1 < maxAttempts) {
    await putCheckOff(tx, check.id, look, new Date(nowMs() + pauseMs * 2 ** check.attempts));
    return;
  }
  const note = saysNothing ? `sau ${check.attempts + 1} lần xem: ${look.note}` : look.note;
  await settleCheck(tx, check.id, { ...look, note });
  const isBack = look.result === "still-up" && (check.state === "removed" || check.wasGone);
  if (isBack) await markReturned(tx, check.takedownId);
  await recordEvent(tx, actor, "takedown.checked", check.takedownId, { day: check.day, result: look.result, isBack });
}

const isDomain = (check: DueCheck) => check.kind === "domain-suspension" || check.kind === "domain-revocation";

/** Asks for an evidence capture that keeps "not found" pages too: they are the proof of removal. */
async function askCapture(tx: Db, check: DueCheck): Promise<void> {
  const wish = {
    targetId: null,
    scanId: null,
    pageId: null,
    url: check.url,
    vantage: "desktop" as const,
    askedBy: actor,
    reason: `kiểm tra lại sau yêu cầu gỡ bỏ: ngày thứ ${check.day}`,
  };
  const captureId = (await insertContrast(tx, wish))!;
  await setLooking(tx, check.id, captureId, new Date(nowMs() + pollMs));
  await ask(tx, "capture", { captureId });
}

/** One check, one step further. True where something was done. */
async function recheckOne(house: House, id: string, nameServers?: readonly string[]): Promise<boolean> {
  const { pool } = house.database;
  // Questions to others stand outside of the transaction; who comes second finds the check locked, settled or with a capture.
  const first = await inTransaction(pool, (tx) => lockCheck(tx, id));
  if (!first) return false;
  if (isDomain(first)) {
    const facts = await askDomain(house, first.url, nameServers);
    const look = { ...judgeDomain(facts), captureId: null, facts: { ...facts } };
    return advance(house, id, first, (tx, check) => settle(tx, check, look));
  }
  if (first.captureId === null) return advance(house, id, first, askCapture);
  const { captureId } = first;
  const look = await judgeCapture(house, first, captureId);
  return advance(house, id, first, (tx, check) =>
    look ? settle(tx, check, look) : setLooking(tx, id, captureId, new Date(nowMs() + pollMs)),
  );
}

/** Does the step where the check still stands as it was read. */
function advance(
  house: House,
  id: string,
  seen: DueCheck,
  step: (tx: Db, check: DueCheck) => Promise<void>,
): Promise<boolean> {
  return inTransaction(house.database.pool, async (tx) => {
    const check = await lockCheck(tx, id);
    if (!check || check.captureId !== seen.captureId || check.attempts !== seen.attempts) return false;
    await step(tx, check);
    return true;
  });
}

/** One look at everything that is due; gives how many checks went a step further. Nothing is contacted while the red switch is on. */
export async function recheckTakedowns(
  house: House,
  { nameServers }: { nameServers?: readonly string[] } = {},
): Promise<number> {
  const { pool } = house.database;
  if (await isStopped(pool)) return 0;
  let moved = 0;
  for (const id of await selectDueChecks(pool, now(), batch)) {
    const isMoved = await recheckOne(house, id, nameServers).catch((error: unknown) => {
      log.warn({ err: toAppError(error), facts: { checkId: id } }, "recheck.failed");
      return false;
    });
    if (isMoved) moved++;
  }
  return moved;
}

/** Looks again and again while the program runs; the returned function waits for the look under way. */
export function startRechecks(house: House, lookEveryMs = 20_000): () => Promise<void> {
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking
      .then(() => recheckTakedowns(house))
      .then(
        () => undefined,
        (error: unknown) => log.warn({ err: toAppError(error) }, "rechecks.failed"),
      );
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
