// Promises figures from models that never saw the group that they judge: trained on the other folds, asked about this one.
import { foldOf } from "#detection/model/train/folds.ts";
import { areaUnderCurve, measureAt, sayShare, type Scored } from "#detection/model/train/measure.ts";

export interface OutOfFold extends Scored {
  name: string;
}

/** Scores each sample by the model of the folds that its group is not in. */
export function scoreOutOfFold<S extends { group: string; isPositive: boolean }, M>(
  samples: S[],
  folds: number,
  train: (rest: S[]) => M,
  ask: (model: M, sample: S) => { score: number; name: string } | null,
): OutOfFold[] {
  const scored: OutOfFold[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const asked = samples.filter((s) => foldOf(s.group, folds) === fold);
    if (asked.length === 0) continue;
    const model = train(samples.filter((s) => foldOf(s.group, folds) !== fold));
    for (const sample of asked) {
      const said = ask(model, sample);
      if (said) scored.push({ ...said, isPositive: sample.isPositive });
    }
  }
  return scored;
}

/** The lines that a card quotes. */
export function sayFigures(scored: OutOfFold[], groups: number, points: number[]): string {
  const positives = scored.filter((s) => s.isPositive).length;
  const wrong = scored.filter((s) => s.score >= points[0]! !== s.isPositive).toSorted((a, b) => b.score - a.score);
  const name = (s: OutOfFold) => `  ${s.score.toFixed(2)} ${s.isPositive ? "missed" : "false alarm"} ${s.name}`;
  return [
    `${scored.length} samples out of fold, ${positives} positive, ${groups} groups`,
    `area under the curve ${areaUnderCurve(scored).toFixed(4)}`,
    ...points.map((at) => {
      const m = measureAt(scored, at);
      return `log-odds from ${at}: precision ${sayShare(m.precision)}; recall ${sayShare(m.recall)}; false alarms ${sayShare(m.falseAlarms)}`;
    }),
    `wrong at ${points[0]} (${wrong.length}):`,
    ...wrong.slice(0, 12).map(name),
    ...(wrong.length > 24 ? ["  …"] : []),
    ...wrong.slice(Math.max(12, wrong.length - 12)).map(name),
  ].join("\n");
}
