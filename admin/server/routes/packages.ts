// Promises the export of a finding as a sealed package: asked with a purpose, made in the background, taken on the evidence origin.
import { createReadStream } from "node:fs";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { type CaptureId, FindingId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import { type FindingRow, selectFinding } from "#core/records/finding.ts";
import { selectSealsOf } from "#core/records/package.ts";
import { refuseIfAbsent, selectAbsence } from "#core/records/quarantine.ts";
import type { LiveSession } from "#core/records/session.ts";
import { AskPackage, PackageJobReply, type PackageJobView } from "../../api/packages.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { PackageJob } from "../package-desk.ts";
import type { TypedApp } from "../typed-app.ts";
import { openLink } from "./evidence.ts";

const Params = z.object({ id: FindingId });
const Token = z.object({ token: z.string().max(400) });
const maxCaptures = 200;

export function viewOf(ctx: DeskContext, job: PackageJob, me: LiveSession): PackageJobView {
  const { made, login: _login, captureIds: _captures, startedAt, ofCase, ...others } = job;
  const rest = { ...others, caseId: ofCase?.id ?? null };
  if (!made) return { ...rest, startedAt: startedAt.toISOString(), made: null };
  const { file: _file, until, missingWitnesses, ...facts } = made;
  const { token } = ctx.links.make(made.packageId, me.tokenSha256);
  const shown = { missingWitnesses: [...missingWitnesses], until: until.toISOString() };
  const url = `${ctx.origins.evidence}/e/${token}/bundle`;
  return { ...rest, startedAt: startedAt.toISOString(), made: { ...facts, ...shown, url } };
}

/** The finding's captures whose bytes may leave. Throws `evidence.destroyed`, `evidence.quarantined` for the leading one. */
async function findCaptures(
  ctx: DeskContext,
  finding: FindingRow,
): Promise<{ captureIds: CaptureId[]; leftOut: number }> {
  await refuseIfAbsent(ctx.pool, finding.captureId);
  const seals = await selectSealsOf(ctx.pool, finding.id, maxCaptures);
  const captureIds: CaptureId[] = [];
  for (const { captureId } of seals) {
    const { destroyedAt, quarantinedAt } = await selectAbsence(ctx.pool, captureId);
    if (!destroyedAt && !quarantinedAt) captureIds.push(captureId);
  }
  return { captureIds, leftOut: seals.length - captureIds.length };
}

export function addPackageRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/findings/:id/package",
    {
      config: { access: "evidence.export", stepUp: true, rateLimit: { max: 10, timeWindow: 10 * 60_000 } },
      schema: { params: Params, body: AskPackage, response: { 200: PackageJobReply } },
    },
    async (request) => {
      const me = sessionOf(request);
      const { purpose } = request.body;
      const finding = await selectFinding(ctx.pool, request.params.id);
      const captures = await findCaptures(ctx, finding);
      const facts = { findingId: finding.id, ofCase: null, host: finding.host, purpose };
      const job = ctx.packages.start({ ...captures, ...facts, login: me.login });
      await recordEvent(ctx.pool, me.login, "package.asked", finding.id, { job: job.id, purpose });
      return { job: viewOf(ctx, job, me) };
    },
  );

  app.get(
    "/api/package",
    { config: { access: "evidence.export" }, schema: { response: { 200: PackageJobReply } } },
    async (request) => {
      const me = sessionOf(request);
      const job = ctx.packages.of(me.login);
      return { job: job && viewOf(ctx, job, me) };
    },
  );

  app.get("/e/:token/bundle", { config: { access: "public" }, schema: { params: Token } }, async (request, reply) => {
    const { subject, session } = await openLink(ctx, request.params.token, "evidence.export");
    const made = ctx.packages.take(subject, session.login);
    // Made before a capture of it was quarantined or destroyed: it leaves no longer.
    for (const captureId of ctx.packages.of(session.login)?.captureIds ?? []) await refuseIfAbsent(ctx.pool, captureId);
    const file = createReadStream(made.file);
    await new Promise<void>((resolve, reject) => file.once("open", () => resolve()).once("error", reject)).catch(
      (error: unknown) => {
        throw new AppError("not-found", { cause: error, detail: "the package is no longer here" });
      },
    );
    await ctx.ports.recordPackageTaken(made, session.login);
    await recordEvent(ctx.pool, session.login, "package.downloaded", made.packageId, { sha256: made.sha256 });
    return reply
      .type("application/zip")
      .header("content-disposition", `attachment; filename="${made.packageId}.zip"`)
      .header("content-length", made.sizeBytes)
      .header("cache-control", "no-store")
      .send(file);
  });
}
