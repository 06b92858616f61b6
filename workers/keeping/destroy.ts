// Promises destruction as an act of two people: asked by one, confirmed by another, refused under a hold, told in minutes, finished after a kill.
import { createHash } from "node:crypto";
import { now } from "#core/clock.ts";
import { type Db } from "#core/db/sql.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { type CaptureId, newId } from "#core/id.ts";
import { log } from "#core/log.ts";
import { type SealRow, selectCapture } from "#core/records/capture.ts";
import {
  blankWords,
  countDestructions,
  type DestructionRequest,
  type Ground,
  insertDestruction,
  insertDestructionRefusal,
  insertDestructionRequest,
  markDestructionDone,
  selectDependents,
  selectDestructionRequest,
  selectOpenRequest,
  selectPackagesWith,
  selectUnfinishedDestructions,
  type Unfinished,
} from "#core/records/destruction.ts";
import { lockKeeping, selectStandingHolds } from "#core/records/hold.ts";
import { selectTerm } from "#core/records/retention.ts";
import { asJson, canonicalBytes } from "#evidence/archive/canonical-json.ts";
import { putTombstone, quarantineKey } from "#evidence/store/tombstone.ts";
import { type Asked, checkAsked, enterAct, type Keeper, selectSealed } from "./keeper.ts";
import { dropCopies, removeScanBytes } from "./other-copies.ts";
import { refuseIfDestroyed } from "./refuse-destroyed.ts";

/** Asks; gives the request's id. Throws `conflict` while a term runs or another request waits, `evidence.held` under a hold. */
export async function askDestruction(keeper: Keeper, asked: Asked & { ground: Ground }): Promise<string> {
  checkAsked(asked);
  const { captureId, ground } = asked;
  const seal = await selectSealed(keeper.pool, captureId);
  return inTransaction(keeper.pool, async (tx) => {
    await lockKeeping(tx, captureId);
    await refuseIfDestroyed(tx, captureId);
    await refuseIfHeld(tx, captureId);
    if (ground === "term-over") await refuseBeforeTerm(tx, captureId);
    const open = await selectOpenRequest(tx, captureId);
    if (open) throw new AppError("conflict", { detail: `request ${open.id} by ${open.askedBy} waits for an answer` });
    const id = newId();
    const ledgerSeq = await enterAct(tx, "destruction.asked", asked, seal, { request: id, ground });
    await insertDestructionRequest(tx, { ...asked, id, at: now(), ledgerSeq });
    return id;
  });
}

interface Answer {
  requestId: string;
  actor: string;
  reason: string;
}

/** The second person says no; the first may take his own request back the same way. */
export async function refuseDestruction(keeper: Keeper, { requestId, actor, reason }: Answer): Promise<void> {
  checkAsked({ actor, reason });
  const request = await selectDestructionRequest(keeper.pool, requestId);
  const seal = await selectSealed(keeper.pool, request.captureId);
  await inTransaction(keeper.pool, async (tx) => {
    await lockKeeping(tx, request.captureId);
    await mustBeOpen(tx, requestId);
    const asked = { captureId: request.captureId, actor, reason };
    const ledgerSeq = await enterAct(tx, "destruction.refused", asked, seal, { request: requestId });
    await insertDestructionRefusal(tx, { id: requestId, actor, reason, at: now(), ledgerSeq });
  });
}

/**
 * The second person confirms: minutes, tombstone and custody entry first, then the bytes. Gives the minutes (canonical JSON).
 * Throws `auth.denied` for the person who asked, `evidence.held` under a hold or the store's lock, `conflict` when answered.
 */
export async function confirmDestruction(keeper: Keeper, { requestId, actor, reason }: Answer): Promise<string> {
  checkAsked({ actor, reason });
  const request = await selectDestructionRequest(keeper.pool, requestId);
  const seal = await selectSealed(keeper.pool, request.captureId);
  if (sameName(actor, request.askedBy))
    throw new AppError("auth.denied", { detail: "whoever asked does not confirm: another person decides" });
  await refuseIfLocked(keeper, seal);
  const minutes = await inTransaction(keeper.pool, async (tx) => {
    await lockKeeping(tx, request.captureId);
    await refuseIfDestroyed(tx, request.captureId);
    await mustBeOpen(tx, requestId);
    await refuseIfHeld(tx, request.captureId);
    return enterDestruction(keeper, tx, request, seal, { actor, reason });
  });
  await finishDestructions(keeper);
  return minutes;
}

