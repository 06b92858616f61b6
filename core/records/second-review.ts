// Promises a second, blind look at a drawn share of decisions: another person, one answer, and what the lead makes of a disagreement.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { CaptureId, FindingId, newId, PersonId } from "../id.ts";
import { Category } from "../nouns/category.ts";
import { FindingStatus } from "./finding.ts";

const sql = loadSql(
  import.meta.url,
  "insertReview",
  "voidReviews",
  "takeReview",
  "releaseReview",
  "countWaiting",
  "selectBlindReview",
  "selectBlindFindings",
  "lockReview",
  "insertAnswer",
  "closeReview",
  "selectDisagreements",
  "selectDisagreement",
  "insertSettlement",
  "selectPairs",
  "selectWaitingByCategory",
);

const Opinion = z.enum(["confirm", "dismiss"]);

/** Whether a decision is drawn: by the random end of its id, so that the draw can be checked afterwards. `share`: 0 to 1. */
export function isDrawn(decisionId: string, share: number): boolean {
  return Number.parseInt(decisionId.slice(-12), 16) / 2 ** 48 < share;
}

/** Asks for a second look at a decision; does nothing while one is open for the finding. */
export async function insertSecondReview(
  tx: Db,
  d: { decisionId: string; findingId: FindingId; actor: string },
): Promise<void> {
  await execute(tx, sql.insertReview, [newId(), d.decisionId, d.actor, now(), d.findingId]);
}

/** The decision was taken back: there is nothing left to look at. */
export async function voidSecondReviews(tx: Db, findingId: FindingId): Promise<void> {
  await execute(tx, sql.voidReviews, [findingId, now()]);
}

const Taken = z.object({ id: z.uuid(), findingId: FindingId });

/** The oldest waiting one that another person decided, first the one that this person has; null where there is none. */
export function takeSecondReview(
  db: Db,
  by: { personId: PersonId; login: string },
  until: Date,
): Promise<z.infer<typeof Taken> | null> {
  return selectOptionalRow(db, sql.takeReview, [by.personId, until, by.login, now()], Taken);
}

export async function releaseSecondReview(db: Db, id: string, personId: PersonId): Promise<boolean> {
  return (await execute(db, sql.releaseReview, [id, personId])) === 1;
}

/** Waiting reviews of others' decisions. */
export async function countWaitingReviews(db: Db, login: string): Promise<number> {
  return (await selectRow(db, sql.countWaiting, [login], z.object({ count: z.number() }))).count;
}

/** The open review whose first decision this person must not see, or null. */
export async function selectBlindReview(db: Db, findingId: FindingId, login: string): Promise<string | null> {
  return (
    (await selectOptionalRow(db, sql.selectBlindReview, [findingId, login], z.object({ id: z.uuid() })))?.id ?? null
  );
}

/** Of these findings, the ones whose first decision this person must not see. */
export async function selectBlindFindings(
  db: Db,
  findingIds: readonly FindingId[],
  login: string,
): Promise<Set<FindingId>> {
  const row = z.object({ findingId: FindingId });
  return new Set((await selectRows(db, sql.selectBlindFindings, [findingIds, login], row)).map((r) => r.findingId));
}

const Locked = z.object({
  id: z.uuid(),
  findingId: FindingId,
  firstActor: z.string(),
  takenBy: PersonId.nullable(),
  closedAt: z.date().nullable(),
  firstVerdict: Opinion,
  captureId: CaptureId,
});

export interface NewAnswer {
  reviewId: string;
  personId: PersonId;
  actor: string;
  verdict: z.infer<typeof Opinion>;
  reason: string;
  note: string;
  captureId: CaptureId;
}

/**
 * Enters the second opinion; run it inside a transaction. Gives whether both agree. Throws `not-found`, `conflict` where this person has not
 * taken it, it is closed, or another capture leads now.
 */
