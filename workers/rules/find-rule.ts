// Promises a rule by its id, with its pack, version, effective state and target.
import type pg from "pg";
import { AppError } from "#core/errors.ts";
import type { RuleState } from "#core/nouns/rule.ts";
import type { Knowledge } from "#detection/knowledge.ts";
import { type Pack, type Rule, targetOf } from "#detection/rules/grammar.ts";

/** Where acts on rules take place: the desk, the command line and the schedule hand in the same. */
export interface RulePlace {
  pool: pg.Pool;
  knowledge(): Promise<Knowledge>;
}

export interface KnownRule {
  rule: Rule;
  pack: Pack;
  version: string;
  state: RuleState;
  isOwn: boolean;
  /** Least share of confirmed findings. */
  target: number;
}

export function listRules(knowledge: Knowledge): KnownRule[] {
  return knowledge.packs.flatMap(({ pack, versions, isOwn }) =>
    pack.rules.map((rule) => ({
      rule,
      pack,
      version: versions.get(rule.id)!,
      state: rule.state,
      isOwn,
      target: targetOf(pack, rule),
    })),
  );
}

/** Throws AppError `not-found`. */
export function findRule(knowledge: Knowledge, id: string): KnownRule {
  const found = listRules(knowledge).find((r) => r.rule.id === id);
  if (found) return found;
  throw new AppError("not-found", { detail: `no rule ${id}`, cure: "`vonggac rule list` names all rules." });
}
