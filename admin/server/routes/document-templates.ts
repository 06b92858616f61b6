// Promises templates read, checked with the line that is wrong, looked at and saved as a new version; no version is ever changed.
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { DocumentKind } from "#core/nouns/document.ts";
import { recordEvent } from "#core/records/event.ts";
import {
  insertTemplate,
  selectTemplates,
  selectTemplateVersions,
  type TemplateLine as TemplateRow,
} from "#core/records/document-template.ts";
import { defaultTemplate } from "#evidence/dossier/default-templates.ts";
import { listFields } from "#evidence/dossier/fact-catalogue.ts";
import { filterNames } from "#evidence/dossier/template-filters.ts";
import { SaveTemplate, TemplateCheck, TemplateList, TemplateText, TemplateView } from "../../api/documents.ts";
import { Done } from "../../api/problem.ts";
import { acceptTemplate, currentTemplate } from "../compose-document.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { holdPreview } from "../template-previews.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ kind: DocumentKind });

const shipped = (kind: DocumentKind) => ({ kind, version: 0, note: "", madeBy: null, madeAt: null });
const lineOf = ({ kind, version, note, madeBy, madeAt }: TemplateRow) => {
  return { kind, version, note, madeBy, madeAt: madeAt.toISOString() };
};

/** What is wrong with a template, or null. */
function problemOf(text: string): { line: number; what: string; cure: string } | null {
  try {
    acceptTemplate(text);
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "input.invalid") throw error;
    const what = error.message.replace(/^input\.invalid: (?:dòng \d+: )?/u, "");
    return { line: Number(error.facts.line ?? 1), what, cure: error.cure ?? "" };
  }
}

export function addDocumentTemplateRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/document-templates",
    { config: { access: "template.change" }, schema: { response: { 200: TemplateList } } },
    async () => {
      const own = new Map((await selectTemplates(ctx.pool)).map((row) => [row.kind, lineOf(row)]));
      return { items: DocumentKind.options.map((kind) => own.get(kind) ?? shipped(kind)) };
    },
  );

  app.get(
    "/api/document-templates/:kind",
    { config: { access: "template.change" }, schema: { params: Params, response: { 200: TemplateView } } },
    async (request) => {
      const { kind } = request.params;
      const { version, text } = await currentTemplate(ctx.pool, kind);
      const versions = [...(await selectTemplateVersions(ctx.pool, kind)).map(lineOf), shipped(kind)];
      const fields = listFields().map(({ name, say, within }) => ({ name, say, within }));
      return { kind, version, text, shipped: defaultTemplate(kind), versions, fields, filters: [...filterNames] };
    },
  );

  app.post(
    "/api/document-templates/check",
    {
      config: { access: "template.change" },
      bodyLimit: 300_000,
      schema: { body: TemplateText, response: { 200: TemplateCheck } },
    },
    async (request) => {
      const problem = problemOf(request.body.text);
      if (problem) return { problem, links: null };
      const { token } = ctx.links.make(holdPreview(request.body.text), sessionOf(request).tokenSha256);
      const at = (format: string) => `${ctx.origins.evidence}/e/${token}/template.${format}`;
      return { problem: null, links: { pdf: at("pdf"), docx: at("docx"), picture: at("png") } };
    },
  );

  app.put(
    "/api/document-templates/:kind",
    {
      config: { access: "template.change" },
      bodyLimit: 300_000,
      schema: { params: Params, body: SaveTemplate, response: { 200: Done } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      const { kind } = request.params;
      const { text, note, from } = request.body;
      acceptTemplate(text);
      await inTransaction(ctx.pool, async (tx) => {
        const current = await currentTemplate(tx, kind);
        if (current.version !== from)
          throw new AppError("conflict", {
            detail: `version ${current.version} was saved meanwhile`,
            cure: "Open it again and lay your changes on it.",
          });
        const version = await insertTemplate(tx, kind, text, note, login);
        await recordEvent(tx, login, "template.changed", kind, { version });
      });
      return { done: true as const };
    },
  );
}
