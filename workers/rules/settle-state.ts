// Promises the state that counts for each rule: what people last did with this version, else where it begins.
import type { RuleState } from "#core/nouns/rule.ts";
import type { RuleStateRow } from "#core/records/rule.ts";
import type { KnowledgeOptions } from "#detection/knowledge.ts";

/**
 * A shipped rule begins in the state that its pack writes: it was measured before it was shipped. An office's own rule begins in
 * draft whatever its file says; a new version of one that was in shadow or live begins in shadow, so that an edit neither acts
 * unseen nor goes unwatched.
 */
export function settleState(rows: readonly RuleStateRow[]): NonNullable<KnowledgeOptions["stateOf"]> {
  const states = new Map(rows.map((r) => [`${r.rule}@${r.version}`, r.state]));
  const known = new Set(rows.filter((r) => r.state === "live" || r.state === "shadow").map((r) => r.rule));
  return (rule, version, isOwn): RuleState => {
    const set = states.get(`${rule.id}@${version}`);
    if (set !== undefined) return set;
    if (!isOwn) return rule.state;
    return known.has(rule.id) ? "shadow" : "draft";
  };
}
