// Promises what a case stands on, by people who write in it: findings, exhibits, subjects, identifiers, articles of law.
import { AppError } from "#core/errors.ts";
import { CaptureId, type FindingId } from "#core/id.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import {
  addExhibit,
  changeExhibit,
  detachCaseFinding,
  detachExhibit,
  reorderExhibits,
} from "#core/records/case-exhibit.ts";
import { selectCase } from "#core/records/case-file.ts";
import { gatherFindings } from "#core/records/case-gather.ts";
import {
  addCharge,
  addIdentifier,
  addSubject,
  changeSubject,
  removeCharge,
  removeIdentifier,
  removeSubject,
} from "#core/records/case-subject.ts";
import { selectLawArticles } from "#core/records/law.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import {
  AddExhibit,
  AddFindings,
  Added,
  ChangeExhibit,
  ChargeBody,
  Detach,
  IdentifierBody,
  SubjectBody,
} from "../../api/case-acts.ts";
import { FindingsAdded } from "../../api/cases.ts";
import { Done } from "../../api/problem.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { findOwner } from "../find-capture.ts";
import type { TypedApp } from "../typed-app.ts";
import { CaseParams, PartParams, writeCase } from "../write-case.ts";
import { tellGathered } from "./cases.ts";

const config = { access: "case.change" } as const;
const done = { done: true } as const;

export function addCaseContentRoutes(app: TypedApp, ctx: DeskContext): void {
  addFindingRoutes(app, ctx);
  addExhibitRoutes(app, ctx);
  addSubjectRoutes(app, ctx);
  addChargeRoutes(app, ctx);
}

function addFindingRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/cases/:id/findings",
    { config, schema: { params: CaseParams, body: AddFindings, response: { 200: FindingsAdded } } },
    async (request) => {
      const { id } = request.params;
      const ids = request.body.findingIds as FindingId[];
      const { number } = await selectCase(ctx.pool, id);
      const write = { act: "case.finding-added", detail: { findings: ids.length }, changes: "contents" } as const;
      const gathered = await writeCase(ctx, request, id, write, (tx, me) => gatherFindings(tx, id, ids, me));
      return tellGathered(ctx, { id, number, ...gathered }, sessionOf(request));
    },
  );

  app.post(
    "/api/cases/:id/findings/:part/detach",
    { config, schema: { params: PartParams, body: Detach, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      const write = { act: "case.finding-detached", detail: { part }, changes: "contents" } as const;
      await writeCase(ctx, request, id, write, (tx, me) =>
        detachCaseFinding(tx, id, part, { reason: request.body.reason, login: me.login }),
      );
      return done;
    },
  );
}

/** Throws `not-found` where the capture is not sealed or its bytes are away, the finding is unknown, or the capture none of its own: signs of one page would stand on the picture of another. */
async function checkExhibit(ctx: DeskContext, captureId: CaptureId, findingId: FindingId | null): Promise<void> {
  if (!(await selectOptionalSeal(ctx.pool, captureId)))
    throw new AppError("not-found", { detail: "no sealed capture of this id" });
  await refuseIfAbsent(ctx.pool, captureId);
  if (findingId) await findOwner(ctx, findingId, captureId);
}

function addExhibitRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/cases/:id/exhibits",
    { config, schema: { params: CaseParams, body: AddExhibit, response: { 200: Added } } },
    async (request) => {
      const { id } = request.params;
      const captureId = CaptureId.parse(request.body.captureId);
      const findingId = request.body.findingId as FindingId | null;
      await checkExhibit(ctx, captureId, findingId);
      const { caption } = request.body;
      const write = { act: "case.exhibit-added", detail: { captureId }, changes: "contents" } as const;
      const made = await writeCase(ctx, request, id, write, (tx, me) =>
        addExhibit(tx, id, { captureId, findingId, caption }, me.login),
      );
      if (!made)
        throw new AppError("conflict", {
          detail: "the capture stands in the case already",
          cure: "Bản chụp này đã có trong hồ sơ.",
        });
      return { id: made };
    },
  );

  app.patch(
    "/api/cases/:id/exhibits/:part",
    { config, schema: { params: PartParams, body: ChangeExhibit, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      const { position, ...words } = request.body;
      const write = { act: "case.exhibit-changed", detail: { part }, changes: "contents" } as const;
      await writeCase(ctx, request, id, write, async (tx) => {
        await changeExhibit(tx, id, part, words);
        if (position !== undefined) await reorderExhibits(tx, id, { id: part, position });
      });
      return done;
    },
  );

  app.post(
    "/api/cases/:id/exhibits/:part/detach",
    { config, schema: { params: PartParams, body: Detach, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      const write = { act: "case.exhibit-detached", detail: { part }, changes: "contents" } as const;
      await writeCase(ctx, request, id, write, (tx, me) =>
        detachExhibit(tx, id, part, { reason: request.body.reason, login: me.login }),
      );
      return done;
    },
  );
}

function addSubjectRoutes(app: TypedApp, ctx: DeskContext): void {
  const write = { act: "case.subject-changed", changes: "contents" } as const;
  app.post(
    "/api/cases/:id/subjects",
    { config, schema: { params: CaseParams, body: SubjectBody, response: { 200: Added } } },
    async (request) => {
      const { id } = request.params;
      return { id: await writeCase(ctx, request, id, write, (tx, me) => addSubject(tx, id, request.body, me.login)) };
    },
  );
  app.put(
    "/api/cases/:id/subjects/:part",
    { config, schema: { params: PartParams, body: SubjectBody, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      await writeCase(ctx, request, id, write, (tx) => changeSubject(tx, id, part, request.body));
      return done;
    },
  );
  app.delete(
    "/api/cases/:id/subjects/:part",
    { config, schema: { params: PartParams, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      await writeCase(ctx, request, id, write, (tx, me) => removeSubject(tx, id, part, me.login));
      return done;
    },
  );
  addIdentifierRoutes(app, ctx);
}

function addIdentifierRoutes(app: TypedApp, ctx: DeskContext): void {
  const write = { act: "case.identifier-changed", changes: "contents" } as const;
  app.post(
    "/api/cases/:id/identifiers",
    { config, schema: { params: CaseParams, body: IdentifierBody, response: { 200: Added } } },
    async (request) => {
      const { id } = request.params;
      const words = { ...request.body, captureId: request.body.captureId as CaptureId | null };
      return { id: await writeCase(ctx, request, id, write, (tx, me) => addIdentifier(tx, id, words, me.login)) };
    },
  );
  app.delete(
    "/api/cases/:id/identifiers/:part",
    { config, schema: { params: PartParams, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      await writeCase(ctx, request, id, write, (tx, me) => removeIdentifier(tx, id, part, me.login));
      return done;
    },
  );
}

function addChargeRoutes(app: TypedApp, ctx: DeskContext): void {
  const write = { act: "case.charge-changed", changes: "contents" } as const;
  app.post(
    "/api/cases/:id/charges",
    { config, schema: { params: CaseParams, body: ChargeBody, response: { 200: Added } } },
    async (request) => {
      const { id } = request.params;
      const { articleId } = request.body;
      if ((await selectLawArticles(ctx.pool, [articleId])).length === 0)
        throw new AppError("input.invalid", {
          detail: `articleId: the law's records hold no article ${articleId}`,
          cure: "Chọn điều luật trong danh mục căn cứ pháp lý.",
        });
      return { id: await writeCase(ctx, request, id, write, (tx, me) => addCharge(tx, id, request.body, me.login)) };
    },
  );
  app.delete(
    "/api/cases/:id/charges/:part",
    { config, schema: { params: PartParams, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      await writeCase(ctx, request, id, write, (tx, me) => removeCharge(tx, id, part, me.login));
      return done;
    },
  );
}
