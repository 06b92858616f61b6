// Promises how often each rule was right: over what people decided, never over all that was raised, with its interval.
import type pg from "pg";
import { ruleLessonOf } from "#core/nouns/rule-lesson.ts";
import { type Interval, wilson } from "#core/wilson.ts";
import type { RuleVersion } from "#core/records/rule.ts";
import { readRuledFindings, type RuledFinding } from "#core/records/rule-decision.ts";
import type { Knowledge } from "#detection/knowledge.ts";

/** One decision, on a finding in which the rule stood, that says whether the rule was right. */
export interface Judged {
  at: Date;
  isConfirmed: boolean;
}

export interface RulePrecision extends RuleVersion {
  confirmed: number;
  /** For a reason that says that the rule was wrong. */
  dismissed: number;
  /** Decided for a reason that says nothing about the rule (core/nouns/rule-lesson.ts); no part of the precision. */
  uncounted: number;
  /** Findings raised with it that nobody has decided; no part of the precision. */
  waiting: number;
  /** confirmed / (confirmed + dismissed); null where nothing was decided that counts. */
  precision: number | null;
  /** Wilson, 95 %. */
  interval: Interval;
  /** Other rules by how many decided findings they share with this one, the most first. */
  overlap: { rule: string; shared: number }[];
  /** Confirmed findings that would not have been raised without it: their score falls under the pack's review threshold. */
  lift: number;
  /** The decisions, the earliest first. */
  judged: Judged[];
}

interface Tally extends RuleVersion {
  waiting: number;
  uncounted: number;
  lift: number;
  judged: Judged[];
  shared: Map<string, number>;
}

const shownOverlaps = 8;

/** Every version that ever stood in a finding, by rule and version. Reads the findings in batches. */
export async function measureRules(pool: pg.Pool, knowledge: Knowledge): Promise<RulePrecision[]> {
  const reviewAt = new Map(knowledge.packs.map(({ pack }) => [pack.category as string, pack.thresholds.review]));
  const tallies = new Map<string, Tally>();
  for await (const finding of readRuledFindings(pool)) tallyFinding(finding, reviewAt.get(finding.category), tallies);
  return [...tallies.values()]
    .toSorted((a, b) => (a.rule === b.rule ? (a.version < b.version ? -1 : 1) : a.rule < b.rule ? -1 : 1))
    .map(sumUp);
}

function tallyFinding(finding: RuledFinding, reviewAt: number | undefined, tallies: Map<string, Tally>): void {
  const { signals, status, decidedAt, score } = finding;
  const lesson = ruleLessonOf(status === "confirmed" ? "confirmed" : "dismissed", finding.reason ?? "");
  for (const signal of signals) {
    const key = `${signal.rule}@${signal.version}`;
    let tally = tallies.get(key);
    if (!tally) {
      const of = { rule: signal.rule, version: signal.version };
      tallies.set(key, (tally = { ...of, waiting: 0, uncounted: 0, lift: 0, judged: [], shared: new Map() }));
    }
    if (decidedAt === null) {
      tally.waiting += 1;
      continue;
    }
    if (lesson === "nothing") {
      tally.uncounted += 1;
      continue;
    }
    const isConfirmed = lesson === "right";
    tally.judged.push({ at: decidedAt, isConfirmed });
    const isAlone = signals.length === 1;
    if (isConfirmed && (isAlone || (reviewAt !== undefined && score - signal.weight < reviewAt))) tally.lift += 1;
    for (const other of signals)
      if (other.rule !== signal.rule) tally.shared.set(other.rule, (tally.shared.get(other.rule) ?? 0) + 1);
  }
}

function sumUp({ rule, version, waiting, uncounted, lift, judged, shared }: Tally): RulePrecision {
  const confirmed = judged.filter((j) => j.isConfirmed).length;
  return {
    rule,
    version,
    confirmed,
    dismissed: judged.length - confirmed,
    uncounted,
    waiting,
    precision: judged.length === 0 ? null : confirmed / judged.length,
    interval: wilson(confirmed, judged.length),
    overlap: [...shared]
      .map(([other, count]) => ({ rule: other, shared: count }))
      .toSorted((a, b) => b.shared - a.shared || (a.rule < b.rule ? -1 : 1))
      .slice(0, shownOverlaps),
    lift,
    judged: judged.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  };
}

/**
 * Since when the upper bound has stood under the target without a break, over decisions after `from`; null where it does not now.
 * Between two decisions the bound does not move.
 */
export function failingSince(judged: readonly Judged[], target: number, from: Date | null): Date | null {
  let since: Date | null = null;
  let [confirmed, total] = [0, 0];
  for (const { at, isConfirmed } of judged) {
    if (from !== null && at < from) continue;
    total += 1;
    if (isConfirmed) confirmed += 1;
    if (wilson(confirmed, total).high >= target) since = null;
    else since ??= at;
  }
  return since;
}
