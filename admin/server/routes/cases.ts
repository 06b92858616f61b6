// Promises the list of cases, opening one, and one case whole with its journal, each look at it entered.
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { CaseId, type FindingId, type PersonId } from "#core/id.ts";
import { changeCase, selectCasesOfFinding } from "#core/records/case-file.ts";
import { onCaseWords } from "#core/law/run-deadlines.ts";
import { type Gathered, openCase } from "#core/records/case-gather.ts";
import {
  type CaseFilter,
  type CasePlace,
  countCases,
  countCasesByState,
  selectCases,
} from "#core/records/case-list.ts";
import { selectCasePapers } from "#core/records/case-paper.ts";
import { selectLastLook } from "#core/records/case-step.ts";
import { readCase } from "#core/records/case-whole.ts";
import { recordEvent, selectEvents } from "#core/records/event.ts";
import { readOffice } from "#core/records/office.ts";
import { selectPeople } from "#core/records/person.ts";
import type { LiveSession } from "#core/records/session.ts";
import { CaseJournal } from "../../api/case-journal.ts";
import {
  type CaseListFilter,
  CaseListPage,
  CaseListQuery,
  CaseView,
  CaseWords,
  ChangeCase,
  FindingsAdded,
  OpenCase,
} from "../../api/cases.ts";
import { Done } from "../../api/problem.ts";
import { may } from "../access.ts";
import { writeJournal } from "../case-journal.ts";
import { readCaseView } from "../case-view.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { hideFirstDecisions } from "../hide-first-decision.ts";
import { keepBriefly } from "../keep-briefly.ts";
import { toPlain } from "../to-plain.ts";
import type { TypedApp } from "../typed-app.ts";
import { CaseParams, writeCase } from "../write-case.ts";

/** Beyond this a list says "more than": nobody reads on, and counting 100,000 rows costs more than showing 50. */
const countedUpTo = 1000;
const maxEvents = 1000;
/** A list of more than one page is counted at most once in this time for the same filter. */
const totalFreshMs = 5000;

const Place = z.tuple([z.iso.datetime(), CaseId]);

const writePlace = (row: CasePlace) => writeCursor([row.updatedAt.toISOString(), row.id]);

function readPlace(cursor: string | undefined): CasePlace | null {
  const place = readCursor(Place, cursor);
  return place && { updatedAt: new Date(place[0]), id: place[1] };
}

const filterOf = ({ assigned, overdue, open, ...rest }: CaseListFilter, me: PersonId) => ({
  ...rest,
  assignedTo: assigned === "me" ? me : (assigned as PersonId | undefined),
  overdue: overdue === "1",
  open: open === "1",
});

/** What became of each finding, and in which other cases it stands. */
export async function tellGathered(
  ctx: DeskContext,
  made: { id: CaseId; number: string } & Gathered,
  me: LiveSession,
): Promise<FindingsAdded> {
  const elsewhere: FindingsAdded["elsewhere"] = [];
  const added = made.added.map(({ id: findingId, host, status }) => ({ findingId, host, status }));
  for (const { id: findingId } of made.added)
    for (const other of await selectCasesOfFinding(ctx.pool, findingId))
      if (other.id !== made.id) elsewhere.push({ findingId, number: other.number });
  return {
    id: made.id,
    number: made.number,
    added: await hideFirstDecisions(ctx, added, me),
    stoodBefore: made.stoodBefore,
    elsewhere,
  };
}

export function addCaseRoutes(app: TypedApp, ctx: DeskContext): void {
  const countBriefly = keepBriefly(
    totalFreshMs,
    (filter: CaseFilter) => JSON.stringify(filter),
    (filter) => countCases(ctx.pool, filter, countedUpTo),
  );

  app.get(
    "/api/cases",
    { config: { access: "case.read" }, schema: { querystring: CaseListQuery, response: { 200: CaseListPage } } },
    async (request) => {
      const { cursor, limit, ...rest } = request.query;
      const filter = filterOf(rest, sessionOf(request).personId);
      const rows = await selectCases(ctx.pool, filter, { after: readPlace(cursor), limit: limit + 1 });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const total = last || cursor ? await countBriefly(filter) : rows.length;
      const items = rows.slice(0, limit).map((row) => toPlain(row));
      return { items, nextCursor: last ? writePlace(last) : null, total, countedUpTo };
    },
  );

  app.get(
    "/api/case-words",
    { config: { access: "case.read" }, schema: { response: { 200: CaseWords } } },
    async () => {
      const [office, byState, people] = await Promise.all([
        readOffice(ctx.pool),
        countCasesByState(ctx.pool),
        selectPeople(ctx.pool),
      ]);
      return {
        stateNames: office.stateNames,
        byState,
        waitingForApproval: byState.find((row) => row.state === "proposed")?.count ?? 0,
        people: people
          .filter((person) => !person.disabledAt && may(person.role, "case.step"))
          .map(({ id, name, role }) => ({ id, name, role })),
      };
    },
  );

  app.post(
    "/api/cases",
    { config: { access: "case.change" }, schema: { body: OpenCase, response: { 200: FindingsAdded } } },
    async (request) => {
      const me = sessionOf(request);
      const { findingIds, category, ...words } = request.body;
      const { casePrefix } = await readOffice(ctx.pool);
      const made = await inTransaction(ctx.pool, async (tx) => {
        const ids = findingIds as FindingId[];
        const opened = await openCase(tx, { ...words, category: category ?? null, findingIds: ids }, casePrefix, me);
        await recordEvent(tx, me.login, "case.opened", opened.id, {
          number: opened.number,
          findings: opened.added.length,
        });
        return opened;
      });
      return tellGathered(ctx, made, sessionOf(request));
    },
  );

  app.get(
    "/api/cases/:id",
    { config: { access: "case.read" }, schema: { params: CaseParams, response: { 200: CaseView } } },
    async (request) => {
      const me = sessionOf(request);
      const view = await readCaseView(ctx, request.params.id, me);
      // A page that asks again by itself is no second look.
      if (request.headers["x-background"] !== "1") await recordEvent(ctx.pool, me.login, "case.viewed", view.file.id);
      return view;
    },
  );

  app.get(
    "/api/cases/:id/journal",
    { config: { access: "case.read" }, schema: { params: CaseParams, response: { 200: CaseJournal } } },
    async (request) => {
      const { id } = request.params;
      const whole = await readCase(ctx.pool, id);
      const events = await selectEvents(ctx.pool, { object: id, limit: maxEvents });
      const lastLookAt = await selectLastLook(ctx.pool, id, sessionOf(request).login);
      return {
        entries: writeJournal(whole, events, await selectCasePapers(ctx.pool, id)),
        lastLookAt: lastLookAt?.toISOString() ?? null,
      };
    },
  );

  app.patch(
    "/api/cases/:id",
    { config: { access: "case.change" }, schema: { params: CaseParams, body: ChangeCase, response: { 200: Done } } },
    async (request) => {
      const { id } = request.params;
      const detail = { fields: Object.keys(request.body).join(",") };
      await writeCase(ctx, request, id, { act: "case.changed", detail, changes: "contents" }, async (tx, me) => {
        await changeCase(tx, id, request.body);
        await onCaseWords(tx, id, me.login);
      });
      return { done: true as const };
    },
  );
}
