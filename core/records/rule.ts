// Promises the life of rules as rows that are only added: changes of state, and backtests.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { newId } from "../id.ts";
import { RuleState } from "../nouns/rule.ts";

const sql = loadSql(
  import.meta.url,
  "insertRuleState",
  "selectRuleStates",
  "selectRuleHistory",
  "lockRule",
  "insertBacktest",
  "selectBacktests",
);

/** A rule as it was written once: the version is the hash of its content. */
export interface RuleVersion {
  rule: string;
  version: string;
}

export const RuleStateRow = z.object({
  rule: z.string(),
  version: z.string(),
  state: RuleState,
  actor: z.string(),
  reason: z.string(),
  at: z.date(),
});
export type RuleStateRow = z.infer<typeof RuleStateRow>;

/** The newest row of every version of every rule. */
export function selectRuleStates(db: Db): Promise<RuleStateRow[]> {
  return selectRows(db, sql.selectRuleStates, [], RuleStateRow);
}

const RuleChangeRow = RuleStateRow.extend({ fromState: RuleState });
export type RuleChangeRow = z.infer<typeof RuleChangeRow>;

/** Every change of a rule, all versions, the oldest first. */
export function selectRuleHistory(db: Db, rule: string): Promise<RuleChangeRow[]> {
  return selectRows(db, sql.selectRuleHistory, [rule], RuleChangeRow);
}

/** Until the transaction ends nobody else changes this rule. */
export async function lockRule(tx: Db, rule: string): Promise<void> {
  await selectRow(tx, sql.lockRule, [rule], z.object({}));
}

export interface RuleChange extends RuleVersion {
  from: RuleState;
  to: RuleState;
  actor: string;
  reason: string;
}

export async function insertRuleState(tx: Db, c: RuleChange): Promise<void> {
  await execute(tx, sql.insertRuleState, [c.rule, c.version, c.from, c.to, c.actor, c.reason, now()]);
}

export const BacktestRow = z.object({
  id: z.uuid(),
  rule: z.string(),
  version: z.string(),
  corpus: z.string(),
  inputsSha256: z.instanceof(Buffer),
  resultSha256: z.instanceof(Buffer),
  knowledgeSha256: z.instanceof(Buffer),
  pages: z.number().int(),
  fired: z.number().int(),
  notFired: z.number().int(),
  skipped: z.number().int(),
  actor: z.string(),
  at: z.date(),
});
export type BacktestRow = z.infer<typeof BacktestRow>;

export async function insertBacktest(db: Db, b: Omit<BacktestRow, "id" | "at">): Promise<string> {
  const id = newId();
  const hashes = [b.inputsSha256, b.resultSha256, b.knowledgeSha256];
  const counts = [b.pages, b.fired, b.notFired, b.skipped];
  await execute(db, sql.insertBacktest, [id, b.rule, b.version, b.corpus, ...hashes, ...counts, b.actor, now()]);
  return id;
}

/** The newest first. */
export function selectBacktests(db: Db, rule: string, version: string | null, limit = 100): Promise<BacktestRow[]> {
  return selectRows(db, sql.selectBacktests, [rule, version, limit], BacktestRow);
}
