// Promises scans and pictures that came in: kept by hash, shown re-encoded or taken as a download, both on the evidence origin alone.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { type IntakeFileRow, selectIntakeFile, selectIntakeUse } from "#core/records/intake-file.ts";
import { recordEvent } from "#core/records/event.ts";
import { reEncodePicture } from "#evidence/picture/re-encode.ts";
import { FileLinks, KeepFile, KeptFile } from "../../api/letters.ts";
import { may } from "../access.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { keepIntake, readIntake } from "../keep-intake.ts";
import type { TypedApp } from "../typed-app.ts";
import { openLink } from "./evidence.ts";

const Params = z.object({ id: z.uuid() });
const Token = z.object({ token: z.string().max(400) });
const shownWidthPx = 1600;

const endings = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "application/pdf": "pdf" } as const;

export function addIntakeRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/intake",
    {
      config: { access: "letter.change", rateLimit: { max: 60, timeWindow: 10 * 60_000 } },
      bodyLimit: 7_200_000,
      schema: { body: KeepFile, response: { 200: KeptFile } },
    },
    async (request) => {
      const { name, base64 } = request.body;
      const { login } = sessionOf(request);
      const file = await keepIntake(ctx, { bytes: Buffer.from(base64, "base64"), name }, login);
      await recordEvent(ctx.pool, login, "intake.kept", file.id, { sha256: file.sha256.toString("hex") });
      return { id: file.id, type: file.type, name: file.name, sizeBytes: file.sizeBytes };
    },
  );

  app.get(
    "/api/intake/:id/links",
    { config: { access: "letter.read" }, schema: { params: Params, response: { 200: FileLinks } } },
    async (request) => {
      const me = sessionOf(request);
      const file = await selectIntakeFile(ctx.pool, request.params.id);
      const { ofTip } = await selectIntakeUse(ctx.pool, file.id);
      if (ofTip && !may(me.role, "tip.read")) throw new AppError("auth.denied", { detail: "the file of a tip" });
      await recordEvent(ctx.pool, me.login, "intake.viewed", file.id, { sha256: file.sha256.toString("hex") });
      const { token } = ctx.links.make(file.id, me.tokenSha256);
      const base = `${ctx.origins.evidence}/e/${token}/intake`;
      const picture = file.type === "application/pdf" ? null : `${base}/picture`;
      return { name: file.name, download: base, picture };
    },
  );

  addBytes(app, ctx);
}

/** On the evidence origin: nothing runs there, and no cookie goes there. */
function addBytes(app: TypedApp, ctx: DeskContext): void {
  const open = async (token: string): Promise<{ file: IntakeFileRow; bytes: Buffer }> => {
    const { subject } = await openLink(ctx, token, "letter.read");
    const file = await selectIntakeFile(ctx.pool, subject);
    return { file, bytes: await readIntake(ctx.store, file) };
  };

  app.get("/e/:token/intake", { config: { access: "public" }, schema: { params: Token } }, async (request, reply) => {
    const { file, bytes } = await open(request.params.token);
    return reply
      .type("application/octet-stream")
      .header("content-disposition", `attachment; filename="${file.id}.${endings[file.type]}"`)
      .header("cache-control", "no-store")
      .send(bytes);
  });

  app.get(
    "/e/:token/intake/picture",
    { config: { access: "public" }, schema: { params: Token } },
    async (request, reply) => {
      const { bytes } = await open(request.params.token);
      const picture = await reEncodePicture(bytes, shownWidthPx);
      return reply
        .type(picture.type)
        .header("content-disposition", "inline")
        .header("cache-control", "private, max-age=600")
        .send(picture.bytes);
    },
  );
}
