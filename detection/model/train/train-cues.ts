// Promises a model of cues from labelled texts: a dozen weights that a person can read.
import { cueNames, type Cue } from "../cues.ts";
import type { CueModel } from "../format.ts";
import { balance } from "./folds.ts";
import { fitLogistic, quantise } from "./regression.ts";

export interface TextSample {
  group: string;
  isPositive: boolean;
  cues: Cue[];
}

const weightLimit = 1000;

export function trainCueModel(
  samples: TextSample[],
  recipe: { model: string; penalty: number; factor: number },
): CueModel {
  const weights = balance(samples);
  const rows = samples.map((sample, i) => ({
    columns: sample.cues.map((cue) => cueNames.indexOf(cue.name)),
    values: sample.cues.map((cue) => cue.value),
    isPositive: sample.isPositive,
    weight: weights[i]!,
  }));
  const fit = quantise(fitLogistic(rows, cueNames.length, recipe.penalty), weightLimit);
  return {
    kind: "cues",
    model: recipe.model,
    card: `detection/model/cards/${recipe.model}.md`,
    step: fit.step,
    bias: fit.bias,
    factor: recipe.factor,
    cues: Object.fromEntries(cueNames.map((name, i) => [name, fit.weights[i]!])),
  };
}
