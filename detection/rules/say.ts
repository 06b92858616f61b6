// Promises a rule's sentence with the values that fired.
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown, type Facts } from "../facts/fact.ts";

const shownTerms = 6;

/** Fills `{terms}`, `{n}` and `{fact}` in a Vietnamese template. A fact that is not known reads "chưa rõ". */
export function fillSentence(template: string, found: string[], count: number, facts: Facts): string {
  const terms = [...new Set(found)];
  return template.replace(/\{([a-z][\w.-]*)\}/gi, (_, name: string) => {
    if (name === "terms")
      return (
        terms
          .slice(0, shownTerms)
          .map((t) => `“${t}”`)
          .join(", ") + (terms.length > shownTerms ? ` và ${terms.length - shownTerms} cụm từ khác` : "")
      );
    if (name === "n") return String(count);
    const fact = facts.get(name);
    return fact && isKnown(fact) ? String(fact.value) : "chưa rõ";
  });
}

/** Anchors in the order in which a reader needs them: one for each quoted term, then the rest. */
export function anchorsOfQuotes(anchors: Anchor[], found: string[]): Anchor[] {
  const open = new Set([...new Set(found)].slice(0, shownTerms).map((term) => term.toLowerCase()));
  const first = anchors.filter((a) => {
    const raw = a.kind === "text" ? a.raw : a.kind === "region" ? (a.read ?? "") : "";
    return open.delete(raw.toLowerCase());
  });
  const chosen = new Set(first);
  return [...first, ...anchors.filter((a) => !chosen.has(a))];
}
