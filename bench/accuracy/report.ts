// Promises the figures as text that a person reads from top to bottom: tables first, then every wrong one by name.
import { categories, type Category } from "#core/nouns/category.ts";
import type { Judged } from "./judge.ts";
import { tallyCategory, type Share } from "./tally.ts";

const print = (line = "") => process.stdout.write(`${line}\n`);
const percent = (value: number) => value.toFixed(3);

export const showShare = (s: Share): string =>
  s.of === 0 ? "no case" : `${percent(s.hits / s.of)} (${s.hits}/${s.of}; 95 % ${percent(s.low)}–${percent(s.high)})`;

/** label × category: flag/review/none. */
export function printConfusion(judged: Judged[]): void {
  print("label                        files  category flag/review/none (all other categories: nothing)");
  for (const [label, group] of [...Map.groupBy(judged, (j) => j.sample.label)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const cells = categories.flatMap((c) => {
      const count = (verdict: string) => group.filter((j) => j.verdicts[c] === verdict).length;
      return count("flag") + count("review") > 0 ? [`${c} ${count("flag")}/${count("review")}/${count("none")}`] : [];
    });
    const mark = group[0]!.expected.unjudged ? " (not judged)" : "";
    print(`${label.padEnd(28)} ${String(group.length).padStart(5)}  ${cells.join("  ") || "nothing"}${mark}`);
  }
}

const asked: readonly Category[] = ["gambling", "impersonation", "unlicensed_news", "hidden_gambling_links"];

export function printTallies(judged: Judged[]): void {
  for (const category of asked) {
    const t = tallyCategory(judged, category);
    if (t.recall.of + t.precision.of === 0) continue;
    print(`${category}`);
    print(
      `  files  precision ${showShare(t.precision)}  recall ${showShare(t.recall)}  flag or review ${showShare(t.noticed)}`,
    );
    print(
      `  sites  precision ${showShare(t.sites.precision)}  recall ${showShare(t.sites.recall)}  flag or review ${showShare(t.sites.noticed)}`,
    );
  }
  const innocent = judged.filter((j) => !j.expected.unjudged && j.expected.wanted.length === 0);
  const flagged = innocent.filter((j) => j.faults.length > 0);
  print(`innocent files flagged for anything: ${flagged.length} of ${innocent.length}`);
}

/** A doorway on a public body's host is a finding of hidden links: the agency is its victim. */
const graveOf = ({ verdicts }: Judged): string =>
  [verdicts.gambling, verdicts.hidden_gambling_links].toSorted((a, b) => order.indexOf(a) - order.indexOf(b))[0]!;
const order = ["flag", "review", "none"];

/** The hard files, row by row. */
export function printHard(judged: Judged[]): void {
  for (const [label, group] of Map.groupBy(
    judged.filter((j) => j.expected.hard),
    (j) => j.sample.label,
  )) {
    const flag = group.filter((j) => graveOf(j) === "flag").length;
    const review = group.filter((j) => graveOf(j) === "review").length;
    const told = group.filter((j) => j.detection.categories.gambling?.tellsOf).length;
    const about = told > 0 ? `; ${told} known as telling of gambling` : "";
    print(`${label}: ${flag} flagged, ${review} in review, of ${group.length}${about}`);
    for (const j of group)
      print(
        `  ${graveOf(j).padEnd(6)} ${String(j.detection.categories.gambling?.score ?? 0).padStart(5)}  ${j.sample.url}`,
      );
  }
}

/** Every wrong file with its waterfall: the terms that add up to the score. */
export function printWrong(judged: Judged[]): void {
  const wrong = judged.filter((j) => j.faults.length > 0);
  print(`${wrong.length} wrong ${wrong.length === 1 ? "file" : "files"}`);
  for (const j of wrong) {
    print(`${j.sample.name}  [${j.sample.label}]  ${j.sample.url}\n  ${j.faults.join("; ")}`);
    for (const [category, result] of Object.entries(j.detection.categories)) {
      print(`    ${category} ${result.verdict} ${result.score}`);
      for (const s of result.signals) print(`      ${s.weight > 0 ? "+" : ""}${s.weight} ${s.rule}: ${s.say}`);
    }
  }
}
