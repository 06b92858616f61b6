// Promises documents by their routes: drafted and filled by who may make them, issued with number and day by the clerk.
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { CaseId, DocumentId } from "#core/id.ts";
import { DocumentKind, documentRules } from "#core/nouns/document.ts";
import { selectCase } from "#core/records/case-file.ts";
import {
  changeTyped,
  insertDocument,
  selectDocument,
  selectDocuments,
  withdrawDocument,
} from "#core/records/document.ts";
import { recordEvent } from "#core/records/event.ts";
import {
  AddScan,
  CaseDocuments,
  ChangeDocument,
  IssueDocument,
  NewDocument,
  NewDocumentReply,
  WithdrawDocument,
} from "../../api/documents.ts";
import { Done } from "../../api/problem.ts";
import { composeDocument, registerWords } from "../compose-document.ts";
import type { DeskContext } from "../desk-context.ts";
import { lineOf, mayType } from "../document-view.ts";
import { sessionOf } from "../guard-requests.ts";
import { addScan, issue, missingBefore } from "../issue-document.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: DocumentId });
const CaseParams = z.object({ id: CaseId });
const done = { done: true as const };

async function startDraft(
  ctx: DeskContext,
  kind: DocumentKind,
  caseId: CaseId | null,
  by: { personId: string; login: string },
) {
  const drafter = { personId: by.personId as never, login: by.login };
  return inTransaction(ctx.pool, async (tx) => {
    const id = await insertDocument(tx, kind, caseId, {}, drafter);
    const row = await selectDocument(tx, id);
    await recordEvent(tx, by.login, "document.drafted", id, { kind, caseId });
    return row;
  });
}

/** Register words follow the draft, so that the register names it before it is issued. */
async function setWords(ctx: DeskContext, id: DocumentId, typed: Record<string, string>, login: string): Promise<void> {
  const row = await selectDocument(ctx.pool, id);
  const composed = await composeDocument(ctx, { ...row, typed });
  await inTransaction(ctx.pool, async (tx) => {
    await changeTyped(tx, id, { typed, ...registerWords(composed) }, login);
    await recordEvent(tx, login, "document.changed", id, { fields: Object.keys(typed).length });
  });
}

function addDrafting(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/cases/:id/documents",
    { config: { access: "document.read" }, schema: { params: CaseParams, response: { 200: CaseDocuments } } },
    async (request) => {
      const caseId = request.params.id;
      await selectCase(ctx.pool, caseId);
      const rows = await selectDocuments(ctx.pool, { caseId, limit: 200 });
      const kinds = [];
      for (const kind of DocumentKind.options)
        kinds.push({
          kind,
          outgoing: documentRules[kind].outgoing,
          missing: await missingBefore(ctx, { kind, caseId }),
        });
      return { items: rows.map((row) => ({ ...lineOf(row), hasScan: row.hasScan })), kinds };
    },
  );

  app.post(
    "/api/cases/:id/documents",
    {
      config: { access: "document.make" },
      schema: { params: CaseParams, body: NewDocument, response: { 200: NewDocumentReply } },
    },
    async (request) => {
      const me = sessionOf(request);
      await selectCase(ctx.pool, request.params.id);
      const { id } = await startDraft(ctx, request.body.kind, request.params.id, me);
      await setWords(ctx, id, {}, me.login);
      return { id };
    },
  );

  app.post(
    "/api/documents",
    { config: { access: "document.make" }, schema: { body: NewDocument, response: { 200: NewDocumentReply } } },
    async (request) => {
      const me = sessionOf(request);
      const { kind } = request.body;
      if (documentRules[kind].needs.length > 0)
        throw new AppError("input.invalid", {
          detail: `kind: ${kind} belongs to a case`,
          cure: "Open the case and draft it there.",
        });
      const { id } = await startDraft(ctx, kind, null, me);
      await setWords(ctx, id, {}, me.login);
      return { id };
    },
  );

  app.put(
    "/api/documents/:id",
    {
      config: { access: "document.make" },
      bodyLimit: 400_000,
      schema: { params: Params, body: ChangeDocument, response: { 200: Done } },
    },
    async (request) => {
      const me = sessionOf(request);
      const typed = Object.fromEntries(Object.entries(request.body.typed).filter(([, text]) => text.trim()));
      const foreign = Object.keys(typed).find((name) => !mayType(name));
      if (foreign !== undefined)
        throw new AppError("input.invalid", {
          detail: `${foreign}: not a field to be typed`,
          cure: "Change it in the case or in the office's settings.",
        });
      await setWords(ctx, request.params.id, typed, me.login);
      return done;
    },
  );
}

function addIssuing(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/documents/:id/issue",
    {
      config: { access: "document.issue", stepUp: true, rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: { params: Params, body: IssueDocument, response: { 200: Done } },
    },
    async (request) => {
      const { personId, login } = sessionOf(request);
      await issue(ctx, request.params.id, request.body, { personId, login });
      return done;
    },
  );

  app.post(
    "/api/documents/:id/withdraw",
    {
      config: { access: "document.issue" },
      schema: { params: Params, body: WithdrawDocument, response: { 200: Done } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      await selectDocument(ctx.pool, request.params.id);
      await inTransaction(ctx.pool, async (tx) => {
        await withdrawDocument(tx, request.params.id, request.body.reason, login);
        await recordEvent(tx, login, "document.withdrawn", request.params.id);
      });
      return done;
    },
  );

  app.post(
    "/api/documents/:id/scan",
    {
      config: { access: "document.issue" },
      bodyLimit: 28_100_000,
      schema: { params: Params, body: AddScan, response: { 200: Done } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      const bytes = Buffer.from(request.body.base64, "base64");
      checkMedia(bytes, request.body.media);
      await addScan(ctx, request.params.id, bytes, request.body.media, login);
      return done;
    },
  );
}

const signatures = { "application/pdf": "25504446", "image/png": "89504e47", "image/jpeg": "ffd8ff" } as const;

function checkMedia(bytes: Buffer, media: keyof typeof signatures): void {
  if (bytes.toString("hex", 0, 8).startsWith(signatures[media])) return;
  throw new AppError("input.invalid", { detail: `tệp không phải ${media}`, cure: "Gắn tệp PDF, PNG hoặc JPEG." });
}

export function addDocumentRoutes(app: TypedApp, ctx: DeskContext): void {
  addDrafting(app, ctx);
  addIssuing(app, ctx);
}
