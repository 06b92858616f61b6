// Promises one case as a screen shows it: the whole file, and what this person may do with it.
import { now } from "#core/clock.ts";
import type { CaseId } from "#core/id.ts";
import { checkCitations } from "#core/law/check-citations.ts";
import { vietnamDay } from "#core/law/working-days.ts";
import { selectSharedIdentifiers } from "#core/records/case-subject.ts";
import { type CaseWhole, readCase } from "#core/records/case-whole.ts";
import { readLawBook, selectLawArticles, selectLawRows } from "#core/records/law.ts";
import type { LiveSession } from "#core/records/session.ts";
import type { CaseView } from "../api/cases.ts";
import { findNextSteps } from "./case-steps.ts";
import type { DeskContext } from "./desk-context.ts";
import { hideFirstDecisions } from "./hide-first-decision.ts";
import { toPlain } from "./to-plain.ts";

/** An article names its instrument by series; people read the instrument's number. */
async function readCharges(ctx: DeskContext, { charges, file }: CaseWhole): Promise<CaseView["charges"]> {
  if (charges.length === 0) return [];
  const ids = charges.map((charge) => charge.articleId);
  const [book, rows, instruments] = await Promise.all([
    readLawBook(ctx.pool),
    selectLawArticles(ctx.pool, ids),
    selectLawRows(ctx.pool, "instruments", { all: true }),
  ]);
  const numberOf = new Map(instruments.map((row) => [row.series, row.number || row.title]));
  const known = new Map(rows.map((row) => [row.id, row]));
  const day = { conductOn: file.conductOn, today: vietnamDay(now()) };
  const found = checkCitations(book, { ids: [...new Set(ids)], rows }, day);
  return charges.map((charge) => {
    const row = known.get(charge.articleId);
    const own = found.filter((warning) => warning.articleId === charge.articleId);
    const warnings = own.map(({ problem, detail }) => ({ problem, detail }));
    if (!row) return { ...toPlain(charge), law: null, warnings };
    const { article, conduct } = row;
    return {
      ...toPlain(charge),
      law: { instrument: numberOf.get(row.instrument) ?? row.instrument, article, conduct },
      warnings,
    };
  });
}

/** Throws `not-found`. */
export async function readCaseView(ctx: DeskContext, id: CaseId, me: LiveSession): Promise<CaseView> {
  const found = await readCase(ctx.pool, id);
  const whole: CaseWhole = {
    ...found,
    findings: await hideFirstDecisions(ctx, found.findings, me),
    detachedFindings: await hideFirstDecisions(ctx, found.detachedFindings, me),
  };
  const [standing, sharedIdentifiers, charges] = await Promise.all([
    findNextSteps(ctx.pool, whole.file, me),
    selectSharedIdentifiers(ctx.pool, id),
    readCharges(ctx, whole),
  ]);
  return {
    ...toPlain(whole),
    charges,
    sharedIdentifiers,
    isFrozen: whole.file.state === "proposed" || whole.file.isFinal,
    nextSteps: standing.nextSteps,
    unopened: standing.unopened.map((exhibit) => exhibit.id),
  };
}
