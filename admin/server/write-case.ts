// Promises that a write in a case is one transaction: who wrote is entered, the work is done, the search finds it, the trail says so.
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { CaseId } from "#core/id.ts";
import { type Author, noteAuthor, refreshSearch, selectCase, touchCase } from "#core/records/case-file.ts";
import { type EventAct, type EventDetail, recordEvent } from "#core/records/event.ts";
import type { DeskContext } from "./desk-context.ts";
import { sessionOf } from "./guard-requests.ts";

export const CaseParams = z.object({ id: CaseId });
export const PartParams = CaseParams.extend({ part: z.uuid() });

export interface CaseWrite {
  act: EventAct;
  detail?: EventDetail;
  /**
   * `contents` stand still while approval waits; contents and `papers` (notes, referrals, requests, outcomes) make an author, who may then not
   * approve; `work` around the file (tasks, receipts) does not.
   */
  changes: "contents" | "papers" | "work";
}

/** Throws `conflict` where contents stand still; the database says the same. */
async function refuseFrozen(tx: Db, id: CaseId): Promise<void> {
  const { state, isFinal } = await selectCase(tx, id);
  if (state !== "proposed" && !isFinal) return;
  throw new AppError("conflict", {
    detail: `the contents of a case stand still in the state ${state}`,
    cure:
      state === "proposed"
        ? "Hồ sơ đang chờ phê duyệt nên nội dung giữ nguyên. Trả hồ sơ về bước xác minh rồi sửa."
        : "Hồ sơ đã kết thúc nên nội dung giữ nguyên. Mở lại hồ sơ rồi sửa.",
  });
}

/** Runs `work` in a transaction with its entries. Throws `not-found` where there is no such case. */
export function writeCase<T>(
  ctx: DeskContext,
  request: FastifyRequest,
  id: CaseId,
  write: CaseWrite,
  work: (tx: Db, me: Author) => Promise<T>,
): Promise<T> {
  const me = sessionOf(request);
  return inTransaction(ctx.pool, async (tx) => {
    await (write.changes === "work" ? touchCase(tx, id) : noteAuthor(tx, id, me));
    if (write.changes === "contents") await refuseFrozen(tx, id);
    const result = await work(tx, me);
    if (write.changes === "contents") await refreshSearch(tx, id);
    await recordEvent(tx, me.login, write.act, id, write.detail ?? {});
    return result;
  });
}
