// Promises the work around a case: who has it, tasks, notes, referrals with what came back, requests to take down, outcomes.
import type { PersonId } from "#core/id.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { assignCase } from "#core/records/case-file.ts";
import { addOutcome, recordPayment, withdrawOutcome } from "#core/records/case-outcome.ts";
import { addReferral, recordReceipt, recordReply } from "#core/records/case-referral.ts";
import { addNote, addTask, tickTask } from "#core/records/case-task.ts";
import { selectPerson } from "#core/records/person.ts";
import { onTakedownRequested } from "#core/law/run-deadlines.ts";
import { addTakedown, selectTakedownsByRegistrar, settleTakedown } from "#core/records/takedown.ts";
import type { CaptureId } from "#core/id.ts";
import {
  Added,
  AssignCase,
  NoteBody,
  OutcomeBody,
  WithdrawOutcomeBody,
  PaymentBody,
  ReceiptBody,
  ReferralBody,
  RegistrarRegister,
  ReplyBody,
  SettleTakedown,
  TakedownBody,
  TaskBody,
  TickTask,
} from "../../api/case-acts.ts";
import { Done } from "../../api/problem.ts";
import { may } from "../access.ts";
import type { DeskContext } from "../desk-context.ts";
import { toPlain } from "../to-plain.ts";
import type { TypedApp } from "../typed-app.ts";
import { CaseParams, PartParams, writeCase } from "../write-case.ts";

const change = { access: "case.change" } as const;
/** What comes back from outside: the clerk enters it, too. */
const record = { access: "case.record" } as const;
const done = { done: true } as const;

export function addCaseWorkRoutes(app: TypedApp, ctx: DeskContext): void {
  addTaskRoutes(app, ctx);
  addReferralRoutes(app, ctx);
  addTakedownRoutes(app, ctx);
  addOutcomeRoutes(app, ctx);
}

/** Throws `input.invalid` for somebody who may not work on cases. */
async function checkWorker(ctx: DeskContext, id: string | null): Promise<PersonId | null> {
  if (id === null) return null;
  const person = await selectPerson(ctx.pool, id as PersonId);
  if (person.disabledAt || !may(person.role, "case.step"))
    throw new AppError("input.invalid", { detail: "assignedTo: this account does not work on cases" });
  return person.id;
}

function addTaskRoutes(app: TypedApp, ctx: DeskContext): void {
  app.put(
    "/api/cases/:id/assigned",
    { config: change, schema: { params: CaseParams, body: AssignCase, response: { 200: Done } } },
    async (request) => {
      const { id } = request.params;
      const personId = await checkWorker(ctx, request.body.personId);
      const write = { act: "case.assigned", detail: { personId }, changes: "work" } as const;
      await writeCase(ctx, request, id, write, (tx) => assignCase(tx, id, personId));
      return done;
    },
  );
  app.post(
    "/api/cases/:id/tasks",
    { config: change, schema: { params: CaseParams, body: TaskBody, response: { 200: Added } } },
    async (request) => {
      const { id } = request.params;
      const assignedTo = await checkWorker(ctx, request.body.assignedTo);
      const task = { ...request.body, assignedTo };
      const write = { act: "case.task-changed", changes: "work" } as const;
      return { id: await writeCase(ctx, request, id, write, (tx, me) => addTask(tx, id, task, me.login)) };
    },
  );
  app.put(
    "/api/cases/:id/tasks/:part",
    {
      config: { access: "case.step" },
      schema: { params: PartParams, body: TickTask, response: { 200: Done } },
    },
    async (request) => {
      const { id, part } = request.params;
      const write = { act: "case.task-changed", detail: { part }, changes: "work" } as const;
      await writeCase(ctx, request, id, write, (tx, me) => tickTask(tx, id, part, request.body.done, me.login));
      return done;
    },
  );
  app.post(
    "/api/cases/:id/notes",
    { config: change, schema: { params: CaseParams, body: NoteBody, response: { 200: Done } } },
    async (request) => {
      const { id } = request.params;
      const write = { act: "case.note-added", changes: "papers" } as const;
      await writeCase(ctx, request, id, write, (tx, me) => addNote(tx, id, request.body.text, me.login));
      return done;
    },
  );
}

