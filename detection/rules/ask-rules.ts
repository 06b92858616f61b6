// Promises the answers of chosen rules on one page, whatever their state, without judging the rest.
import type { Anchor } from "#core/nouns/signal.ts";
import type { Page } from "#core/nouns/page.ts";
import type { DetectionContext } from "../detect.ts";
import { lazyFacts } from "../facts/lazy-facts.ts";
import type { Knowledge } from "../knowledge.ts";
import { readFields } from "../text/fields.ts";
import { evaluateRule, type Subject } from "./evaluate.ts";
import { isInForceAt, type Rule } from "./grammar.ts";

export interface RuleAnswer {
  rule: string;
  answer: "fired" | "not" | "skipped";
  anchors: Anchor[];
  /** Why it was skipped. */
  missing: string[];
}

/** Answers in the order of the rules. A rule out of its dates, or asked of what is no content, is skipped. Pure. */
export function askRules(
  rules: readonly Rule[],
  page: Page,
  knowledge: Knowledge,
  context: DetectionContext,
): RuleAnswer[] {
  const skip = (rule: Rule, why: string): RuleAnswer => ({
    rule: rule.id,
    answer: "skipped",
    anchors: [],
    missing: [why],
  });
  if (page.condition !== "content" && page.condition !== "empty")
    return rules.map((rule) => skip(rule, `trang không phải nội dung: ${page.condition}`));
  const fields = readFields(page, knowledge.lexicon, context.pictures);
  const facts = lazyFacts({ page, fields, knowledge, context });
  const subject: Subject = { fields, facts, labels: context.labels };
  return rules.map((rule) => {
    if (!isInForceAt(rule, knowledge.now)) return skip(rule, "ngoài thời gian có hiệu lực của quy tắc");
    const { truth, anchors, missing } = evaluateRule(rule, subject);
    if (truth === null) return { rule: rule.id, answer: "skipped", anchors: [], missing: [...new Set(missing)] };
    // Detection shows no signal without a place.
    const isFired = truth && anchors.length > 0;
    return { rule: rule.id, answer: isFired ? "fired" : "not", anchors: isFired ? anchors : [], missing: [] };
  });
}
