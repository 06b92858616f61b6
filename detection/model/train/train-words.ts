// Promises a word model from labelled pages: only words and pairs that many sites use, sparse, readable, whole-number weights.
import type { WordModel } from "../format.ts";
import { eachGram, type WordSource } from "../page-words.ts";
import { balance } from "./folds.ts";
import { fitLogistic, quantise, type Row } from "./regression.ts";

export interface PageSample {
  name: string;
  /** Host: a word must stand on several of them to be learned at all. */
  site: string;
  /** Maker of the site; samples of one group never part. */
  group: string;
  isPositive: boolean;
  sources: WordSource[];
}

export interface WordRecipe {
  model: string;
  /** Different sites that must use a word before it may be learned. */
  fewestSites: number;
  /** Words kept. */
  mostWords: number;
  penalty: number;
  factor: number;
}

const weightLimit = 1000;
/** Beyond this length a "word" is glued or encoded. */
const longestWord = 7;

/** Words and pairs of a page, each once. */
export function gramsOf(sources: WordSource[]): Set<string> {
  const grams = new Set<string>();
  const isShort = (word: string) => word.length <= longestWord;
  for (const source of sources)
    eachGram(source, (first, second) => {
      if (!isShort(first) || (second !== null && !isShort(second))) return;
      grams.add(second === null ? first : `${first} ${second}`);
    });
  return grams;
}

function learnable(samples: PageSample[], grams: Set<string>[], fewestSites: number): string[] {
  const sites = new Map<string, Set<string>>();
  samples.forEach((sample, i) => {
    for (const gram of grams[i]!) {
      const seen = sites.get(gram);
      if (seen) seen.add(sample.site);
      else sites.set(gram, new Set([sample.site]));
    }
  });
  return [...sites]
    .filter(([, seen]) => seen.size >= fewestSites)
    .map(([gram]) => gram)
    .toSorted();
}

function fit(samples: PageSample[], grams: Set<string>[], words: string[], penalty: number) {
  const column = new Map(words.map((word, i) => [word, i]));
  const weights = balance(samples);
  const rows: Row[] = samples.map((sample, i) => {
    const columns = [...grams[i]!].map((gram) => column.get(gram)).filter((c) => c !== undefined);
    const share = 1 / Math.sqrt(Math.max(columns.length, 1));
    return { columns, values: columns.map(() => share), isPositive: sample.isPositive, weight: weights[i]! };
  });
  return fitLogistic(rows, words.length, penalty);
}

/** Fits all learnable words, keeps the heaviest, fits again: what is left out then carries no hidden weight. */
export function trainWordModel(samples: PageSample[], recipe: WordRecipe): WordModel {
  const grams = samples.map((s) => gramsOf(s.sources));
  const all = learnable(samples, grams, recipe.fewestSites);
  const first = fit(samples, grams, all, recipe.penalty);
  const words = all
    .map((word, i) => ({ word, size: Math.abs(first.weights[i]!) }))
    .toSorted((a, b) => b.size - a.size || (a.word < b.word ? -1 : 1))
    .slice(0, recipe.mostWords)
    .map(({ word }) => word)
    .toSorted();
  const kept = quantise(fit(samples, grams, words, recipe.penalty), weightLimit);
  return {
    kind: "words",
    model: recipe.model,
    card: `detection/model/cards/${recipe.model}.md`,
    step: kept.step,
    bias: kept.bias,
    factor: recipe.factor,
    words: Object.fromEntries(words.map((word, i) => [word, kept.weights[i]!])),
  };
}