function addReferralRoutes(app: TypedApp, ctx: DeskContext): void {
  const write = { act: "case.referral-changed", changes: "papers" } as const;
  app.post(
    "/api/cases/:id/referrals",
    { config: change, schema: { params: CaseParams, body: ReferralBody, response: { 200: Added } } },
    async (request) => {
      const { id } = request.params;
      return { id: await writeCase(ctx, request, id, write, (tx, me) => addReferral(tx, id, request.body, me.login)) };
    },
  );
  app.put(
    "/api/cases/:id/referrals/:part/receipt",
    { config: record, schema: { params: PartParams, body: ReceiptBody, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      const receipt = { ...write, detail: { part }, changes: "work" } as const;
      await writeCase(ctx, request, id, receipt, (tx) => recordReceipt(tx, id, part, request.body));
      return done;
    },
  );
  app.put(
    "/api/cases/:id/referrals/:part/reply",
    { config: record, schema: { params: PartParams, body: ReplyBody, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      const reply = { ...write, detail: { part }, changes: "work" } as const;
      await writeCase(ctx, request, id, reply, (tx) => recordReply(tx, id, part, request.body));
      return done;
    },
  );
}

function addTakedownRoutes(app: TypedApp, ctx: DeskContext): void {
  const write = { act: "case.takedown-changed", changes: "papers" } as const;
  app.get(
    "/api/takedowns/registrars",
    { config: { access: "case.read" }, schema: { response: { 200: RegistrarRegister } } },
    async () => ({ items: (await selectTakedownsByRegistrar(ctx.pool)).map((row) => toPlain(row)) }),
  );
  app.post(
    "/api/cases/:id/takedowns",
    { config: change, schema: { params: CaseParams, body: TakedownBody, response: { 200: Added } } },
    async (request) => {
      const { id } = request.params;
      const { requestedAt, dueAt, beforeCaptureId, ...rest } = request.body;
      const asked = {
        ...rest,
        requestedAt: new Date(requestedAt),
        dueAt: dueAt === null ? null : new Date(dueAt),
        beforeCaptureId: beforeCaptureId as CaptureId | null,
      };
      const add = async (tx: Db, login: string) => {
        const dueAt = await onTakedownRequested(tx, id, asked);
        return addTakedown(tx, id, { ...asked, dueAt: asked.dueAt ?? dueAt }, login);
      };
      return { id: await writeCase(ctx, request, id, write, (tx, me) => add(tx, me.login)) };
    },
  );
  app.put(
    "/api/cases/:id/takedowns/:part",
    { config: record, schema: { params: PartParams, body: SettleTakedown, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      const { state } = request.body;
      const settle = { ...write, detail: { part, state }, changes: "work" } as const;
      await writeCase(ctx, request, id, settle, (tx) => settleTakedown(tx, id, part, state));
      return done;
    },
  );
}

function addOutcomeRoutes(app: TypedApp, ctx: DeskContext): void {
  const write = { act: "case.outcome-changed", changes: "papers" } as const;
  app.post(
    "/api/cases/:id/outcomes",
    { config: change, schema: { params: CaseParams, body: OutcomeBody, response: { 200: Added } } },
    async (request) => {
      const { id } = request.params;
      return { id: await writeCase(ctx, request, id, write, (tx, me) => addOutcome(tx, id, request.body, me.login)) };
    },
  );
  app.put(
    "/api/cases/:id/outcomes/:part/payment",
    { config: record, schema: { params: PartParams, body: PaymentBody, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      const paid = { ...write, detail: { part }, changes: "work" } as const;
      await writeCase(ctx, request, id, paid, (tx) => recordPayment(tx, id, part, request.body.paidOn));
      return done;
    },
  );
  app.post(
    "/api/cases/:id/outcomes/:part/withdraw",
    { config: change, schema: { params: PartParams, body: WithdrawOutcomeBody, response: { 200: Done } } },
    async (request) => {
      const { id, part } = request.params;
      const { reason } = request.body;
      const withdrawn = { ...write, detail: { part, withdrawn: true } } as const;
      await writeCase(ctx, request, id, withdrawn, (tx, me) => withdrawOutcome(tx, id, part, reason, me.login));
      return done;
    },
  );
}
