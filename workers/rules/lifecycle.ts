// Promises the acts on a rule's life: forward only with a backtest and enough reviews, back at any time, each with who and why.
import { wilson } from "#core/wilson.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import type { RuleState } from "#core/nouns/rule.ts";
import { type EventAct, recordEvent } from "#core/records/event.ts";
import { insertRuleState, lockRule, selectBacktests, selectRuleStates } from "#core/records/rule.ts";
import {
  countShadowReviews,
  insertShadowReview,
  type ReviewVerdict,
  type ShadowCounts,
} from "#core/records/shadow-hit.ts";
import { findRule, type KnownRule, type RulePlace } from "./find-rule.ts";
import { settleState } from "./settle-state.ts";

export interface RuleAct {
  rule: string;
  actor: string;
  /** Why, in the actor's words; kept with the change. */
  reason: string;
}

/** Reviewed hits that a promotion to live needs: under 30 the interval is too wide to tell 0.85 from chance. */
export const leastReviews = 30;
/**
 * How far the Wilson lower bound may stay under the target: 30 of 30 good reviews give a bound of 0.886, which is within a tenth
 * of every target that is shipped; a rule of target 0.97 with one false alarm in 30 is refused by its share already.
 */
export const widestGap = 0.1;

const next: Partial<Record<RuleState, RuleState>> = { draft: "shadow", shadow: "live", retired: "shadow" };

export interface Changed {
  rule: string;
  version: string;
  from: RuleState;
  to: RuleState;
}

/**
 * draft → shadow, shadow → live, retired → shadow. Throws AppError `conflict` where a step to live lacks its backtest of exactly
 * this version, its reviews or its precision, or where the rule is live already; `not-found` for an unknown rule.
 */
export function promoteRule(place: RulePlace, act: RuleAct): Promise<Changed> {
  return change(place, act, "rule.promoted", async (tx, known, from, since) => {
    const to = next[from];
    if (!to) throw refused(known, "is live already", "There is no further step.");
    if (to === "live") await refuseIfUnproven(tx, known, since);
    return to;
  });
}

/** live → shadow: it goes on being watched, and weighs nothing. Throws AppError `conflict` where it is not live. */
export function demoteRule(place: RulePlace, act: RuleAct): Promise<Changed> {
  return change(place, act, "rule.demoted", async (_tx, known, from) => {
    if (from !== "live") throw refused(known, `is in ${from}, not live`, "Only a live rule can be demoted.");
    return "shadow";
  });
}

/** From any state: it is asked no more. Throws AppError `conflict` where it is retired already. */
export function retireRule(place: RulePlace, act: RuleAct): Promise<Changed> {
  return change(place, act, "rule.retired", async (_tx, known, from) => {
    if (from === "retired") throw refused(known, "is retired already", "There is nothing to do.");
    return "retired";
  });
}

/** A person's word on a shadow hit; a later one of anybody replaces it. Throws AppError `not-found`. */
export async function reviewShadowHit(
  { pool }: Pick<RulePlace, "pool">,
  review: { hitId: string; verdict: ReviewVerdict; note?: string; actor: string },
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const { rule, version } = await insertShadowReview(tx, { note: "", ...review });
    await recordEvent(tx, review.actor, "rule.reviewed", rule, { version, hit: review.hitId, verdict: review.verdict });
  });
}

async function change(
  place: RulePlace,
  act: RuleAct,
  event: EventAct,
  decide: (tx: Db, known: KnownRule, from: RuleState, since: Date | null) => Promise<RuleState>,
): Promise<Changed> {
  const known = findRule(await place.knowledge(), act.rule);
  const { rule, version, isOwn } = known;
  return inTransaction(place.pool, async (tx) => {
    await lockRule(tx, rule.id);
    // What was loaded may be some seconds old: the rows decide. `rule.state` is the pack's own word where no row stands.
    const rows = await selectRuleStates(tx);
    const set = rows.find((r) => r.rule === rule.id && r.version === version);
    const from = set ? set.state : settleState(rows)(rule, version, isOwn);
    const to = await decide(tx, known, from, set?.at ?? null);
    await insertRuleState(tx, { rule: rule.id, version, from, to, actor: act.actor, reason: act.reason });
    await recordEvent(tx, act.actor, event, rule.id, { version, from, to, reason: act.reason });
    return { rule: rule.id, version, from, to };
  });
}

/** What a promotion to live still lacks, in plain words; empty where nothing does. */
export function whatIsLacking(counts: ShadowCounts, hasBacktest: boolean, target: number): string[] {
  const reviewed = counts.good + counts.bad;
  const lacking: string[] = [];
  if (!hasBacktest) lacking.push("no backtest of this version");
  if (reviewed < leastReviews) lacking.push(`${reviewed} of ${leastReviews} reviewed shadow hits`);
  else {
    const { low } = wilson(counts.good, reviewed);
    const share = counts.good / reviewed;
    if (share < target) lacking.push(`precision ${share.toFixed(3)} in shadow is under the target ${target}`);
    else if (low < target - widestGap)
      lacking.push(`the lower bound ${low.toFixed(3)} is more than ${widestGap} under the target ${target}`);
  }
  return lacking;
}

/** Only reviews since it came into shadow count: one that was demoted has to earn its place again. */
async function refuseIfUnproven(tx: Db, known: KnownRule, since: Date | null): Promise<void> {
  const of = { rule: known.rule.id, version: known.version };
  const [backtest] = await selectBacktests(tx, of.rule, of.version, 1);
  const lacking = whatIsLacking(await countShadowReviews(tx, of, since), backtest !== undefined, known.target);
  if (lacking.length > 0)
    throw refused(
      known,
      `cannot go live: ${lacking.join("; ")}`,
      "`rule backtest`, then `rule review` its shadow hits.",
    );
}

const refused = ({ rule, version }: KnownRule, why: string, cure: string) =>
  new AppError("conflict", { detail: `rule ${rule.id} (${version}) ${why}`, cure, facts: { rule: rule.id, version } });
