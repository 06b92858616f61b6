// Promises evidence bytes on their own origin: re-encoded pictures, the package as a download, no cookies, nothing that runs.
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { CaptureId } from "#core/id.ts";
import { selectOptionalSeal, type SealRow } from "#core/records/capture.ts";
import { recordEvent } from "#core/records/event.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import { type LiveSession, selectLiveSession } from "#core/records/session.ts";
import { reEncodePicture } from "#evidence/picture/re-encode.ts";
import { type Act, may } from "../access.ts";
import type { DeskContext } from "../desk-context.ts";
import { openSealedPackage } from "../sealed-package.ts";
import type { TypedApp } from "../typed-app.ts";

const Token = z.object({ token: z.string().max(400) });
const TileParams = Token.extend({ index: z.coerce.number().int().min(0).max(10_000) });

/** The link's subject and its session, which must still live and still have the right. Throws `auth.denied`. */
export async function openLink(
  ctx: DeskContext,
  token: string,
  act: Act,
): Promise<{ subject: string; session: LiveSession }> {
  const { subject, sessionSha256 } = ctx.links.read(token);
  const session = await selectLiveSession(ctx.pool, sessionSha256, now());
  if (!session || !may(session.role, act))
    throw new AppError("auth.denied", { detail: "the session of this address has ended" });
  return { subject, session };
}

async function open(ctx: DeskContext, token: string, act: Act): Promise<{ seal: SealRow; session: LiveSession }> {
  const { subject, session } = await openLink(ctx, token, act);
  const captureId = CaptureId.parse(subject);
  const seal = await selectOptionalSeal(ctx.pool, captureId);
  if (!seal) throw new AppError("not-found", { detail: "no sealed capture of this id" });
  await refuseIfAbsent(ctx.pool, captureId);
  return { seal, session };
}

async function sendTile(ctx: DeskContext, seal: SealRow, index: number, reply: FastifyReply): Promise<FastifyReply> {
  const sealed = await openSealedPackage(ctx.store, seal);
  const tile = sealed.manifest.tiles[index];
  if (!tile) throw new AppError("not-found", { detail: "no such tile" });
  const original = await sealed.readRecord(tile.record);
  const picture = await reEncodePicture(original, null);
  return reply
    .type(picture.type)
    .header("content-disposition", "inline")
    .header("cache-control", "private, max-age=600")
    .send(picture.bytes);
}

export function addEvidenceRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/e/:token/tile/:index",
    { config: { access: "public" }, schema: { params: TileParams } },
    async (request, reply) => {
      const { seal } = await open(ctx, request.params.token, "evidence.read");
      return sendTile(ctx, seal, request.params.index, reply);
    },
  );

  app.get("/e/:token/package", { config: { access: "public" }, schema: { params: Token } }, async (request, reply) => {
    // The same address as the pictures': who may look at evidence may not yet take it along.
    const { seal, session } = await open(ctx, request.params.token, "evidence.export");
    const bytes = await ctx.store.get(seal.storeKey);
    await ctx.ports.recordCustody("export", seal, session.login);
    await recordEvent(ctx.pool, session.login, "original.downloaded", seal.captureId, {
      sha256: seal.sha256.toString("hex"),
    });
    return reply
      .type("application/wacz")
      .header("content-disposition", `attachment; filename="${seal.captureId}.wacz"`)
      .header("content-length", seal.sizeBytes)
      .header("cache-control", "no-store")
      .send(bytes);
  });
}
