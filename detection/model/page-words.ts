// Promises which known words and word pairs stand on a page, each with its exact place, and what a model makes of them.
import { readTextLanguage } from "../text/language.ts";
import type { Token } from "../text/tokens.ts";
import { addTerms, type Explanation, type Term } from "./explain.ts";
import type { WordModel } from "./format.ts";

/** A field of the page as its words. */
export interface WordSource {
  field: "title" | "text";
  text: string;
  tokens: readonly Token[];
}

export interface Place {
  field: "title" | "text";
  start: number;
  end: number;
}

/** Words of one field that are read; a page says what it is before that. */
export const mostWords = 6000;
/** Fewer words say too little; keyword lists are shorter, and rules read those. */
const fewestWords = 40;
/** Words by which the language is told. */
const languageWords = 1000;
const placesKept = 3;
const plainWord = /^[a-z]+$/;

/** Whether a model of Vietnamese words has anything to say of these, and if not, why. */
export function readabilityOf(tokens: readonly Token[]): "vietnamese" | "other" | "too-short" {
  if (tokens.length < fewestWords) return "too-short";
  const language = readTextLanguage(tokens.slice(0, languageWords));
  return language === "vi" || language === "vi-unmarked" ? "vietnamese" : "other";
}

/** Calls back for each word and each pair of words that only blanks part; folded, letters only. */
export function eachGram(source: WordSource, onGram: (first: string, second: string | null, at: Place) => void): void {
  const { field, text, tokens } = source;
  const count = Math.min(tokens.length, mostWords);
  let previous: Token | null = null;
  for (let i = 0; i < count; i++) {
    const token = tokens[i]!;
    if (!plainWord.test(token.folded)) {
      previous = null;
      continue;
    }
    onGram(token.folded, null, { field, start: token.start, end: token.end });
    if (previous && token.start - previous.end === 1 && text.charCodeAt(previous.end) === 32)
      onGram(previous.folded, token.folded, { field, start: previous.start, end: token.end });
    previous = token;
  }
}

interface Entry {
  name: string;
  weight: number;
}
interface Node {
  alone: Entry | null;
  pairs: Map<string, Entry> | null;
}
const compiled = new WeakMap<WordModel, Map<string, Node>>();

function compile(model: WordModel): Map<string, Node> {
  let root = compiled.get(model);
  if (root) return root;
  root = new Map();
  for (const [name, weight] of Object.entries(model.words)) {
    const [first, second] = name.split(" ") as [string, string | undefined];
    let node = root.get(first);
    if (!node) root.set(first, (node = { alone: null, pairs: null }));
    if (second === undefined) node.alone = { name, weight };
    else (node.pairs ??= new Map()).set(second, { name, weight });
  }
  compiled.set(model, root);
  return root;
}

/** Weighs the words of a page. Each known word or pair counts once, however often it stands there. */
export function explainWords(model: WordModel, sources: WordSource[]): Explanation<Place[]> {
  const root = compile(model);
  const found = new Map<Entry, Place[]>();
  const note = (entry: Entry, field: Place["field"], start: number, end: number) => {
    const places = found.get(entry);
    if (!places) found.set(entry, [{ field, start, end }]);
    else if (places.length < placesKept) places.push({ field, start, end });
  };
  for (const { field, text, tokens } of sources) {
    const count = Math.min(tokens.length, mostWords);
    let previous: Token | null = null;
    let pairs: Map<string, Entry> | null = null;
    for (let i = 0; i < count; i++) {
      const token = tokens[i]!;
      const node = root.get(token.folded);
      if (pairs && token.start - previous!.end === 1 && text.charCodeAt(previous!.end) === 32) {
        const pair = pairs.get(token.folded);
        if (pair) note(pair, field, previous!.start, token.end);
      }
      if (node?.alone) note(node.alone, field, token.start, token.end);
      previous = token;
      pairs = node?.pairs ?? null;
    }
  }
  const share = model.step / Math.sqrt(Math.max(found.size, 1));
  const terms: Term<Place[]>[] = [];
  for (const [{ name, weight }, at] of found) terms.push({ name, value: weight * share, at });
  return addTerms(model.bias * model.step, terms);
}
