// Promises an incoming letter's list of sites as one batch: registered after a dry run, scanned, answered site by site, exported.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import type { TargetId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectIntakeFile } from "#core/records/intake-file.ts";
import {
  insertLetter,
  insertLetterAnswer,
  insertLetterItems,
  readBatchAnswer,
  refuseKnownLetter,
  selectLetter,
  selectLetterItems,
  selectLetters,
  selectLetterTargets,
} from "#core/records/letter.ts";
import { selectScannable } from "#core/records/target.ts";
import { showDay } from "#core/vietnam-time.ts";
import {
  AnswerItem,
  LetterItemsQuery,
  LetterSheet,
  LettersPage,
  LettersQuery,
  RegisterLetter,
  RegisterReply,
} from "../../api/letters.ts";
import { Done } from "../../api/problem.ts";
import { AskScanReply } from "../../api/targets.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { answerTable, itemView, letterView } from "../letter-view.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });
const mostSites = 1000;

export function addLetterRoutes(app: TypedApp, ctx: DeskContext): void {
  addLists(app, ctx);
  addRegistering(app, ctx);
  addAnswers(app, ctx);
}

function addLists(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/letters",
    { config: { access: "letter.read" }, schema: { querystring: LettersQuery, response: { 200: LettersPage } } },
    async (request) => {
      const { limit, ...page } = request.query;
      const rows = await selectLetters(ctx.pool, { ...page, limit: limit + 1 });
      const items = rows.slice(0, limit).map((row) => letterView(row, now()));
      return { items, nextBefore: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
  );

  app.get(
    "/api/letters/:id",
    {
      config: { access: "letter.read" },
      schema: { params: Params, querystring: LetterItemsQuery, response: { 200: LetterSheet } },
    },
    async (request) => {
      const { limit, after } = request.query;
      const letter = await selectLetter(ctx.pool, request.params.id);
      const rows = await selectLetterItems(ctx.pool, letter.id, { after, limit: limit + 1 });
      const items = rows.slice(0, limit);
      const nextAfter = rows.length > limit ? items.at(-1)!.position : null;
      return { letter: letterView(letter, now()), items: items.map(itemView), nextAfter };
    },
  );

  app.get(
    "/api/letters/:id/answer.csv",
    { config: { access: "letter.read" }, schema: { params: Params } },
    async (request, reply) => {
      const batch = await readBatchAnswer(ctx.pool, request.params.id);
      const detail = { sites: batch.items.length, complete: batch.isComplete };
      await recordEvent(ctx.pool, sessionOf(request).login, "letter.exported", batch.letter.id, detail);
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="tra-loi-cong-van.csv"')
        .send(answerTable(batch));
    },
  );
}

/** What the new entries of a letter say of themselves. */
const termsOf = (l: z.infer<typeof RegisterLetter>) => {
  const said = `Công văn số ${l.number} ngày ${showDay(`${l.datedOn}T00:00:00+07:00`)} của ${l.sender}`;
  return { purpose: `${said}: ${l.abstract}`.slice(0, 500), legalBasis: said.slice(0, 500) };
};

function addRegistering(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/letters",
    {
      config: { access: "letter.change" },
      bodyLimit: 2_000_000,
      schema: { body: RegisterLetter, response: { 200: RegisterReply } },
    },
    async (request) => {
      const { csv, dryRun, scan, ...letter } = request.body;
      const { login } = sessionOf(request);
      await refuseKnownLetter(ctx.pool, letter);
      if (letter.fileId) await selectIntakeFile(ctx.pool, letter.fileId);
      const options = { dryRun, actor: login, defaults: termsOf(request.body), needsBasis: false };
      // Told before anything is saved: a list that is too long, or of which nothing can be taken.
      const tried = await ctx.ports.importWatchlist(csv, { ...options, dryRun: true });
      refuseList(tried.rows.length, tried.rows.filter((r) => r.result === "added" || r.result === "watched").length);
      if (dryRun) return { id: null, rows: tried.rows, asked: 0 };
      const { rows } = await ctx.ports.importWatchlist(csv, options);
      const items = rows.flatMap(({ id, given, note }) => (id ? [{ targetId: id, given, note }] : []));
      const id = await inTransaction(ctx.pool, async (tx) => {
        const made = await insertLetter(tx, letter, login);
        await insertLetterItems(tx, made, items);
        await recordEvent(tx, login, "letter.registered", made, { sites: items.length, rows: rows.length });
        return made;
      });
      const asked = scan
        ? await askScans(
            ctx,
            items.map((item) => item.targetId),
            login,
          )
        : { asked: 0 };
      return { id, rows, asked: asked.asked };
    },
  );

  app.post(
    "/api/letters/:id/scan",
    { config: { access: "scan.ask" }, schema: { params: Params, response: { 200: AskScanReply } } },
    async (request) => {
      const targets = await selectLetterTargets(ctx.pool, request.params.id);
      return askScans(ctx, targets, sessionOf(request).login);
    },
  );
}

function refuseList(rows: number, usable: number): void {
  if (rows > mostSites) throw new AppError("input.invalid", { detail: `csv: ${rows} rows, at most ${mostSites}` });
  if (usable === 0) throw new AppError("input.invalid", { detail: "csv: no address of the list can be taken" });
}

async function askScans(ctx: DeskContext, ids: TargetId[], login: string): Promise<{ asked: number; skipped: number }> {
  const open = await selectScannable(ctx.pool, ids, now());
  const { asked } = await ctx.ports.askScan(open, login);
  await recordEvent(ctx.pool, login, "scan.asked", "targets", { targets: open.length });
  return { asked, skipped: ids.length - open.length };
}

function addAnswers(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/letters/items/:id/answer",
    { config: { access: "letter.change" }, schema: { params: Params, body: AnswerItem, response: { 200: Done } } },
    async (request) => {
      const { login } = sessionOf(request);
      await inTransaction(ctx.pool, async (tx) => {
        const letterId = await insertLetterAnswer(tx, request.params.id, request.body, login);
        await recordEvent(tx, login, "letter.answered", letterId, {
          item: request.params.id,
          result: request.body.result,
        });
      });
      return { done: true as const };
    },
  );
}
