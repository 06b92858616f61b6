// Promises how each model is trained: one place for every choice that its card tells.
import type { HostRecipe } from "#detection/model/train/train-host.ts";
import type { WordRecipe } from "#detection/model/train/train-words.ts";

export const gamblingPages: WordRecipe = {
  model: "gambling-pages",
  fewestSites: 5,
  mostWords: 1500,
  penalty: 0.1,
  factor: 0.4,
};

export const gamblingHosts: HostRecipe = {
  model: "gambling-hosts",
  buckets: 16_384,
  facts: [],
  penalty: 0.1,
  factor: 0.2,
};

export const impersonatingHosts: HostRecipe = {
  model: "impersonating-hosts",
  buckets: 16_384,
  facts: ["name-likeness"],
  penalty: 1,
  factor: 0.2,
};

export const checkWorthy = { model: "check-worthy", penalty: 1, factor: 0.1 };

/** Folds of the figures that a card prints; groups never part. */
export const folds = 10;
