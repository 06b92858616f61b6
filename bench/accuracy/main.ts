// Promises `npm run accuracy -- DIR`: precision, recall and confusion of a labelled folder, the wrong ones by name; and the synthetic set.
import { parseArgs } from "node:util";
import { loadKnowledge } from "#detection/knowledge.ts";
import { toAppError } from "#core/errors.ts";
import { checkAnchors, checkSpans, emptyReport } from "./check-anchors.ts";
import { measureHostNames } from "./host-names.ts";
import { judgeSample, type Judged } from "./judge.ts";
import { measureLicenceLines } from "./licence-lines.ts";
import { readFolder, readRegisters, type Reading, type Sample } from "./read-folder.ts";
import type { LicenceRegister } from "#detection/licence/register.ts";
import { makeSamples } from "./synthetic/make-samples.ts";
import { printLookalikes } from "./print-lookalikes.ts";
import { printConfusion, printHard, printTallies, printWrong, showShare } from "./report.ts";

const usage = `npm run accuracy -- DIR | --synthetic [--text-only] [--hide-hosts] [--no-register] [--rules DIR] [--label LABEL] [--json]
  DIR           a folder in the layout of MANIFEST.tsv (file, label, url, …)
  --text-only   judge title and visible text alone, as \`detect\` does with {url, title, text}
  --hide-hosts  put an address that says nothing in the place of every true one
  --no-register leave the folder's licence registers out
  --label       only labels that begin so; prints every file with its waterfall
  --synthetic   no folder: cases made here from --seed N (20261122), --each N (20) of every kind; says nothing of real pages
  --json        one object a file instead of the report
`;

const print = (line = "") => process.stdout.write(`${line}\n`);

interface Job {
  samples: Sample[];
  register: LicenceRegister | undefined;
  rules: string | undefined;
}

function judgeAll({ samples, register, rules }: Job, reading: Reading): Judged[] {
  const knowledge = loadKnowledge({
    now: new Date(),
    ...(register ? { licenceRegister: register } : {}),
    ...(rules ? { extraPacksDir: rules } : {}),
  });
  return samples.map((sample, i) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${i + 1}/${samples.length} `);
    return judgeSample(sample, knowledge, reading);
  });
}

/** The synthetic set, announced as such. */
function makeJob(seed: number, each: number, rules: string | undefined): Job {
  const { cards } = loadKnowledge({ now: new Date() }).brands;
  print(
    `SYNTHETIC cases, seed ${seed}, ${each} of every kind: made by bench/accuracy/synthetic, no measure of real pages\n`,
  );
  return { ...makeSamples(seed, each, cards), rules };
}

function printFamilies(judged: Judged[]): void {
  print("By kind of case: flagged / in review / neither");
  for (const [kind, group] of Map.groupBy(judged, (j) => j.sample.name.split(":")[1]!)) {
    const grave = (j: Judged) => Object.values(j.verdicts);
    const flag = group.filter((j) => grave(j).includes("flag")).length;
    const review = group.filter((j) => !grave(j).includes("flag") && grave(j).includes("review")).length;
    print(`  ${kind.padEnd(18)} ${flag} / ${review} / ${group.length - flag - review}`);
  }
  print();
}

function printReport(folder: string | null, judged: Judged[]): void {
  printConfusion(judged);
  print();
  printTallies(judged);
  print("\nHard files, apart");
  printHard(judged);
  const lines = measureLicenceLines(judged);
  print(`\nLicence lines read: ${showShare(lines.parsed)}, ${lines.bare} of them without issuer and date`);
  for (const missed of lines.missed) print(`  not read: ${missed}`);
  const names = folder === null ? null : measureHostNames(folder);
  if (names)
    print(
      `Host names that speak of gambling: ${showShare(names.named)}; innocent look-alikes: ${showShare(names.innocentNamed)}`,
    );
  const anchors = emptyReport();
  for (const { sample, page, detection } of judged) {
    checkAnchors(anchors, sample.name, page, detection);
    checkSpans(anchors, sample.name, page, detection);
  }
  const kinds = Object.entries(anchors.anchors).map(([kind, n]) => `${kind} ${n}`);
  print(
    `Anchors: ${anchors.signals} signals, ${kinds.join(", ")}; ${anchors.spans} spans as printed, ${anchors.quotes} quotations; broken: ${anchors.broken.length}`,
  );
  for (const broken of anchors.broken.slice(0, 40)) print(`  ${broken}`);
  print();
  printWrong(judged);
  const took = judged.map((j) => j.tookMs).toSorted((a, b) => a - b);
  print(
    `\n${judged.length} files, ${(took.reduce((a, b) => a + b, 0) / took.length).toFixed(1)} ms a file, reading its markup included`,
  );
}

function printJudged(judged: Judged[]): void {
  for (const { sample, detection, faults } of judged)
    print(JSON.stringify({ name: sample.name, label: sample.label, url: sample.url, faults, ...detection }));
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "text-only": { type: "boolean", default: false },
      "hide-hosts": { type: "boolean", default: false },
      "no-register": { type: "boolean", default: false },
      rules: { type: "string" },
      label: { type: "string" },
      synthetic: { type: "boolean", default: false },
      seed: { type: "string", default: "20261122" },
      each: { type: "string", default: "20" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const folder = values.synthetic ? null : positionals[0];
  if (values.help || folder === undefined) {
    process.stderr.write(usage);
    return values.help ? 0 : 2;
  }
  const reading = { textOnly: values["text-only"], hideHosts: values["hide-hosts"] };
  const job: Job =
    folder === null
      ? makeJob(Number(values.seed), Number(values.each), values.rules)
      : {
          samples: readFolder(folder),
          register: values["no-register"] ? undefined : readRegisters(folder),
          rules: values.rules,
        };
  const samples = job.samples.filter((s) => !values.label || s.label.startsWith(values.label));
  const judged = judgeAll({ ...job, samples }, reading);
  if (values.json) printJudged(judged);
  else {
    if (folder === null) printFamilies(judged);
    if (values.label)
      printWrong(judged.map((j) => ({ ...j, faults: j.faults.length > 0 ? j.faults : ["as expected"] })));
    printReport(folder, judged);
    if (folder !== null && !values.label) await printLookalikes(folder);
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (thrown) {
  const error = toAppError(thrown);
  process.stderr.write(`${error.message}\n${error.cure ?? ""}\n`);
  process.exitCode = error.code.startsWith("input.") ? 2 : 1;
}
