// Promises that a write in a case is one transaction: who wrote is entered, the work is done, the search finds it, the trail says so.
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { CaseId } from "#core/id.ts";
import { type Author, noteAuthor, refreshSearch, touchCase } from "#core/records/case-file.ts";
import { type EventAct, type EventDetail, recordEvent } from "#core/records/event.ts";
import type { DeskContext } from "./desk-context.ts";
import { sessionOf } from "./guard-requests.ts";

export const CaseParams = z.object({ id: CaseId });
export const PartParams = CaseParams.extend({ part: z.uuid() });

export interface CaseWrite {
  act: EventAct;
  detail?: EventDetail;
  /** Contents make an author, who may then not approve; work around the file (tasks, receipts) does not. */
  isContent: boolean;
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
    await (write.isContent ? noteAuthor(tx, id, me) : touchCase(tx, id));
    const result = await work(tx, me);
    if (write.isContent) await refreshSearch(tx, id);
    await recordEvent(tx, me.login, write.act, id, write.detail ?? {});
    return result;
  });
}
