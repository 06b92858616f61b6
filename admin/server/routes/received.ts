// Promises a receiving agency the packages that were sent to it: a list, exactly those bytes with a hand-over on record, and its receipt.
import { createReadStream } from "node:fs";
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { touchCase } from "#core/records/case-file.ts";
import { recordEvent } from "#core/records/event.ts";
import { readOffice } from "#core/records/office.ts";
import { selectPackageCaptures } from "#core/records/package.ts";
import { selectPerson } from "#core/records/person.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import { confirmReceipt, type ReceivedPackage, selectReceivedPackages } from "#core/records/received-package.ts";
import type { LiveSession } from "#core/records/session.ts";
import { vietnamDay } from "#core/vietnam-time.ts";
import { Done } from "../../api/problem.ts";
import { ConfirmReceipt, ReceivedPackages } from "../../api/received.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { hashHandedFile } from "../handed-packages.ts";
import type { TypedApp } from "../typed-app.ts";
import { openLink } from "./evidence.ts";

const config = { access: "package.receive" } as const;
const Params = z.object({ id: z.uuid() });
const Token = z.object({ token: z.string().max(400) });

const listOf = (ctx: DeskContext, me: LiveSession) => selectReceivedPackages(ctx.pool, me.personId, vietnamDay(now()));

/** Another agency's package is as unknown as one that nobody made. */
const unknown = () => new AppError("not-found", { detail: "no such package was sent to your agency" });

function viewOf(ctx: DeskContext, row: ReceivedPackage, me: LiveSession): ReceivedPackages["items"][number] {
  const { caseId: _case, agency: _agency, givenBy: _by, sha256, sealedAt, ...rest } = row;
  const kept = ctx.handed.find(row.packageId);
  const url = kept && `${ctx.origins.evidence}/e/${ctx.links.make(row.packageId, me.tokenSha256).token}/received`;
  return {
    ...rest,
    sha256: sha256.toString("hex"),
    sealedAt: sealedAt.toISOString(),
    url,
    until: kept?.until.toISOString() ?? null,
  };
}

/** The kept file, whole and still allowed to leave. Throws `not-found`, `store.failed`, `evidence.destroyed`, `evidence.quarantined`. */
async function checkedFile(ctx: DeskContext, row: ReceivedPackage): Promise<string> {
  for (const { captureId } of await selectPackageCaptures(ctx.pool, row.packageId))
    await refuseIfAbsent(ctx.pool, captureId);
  const kept = ctx.handed.find(row.packageId);
  if (!kept) throw new AppError("not-found", { detail: "the package is no longer here" });
  if ((await hashHandedFile(kept.file)) !== row.sha256.toString("hex"))
    throw new AppError("store.failed", { detail: `the kept file of package ${row.packageId} is not the sealed one` });
  return kept.file;
}

export function addReceivedRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/received", { config, schema: { response: { 200: ReceivedPackages } } }, async (request) => {
    const me = sessionOf(request);
    const { agency } = await selectPerson(ctx.pool, me.personId);
    return { agency, items: (await listOf(ctx, me)).map((row) => viewOf(ctx, row, me)) };
  });

  app.put(
    "/api/received/:id/receipt",
    { config, schema: { params: Params, body: ConfirmReceipt, response: { 200: Done } } },
    async (request) => {
      const me = sessionOf(request);
      const row = (await listOf(ctx, me)).find(({ referralId }) => referralId === request.params.id);
      if (!row) throw unknown();
      const { receivedOn } = request.body;
      if (receivedOn < row.sentOn || receivedOn > vietnamDay(now()))
        throw new AppError("input.invalid", {
          detail: `receivedOn: ${receivedOn} is before the day of sending or after today`,
          cure: "Ngày nhận nằm trong khoảng từ ngày gửi đến hôm nay.",
        });
      await inTransaction(ctx.pool, async (tx) => {
        await confirmReceipt(tx, row.referralId, request.body);
        await touchCase(tx, row.caseId);
        await recordEvent(tx, me.login, "case.referral-changed", row.caseId, { part: row.referralId, receipt: true });
      });
      return { done: true as const };
    },
  );

  app.get("/e/:token/received", { config: { access: "public" }, schema: { params: Token } }, async (request, reply) => {
    const { subject, session } = await openLink(ctx, request.params.token, "package.receive");
    if (!(await readOffice(ctx.pool)).guestsAllowed)
      throw new AppError("auth.denied", { detail: "the guest role is switched off" });
    const row = (await listOf(ctx, session)).find(({ packageId }) => packageId === subject);
    if (!row) throw unknown();
    const file = await checkedFile(ctx, row);
    const sha256 = row.sha256.toString("hex");
    await ctx.ports.recordHandover({ packageId: row.packageId, sha256 }, { ...row, login: session.login });
    await recordEvent(ctx.pool, session.login, "package.downloaded", row.packageId, { sha256 });
    return reply
      .type("application/zip")
      .header("content-disposition", `attachment; filename="${row.packageId}.zip"`)
      .header("content-length", row.sizeBytes)
      .header("cache-control", "no-store")
      .send(createReadStream(file));
  });
}
