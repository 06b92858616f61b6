// Promises documents' bytes on the evidence origin alone: drafts rendered when asked, issued ones as they were kept, all as downloads.
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { isoSeconds } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { DocumentId } from "#core/id.ts";
import { type DocumentRow, selectDocument, selectScans } from "#core/records/document.ts";
import { recordEvent } from "#core/records/event.ts";
import { documentDocx } from "#evidence/dossier/render-docx.ts";
import { documentHtml } from "#evidence/dossier/render-html.ts";
import type { DocumentModel } from "#evidence/dossier/document-model.ts";
import { composeDocument } from "../compose-document.ts";
import type { DeskContext } from "../desk-context.ts";
import { documentKey } from "../issue-document.ts";
import { previewOf } from "../template-previews.ts";
import type { TypedApp } from "../typed-app.ts";
import { openLink } from "./evidence.ts";

const Format = z.enum(["pdf", "docx", "png"]);
type Format = z.infer<typeof Format>;
const Params = z.object({ token: z.string().max(400), format: Format });
const ScanParams = z.object({ token: z.string().max(400), scan: z.uuid() });

const types: Readonly<Record<Format, string>> = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  png: "image/png",
};

async function render(ctx: DeskContext, model: DocumentModel, format: Format): Promise<Buffer> {
  if (format === "docx") return documentDocx(model);
  const page = await documentHtml(model);
  return format === "png" ? ctx.ports.documents.show(page) : ctx.ports.documents.print(page, isoSeconds());
}

/** A PNG is shown in the desk; everything else is a download. */
function send(reply: FastifyReply, bytes: unknown, format: Format, name: string): FastifyReply {
  const how = format === "png" ? "inline" : `attachment; filename="${name}.${format}"`;
  return reply.type(types[format]).header("content-disposition", how).header("cache-control", "no-store").send(bytes);
}

const nameOf = (row: DocumentRow): string => {
  const number = row.number
    .normalize("NFD")
    .replace(/[^\w-]+/g, "-")
    .slice(0, 40);
  return [row.kind, row.caseNumber ?? "", number, row.state === "draft" ? "du-thao" : ""]
    .filter(Boolean)
    .join("-")
    .replace(/[^\w.-]+/g, "-");
};

export function addDocumentFileRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/e/:token/document.:format",
    { config: { access: "public", rateLimit: { max: 60, timeWindow: 60_000 } }, schema: { params: Params } },
    async (request, reply) => {
      const { subject, session } = await openLink(ctx, request.params.token, "document.read");
      const { format } = request.params;
      const row = await selectDocument(ctx.pool, DocumentId.parse(subject));
      const sha256 = format === "pdf" ? row.pdfSha256 : format === "docx" ? row.docxSha256 : null;
      await recordEvent(ctx.pool, session.login, "document.opened", row.id, { format, state: row.state });
      if (row.issuedAt === null)
        return send(reply, await render(ctx, (await composeDocument(ctx, row)).model, format), format, nameOf(row));
      if (!sha256 || format === "png")
        throw new AppError("not-found", { detail: "an issued document is its PDF and its DOCX" });
      const hex = sha256.toString("hex");
      return send(reply, await ctx.store.get(documentKey(row.id, format, hex), { sha256: hex }), format, nameOf(row));
    },
  );

  app.get(
    "/e/:token/template.:format",
    { config: { access: "public", rateLimit: { max: 60, timeWindow: 60_000 } }, schema: { params: Params } },
    async (request, reply) => {
      const { subject } = await openLink(ctx, request.params.token, "template.change");
      const { format } = request.params;
      return send(reply, await render(ctx, await previewOf(ctx, subject), format), format, "mau-van-ban");
    },
  );

  app.get(
    "/e/:token/scan/:scan",
    { config: { access: "public" }, schema: { params: ScanParams } },
    async (request, reply) => {
      const { subject, session } = await openLink(ctx, request.params.token, "document.read");
      const scans = await selectScans(ctx.pool, DocumentId.parse(subject));
      const scan = scans.find((s) => s.id === request.params.scan);
      if (!scan) throw new AppError("not-found", { detail: "no such scan of this document" });
      await recordEvent(ctx.pool, session.login, "document.opened", subject, { scan: scan.id });
      return reply
        .type(scan.media)
        .header("content-disposition", `attachment; filename="ban-ky.${scan.media.split("/")[1]}"`)
        .header("cache-control", "no-store")
        .send(await ctx.store.get(scan.storeKey, { sha256: scan.sha256.toString("hex") }));
    },
  );
}
