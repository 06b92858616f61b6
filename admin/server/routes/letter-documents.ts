// Promises the answer to an incoming letter drafted with a row for each of its sites, as people answered them.
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import type { PersonId } from "#core/id.ts";
import { changeTyped, insertDocument, selectDocument, type Typed } from "#core/records/document.ts";
import { recordEvent } from "#core/records/event.ts";
import { type BatchAnswer, readBatchAnswer } from "#core/records/letter.ts";
import { NewDocumentReply } from "../../api/documents.ts";
import { composeDocument, registerWords } from "../compose-document.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { resultWords } from "../letter-view.ts";
import type { TypedApp } from "../typed-app.ts";

const cell = (text: string | null) => (text ?? "").replace(/[\t\r\n]+/g, " ");

function typedOf({ letter, items }: BatchAnswer): Typed {
  const rows = items.map((item) => {
    const result = item.result === null ? "chưa trả lời" : resultWords[item.result];
    return [item.given, result, cell(item.action), cell(item.answerNote)].map(cell).join("\t");
  });
  const said = { noi_nhan: letter.sender, so_den: letter.number, ngay_den: letter.datedOn };
  return { ...Object.fromEntries(Object.entries(said).map(([k, v]) => [`van_ban.${k}`, v])), dong: rows.join("\n") };
}

export function addLetterDocumentRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/letters/:id/document",
    {
      config: { access: "document.make" },
      schema: { params: z.object({ id: z.uuid() }), response: { 200: NewDocumentReply } },
    },
    async (request) => {
      const { personId, login } = sessionOf(request);
      const typed = typedOf(await readBatchAnswer(ctx.pool, request.params.id));
      const by = { personId: personId as PersonId, login };
      const kind = "letter-reply" as const;
      const id = await inTransaction(ctx.pool, async (tx) => {
        const made = await insertDocument(tx, kind, null, typed, by);
        await recordEvent(tx, login, "document.drafted", made, { kind, caseId: null, letterId: request.params.id });
        return made;
      });
      const words = registerWords(await composeDocument(ctx, await selectDocument(ctx.pool, id)));
      await inTransaction(ctx.pool, (tx) => changeTyped(tx, id, { typed, ...words }, login));
      return { id };
    },
  );
}
