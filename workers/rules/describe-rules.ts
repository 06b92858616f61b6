// Promises all rules as a person reads them: state, target, how right each was, and what still stands before the next step.
import type { Category } from "#core/nouns/category.ts";
import type { RuleState } from "#core/nouns/rule.ts";
import {
  type BacktestRow,
  type RuleChangeRow,
  selectBacktests,
  selectRuleHistory,
  selectRuleStates,
} from "#core/records/rule.ts";
import { countShadowReviews, type ShadowCounts } from "#core/records/shadow-hit.ts";
import type { Rule } from "#detection/rules/grammar.ts";
import { findRule, type KnownRule, listRules, type RulePlace } from "./find-rule.ts";
import { whatIsLacking } from "./lifecycle.ts";
import { measureRules, type RulePrecision } from "./precision.ts";

export interface RuleLine {
  rule: string;
  version: string;
  category: Category;
  state: RuleState;
  isOwn: boolean;
  target: number;
  /** Of this version; null where it never stood in a finding. */
  precision: Omit<RulePrecision, "judged"> | null;
}

export interface RuleSheet extends RuleLine {
  /** As the pack writes it. */
  content: Rule;
  shadow: ShadowCounts;
  backtests: BacktestRow[];
  history: RuleChangeRow[];
  /** What a promotion from shadow to live still lacks. */
  lacking: string[];
}

/** Every rule of every pack, in the packs' order. */
export async function describeRules(place: RulePlace): Promise<RuleLine[]> {
  const knowledge = await place.knowledge();
  const measured = await measureRules(place.pool, knowledge);
  return listRules(knowledge).map((known) => lineOf(known, measured));
}

/** One rule whole. Throws AppError `not-found`. */
export async function describeRule(place: RulePlace, id: string): Promise<RuleSheet> {
  const knowledge = await place.knowledge();
  const known = findRule(knowledge, id);
  const { pool } = place;
  const { version } = known;
  const rows = await selectRuleStates(pool);
  const since = rows.find((r) => r.rule === id && r.version === version)?.at ?? null;
  const shadow = await countShadowReviews(pool, { rule: id, version }, known.state === "shadow" ? since : null);
  const backtests = await selectBacktests(pool, id, null);
  return {
    ...lineOf(known, await measureRules(pool, knowledge)),
    content: known.rule,
    shadow,
    backtests,
    history: await selectRuleHistory(pool, id),
    lacking: whatIsLacking(
      shadow,
      backtests.some((b) => b.version === version),
      known.target,
    ),
  };
}

function lineOf({ rule, pack, version, state, isOwn, target }: KnownRule, measured: RulePrecision[]): RuleLine {
  const found = measured.find((m) => m.rule === rule.id && m.version === version);
  let precision: RuleLine["precision"] = null;
  if (found) {
    const { judged: _, ...shown } = found;
    precision = shown;
  }
  return { rule: rule.id, version, category: pack.category, state, isOwn, target, precision };
}
