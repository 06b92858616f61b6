// Promises one case as a screen shows it: the whole file, and what this person may do with it.
import type { CaseId } from "#core/id.ts";
import { selectSharedIdentifiers } from "#core/records/case-subject.ts";
import { type CaseWhole, readCase } from "#core/records/case-whole.ts";
import { selectLawArticles } from "#core/records/law.ts";
import type { LiveSession } from "#core/records/session.ts";
import type { CaseView } from "../api/cases.ts";
import { findNextSteps } from "./case-steps.ts";
import type { DeskContext } from "./desk-context.ts";
import { toPlain } from "./to-plain.ts";

async function readCharges(ctx: DeskContext, charges: CaseWhole["charges"]): Promise<CaseView["charges"]> {
  const rows = await selectLawArticles(
    ctx.pool,
    charges.map((charge) => charge.articleId),
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return charges.map((charge) => {
    const row = known.get(charge.articleId);
    const law = row ? { instrument: row.instrument, article: row.article, conduct: row.conduct } : null;
    return { ...toPlain(charge), law };
  });
}

/** Throws `not-found`. */
export async function readCaseView(ctx: DeskContext, id: CaseId, me: LiveSession): Promise<CaseView> {
  const whole = await readCase(ctx.pool, id);
  const [standing, sharedIdentifiers, charges] = await Promise.all([
    findNextSteps(ctx.pool, whole.file, me),
    selectSharedIdentifiers(ctx.pool, id),
    readCharges(ctx, whole.charges),
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
