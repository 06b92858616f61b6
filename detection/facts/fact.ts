// Promises computed facts about a page: a value with the places that show it, or the reason why it is not known.
import type { Anchor } from "#core/nouns/signal.ts";

export interface KnownFact {
  value: string | number | boolean;
  anchors: Anchor[];
}
export interface MissingFact {
  missing: string;
}
export type Fact = KnownFact | MissingFact;
export type Facts = Map<string, Fact>;

export const known = (value: string | number | boolean, anchors: Anchor[] = []): KnownFact => ({ value, anchors });
export const missing = (why: string): MissingFact => ({ missing: why });
export const isKnown = (fact: Fact): fact is KnownFact => "value" in fact;