export async function answerSecondReview(tx: Db, a: NewAnswer): Promise<{ findingId: FindingId; agrees: boolean }> {
  const review = await selectRow(tx, sql.lockReview, [a.reviewId], Locked);
  if (review.closedAt !== null || review.takenBy !== a.personId)
    throw new AppError("conflict", { detail: "this review is not yours to answer", cure: "Take the next one." });
  if (review.captureId !== a.captureId)
    throw new AppError("conflict", {
      detail: "a newer capture leads this finding",
      cure: "Look at the newer capture, then answer.",
    });
  const agrees = review.firstVerdict === a.verdict;
  const at = now();
  await execute(tx, sql.insertAnswer, [a.reviewId, a.actor, a.verdict, a.reason, a.note, a.captureId, agrees, at]);
  await execute(tx, sql.closeReview, [a.reviewId, at]);
  return { findingId: review.findingId, agrees };
}

const DisagreementRow = z.object({
  id: z.uuid(),
  findingId: FindingId,
  host: z.string(),
  category: Category,
  firstBy: z.string(),
  firstVerdict: Opinion,
  firstReason: z.string(),
  firstNote: z.string(),
  firstAt: z.date(),
  secondBy: z.string(),
  secondVerdict: Opinion,
  secondReason: z.string(),
  secondNote: z.string(),
  secondAt: z.date(),
  settledBy: z.string().nullable(),
  outcome: z.enum(["kept", "reopened"]).nullable(),
  settleNote: z.string().nullable(),
  settledAt: z.date().nullable(),
});
export type DisagreementRow = z.infer<typeof DisagreementRow>;

/** Oldest first; `after` is the last id of the page before. */
export function selectDisagreements(
  db: Db,
  ask: { settled: boolean; after: string | null; limit: number },
): Promise<DisagreementRow[]> {
  return selectRows(db, sql.selectDisagreements, [ask.settled, ask.after, ask.limit], DisagreementRow);
}

const Standing = z.object({
  id: z.uuid(),
  findingId: FindingId,
  isSettled: z.boolean(),
  status: FindingStatus,
  firstVerdict: Opinion,
});

/** Enters what the lead makes of it; inside a transaction. Throws `not-found`, `conflict` where it was settled before. */
export async function settleDisagreement(
  tx: Db,
  s: { reviewId: string; actor: string; outcome: "kept" | "reopened"; note: string },
): Promise<z.infer<typeof Standing>> {
  const standing = await selectRow(tx, sql.selectDisagreement, [s.reviewId], Standing);
  if (standing.isSettled) throw new AppError("conflict", { detail: "this disagreement was settled before" });
  await execute(tx, sql.insertSettlement, [s.reviewId, s.actor, s.outcome, s.note, now()]);
  return standing;
}

const Pairs = z.object({
  category: Category,
  first: Opinion,
  second: Opinion,
  count: z.number(),
  unsettled: z.number(),
});
export type Pairs = z.infer<typeof Pairs>;

/** How often which verdict met which, by category. */
export function selectPairs(db: Db, since: Date): Promise<Pairs[]> {
  return selectRows(db, sql.selectPairs, [since], Pairs);
}

export function selectWaitingReviews(db: Db): Promise<{ category: Category; count: number }[]> {
  return selectRows(db, sql.selectWaitingByCategory, [], z.object({ category: Category, count: z.number() }));
}

/**
 * Cohen's kappa for two opinions: (po - pe) / (1 - pe), po the share of equal pairs, pe what chance gives from both margins (Cohen 1960,
 * Educational and Psychological Measurement 20(1), 37-46). Null without pairs and where chance alone makes all equal.
 */
export function cohensKappa(pairs: readonly Pick<Pairs, "first" | "second" | "count">[]): number | null {
  let [total, equal, firstYes, secondYes] = [0, 0, 0, 0];
  for (const { first, second, count } of pairs) {
    total += count;
    if (first === second) equal += count;
    if (first === "confirm") firstYes += count;
    if (second === "confirm") secondYes += count;
  }
  if (total === 0) return null;
  const [a, b] = [firstYes / total, secondYes / total];
  const byChance = a * b + (1 - a) * (1 - b);
  return byChance === 1 ? null : (equal / total - byChance) / (1 - byChance);
}