async function enterDestruction(
  keeper: Keeper,
  tx: Db,
  request: DestructionRequest,
  seal: SealRow,
  by: { actor: string; reason: string },
): Promise<string> {
  const { captureId, askedBy } = request;
  await lockKeeping(tx, "minutes" as CaptureId); // numbers run without a gap
  const at = now();
  const year = new Date(at.getTime() + 7 * 3_600_000).getUTCFullYear();
  const number = `BBH-${year}-${String((await countDestructions(tx, year)) + 1).padStart(4, "0")}`;
  const capture = await selectCapture(tx, captureId);
  const packages = await selectPackagesWith(tx, captureId);
  const bytes = canonicalBytes(
    asJson({
      format: "vonggac-destruction/1",
      number,
      office: keeper.config.VONGGAC_OFFICE,
      requestId: request.id,
      ground: request.ground,
      reason: request.reason,
      askedBy,
      askedAt: request.askedAt.toISOString(),
      confirmedBy: by.actor,
      confirmedAt: at.toISOString(),
      confirmReason: by.reason,
      capture: {
        captureId,
        url: capture.url,
        sealedAt: seal.sealedAt.toISOString(),
        key: seal.storeKey,
        sha256: seal.sha256.toString("hex"),
        sizeBytes: seal.sizeBytes,
        manifestSha256: seal.manifestSha256.toString("hex"),
        keyFingerprint: seal.keyFingerprint,
        ledgerSeq: seal.ledgerSeq,
      },
      ...scopeOf(packages),
    }),
  );
  const minutesSha256 = createHash("sha256").update(bytes).digest();
  const ledgerSeq = await enterAct(tx, "destruction", { captureId, ...by }, seal, {
    request: request.id,
    number,
    askedBy,
    minutesSha256: minutesSha256.toString("hex"),
  });
  const minutes = bytes.toString("utf8");
  const facts = { requestId: request.id, captureId, askedBy, confirmedBy: by.actor, confirmedAt: at };
  await insertDestruction(tx, { ...facts, number, minutes, minutesSha256, ledgerSeq });
  await blankWords(tx, captureId);
  return minutes;
}

/** What goes with the package, and what stays and why: the minutes say both. */
function scopeOf(packages: readonly { id: string; createdAt: Date }[]) {
  const made = packages.map(({ id, createdAt }) => ({
    what: `gói ${id} lập ngày ${createdAt.toISOString().slice(0, 10)}`,
    why: "đã rời kho: người giữ từng bản phải hủy riêng",
  }));
  return {
    destroyed: [
      "gói niêm phong, kể cả bản đang cách ly",
      "lời trích và tiêu đề trong phát hiện, trong lần quét và trong dòng niêm phong",
      "nội dung trang mà lần quét giữ lại, trừ phần trùng với trang khác",
      "bản sao tạm, ảnh xem trước và gói đã dựng trên máy này",
    ],
    remains: [
      {
        what: "mục trong sổ lưu giữ, dòng niêm phong, dấu thời gian",
        why: "chỉ gồm mã băm, địa chỉ, thời điểm, tên quy tắc",
      },
      { what: "quyết định và ghi chú của cán bộ", why: "là việc đã làm, không được sửa" },
      { what: "bản sao lưu lập trước ngày hủy", why: "nằm ngoài kho: hủy khi hết hạn của bản sao lưu" },
      ...made,
    ],
  };
}

/** Takes away what was confirmed; again after a kill, or when a store's lock has ended. Gives how many still wait. */
export async function finishDestructions(keeper: Keeper): Promise<number> {
  let open = 0;
  for (const row of await selectUnfinishedDestructions(keeper.pool)) {
    try {
      await takeAway(keeper, row);
      await markDestructionDone(keeper.pool, row.requestId, now());
    } catch (error) {
      open++;
      log.warn({ err: toAppError(error), captureId: row.captureId }, "destruction.not-finished");
    }
  }
  return open;
}

async function takeAway(keeper: Keeper, d: Unfinished): Promise<void> {
  const { store } = keeper;
  await store.put(`destruction/${d.requestId}.json`, { bytes: Buffer.from(d.minutes, "utf8") });
  await putTombstone(store, d.storeKey, "destroyed", { reference: d.number, at: d.confirmedAt.toISOString() });
  for (const key of [d.storeKey, quarantineKey(d.storeKey)]) {
    if (await store.has(key)) await store.setLegalHold(key, false);
    await store.remove(key);
  }
  await removeScanBytes(keeper, d.captureId);
  await dropCopies(keeper, d.captureId);
}

const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

async function mustBeOpen(tx: Db, requestId: string): Promise<void> {
  const { state } = await selectDestructionRequest(tx, requestId);
  if (state !== "asked") throw new AppError("conflict", { detail: `request ${requestId} is already ${state}` });
}

async function refuseIfHeld(tx: Db, captureId: CaptureId): Promise<void> {
  const [hold] = await selectStandingHolds(tx, captureId);
  if (hold)
    throw new AppError("evidence.held", {
      detail: `hold ${hold.id} by ${hold.setBy} since ${hold.setAt.toISOString().slice(0, 10)}: ${hold.reason}`,
    });
  const dependents = await selectDependents(tx, captureId);
  if (dependents.length > 0)
    throw new AppError("evidence.held", {
      detail: `${dependents.length} later captures keep their unchanged bodies in this one, ${dependents[0]} first`,
      cure: "Destroy those first.",
    });
}

async function refuseBeforeTerm(tx: Db, captureId: CaptureId): Promise<void> {
  const term = await selectTerm(tx, captureId);
  if (term.keepUntil && term.keepUntil <= now()) return;
  throw new AppError("conflict", {
    detail: term.keepUntil
      ? `kept until ${term.keepUntil.toISOString().slice(0, 10)} (class ${term.classCode})`
      : `no term is set for class ${term.classCode}`,
    cure: "Wait for the term, or set the class's term first.",
  });
}

async function refuseIfLocked({ store }: Keeper, seal: SealRow): Promise<void> {
  const key = (await store.has(seal.storeKey)) ? seal.storeKey : quarantineKey(seal.storeKey);
  if (!(await store.has(key))) return;
  const { retainUntil, legalHold } = await store.lockOf(key);
  if (legalHold) throw new AppError("evidence.held", { detail: "the object store has a legal hold on it" });
  if (retainUntil && retainUntil > now())
    throw new AppError("evidence.held", {
      detail: `the object store has it locked until ${retainUntil.toISOString().slice(0, 10)}`,
    });
}
