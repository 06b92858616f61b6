// Promises what an answered question looks like: true with its places, false, or not known and why.
import type { Anchor } from "#core/nouns/signal.ts";
import type { Facts } from "../facts/fact.ts";
import type { Fields } from "../text/fields.ts";

export interface Outcome {
  /** null: the data to answer was missing. */
  truth: boolean | null;
  missing: string[];
  anchors: Anchor[];
  /** What was found, for `{terms}`. */
  terms: string[];
}

export interface Subject {
  fields: Fields;
  facts: Facts;
  /** Labels in force on the page's host or target; undefined where nobody looked. */
  labels?: ReadonlySet<string> | undefined;
}

export const no: Outcome = { truth: false, missing: [], anchors: [], terms: [] };
export const unknown = (why: string): Outcome => ({ truth: null, missing: [why], anchors: [], terms: [] });
export const yes = (anchors: Anchor[], terms: string[]): Outcome => ({ truth: true, missing: [], anchors, terms });
