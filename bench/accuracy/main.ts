// Promises `npm run accuracy -- DIR`: precision, recall and confusion of a labelled folder, the wrong ones by name; and the synthetic set.
import { parseArgs } from "node:util";
import { loadKnowledge } from "#detection/knowledge.ts";
import { toAppError } from "#core/errors.ts";
import { checkAnchors, emptyReport } from "./check-anchors.ts";
import { measureHostNames } from "./host-names.ts";
import { judgeSample, type Judged } from "./judge.ts";
import { measureLicenceLines } from "./licence-lines.ts";
import { readFolder, readRegisters, type Reading, type Sample } from "./read-folder.ts";
import { printConfusion, printHard, printTallies, printWrong, showShare } from "./report.ts";

const usage = `npm run accuracy -- DIR [--text-only] [--hide-hosts] [--no-register] [--rules DIR] [--label LABEL] [--json]
  DIR           a folder in the layout of MANIFEST.tsv (file, label, url, …)
  --text-only   judge title and visible text alone, as \`detect\` does with {url, title, text}
  --hide-hosts  put an address that says nothing in the place of every true one
  --no-register leave the folder's licence registers out
  --label       only labels that begin so; prints every file with its waterfall
  --json        one object a file instead of the report
`;

const print = (line = "") => process.stdout.write(`${line}\n`);

function judgeAll(samples: Sample[], reading: Reading, options: { register: boolean; folder: string; rules?: string }) {
  const register = options.register ? readRegisters(options.folder) : undefined;
  const knowledge = loadKnowledge({
    now: new Date(),
    ...(register ? { licenceRegister: register } : {}),
    ...(options.rules ? { extraPacksDir: options.rules } : {}),
  });
  return samples.map((sample, i) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${i + 1}/${samples.length} `);
    return judgeSample(sample, knowledge, reading);
  });
}

function printReport(folder: string, judged: Judged[]): void {
  printConfusion(judged);
  print();
  printTallies(judged);
  print("\nHard files, apart");
  printHard(judged);
  const lines = measureLicenceLines(judged);
  print(`\nLicence lines read: ${showShare(lines.parsed)}, ${lines.bare} of them without issuer and date`);
  for (const missed of lines.missed) print(`  not read: ${missed}`);
  const names = measureHostNames(folder);
  if (names)
    print(
      `Host names that speak of gambling: ${showShare(names.named)}; innocent look-alikes: ${showShare(names.innocentNamed)}`,
    );
  const anchors = emptyReport();
  for (const j of judged) checkAnchors(anchors, j.sample.name, j.page, j.detection);
  const kinds = Object.entries(anchors.anchors).map(([kind, n]) => `${kind} ${n}`);
  print(
    `Anchors: ${anchors.signals} signals, ${kinds.join(", ")}; ${anchors.quotes} quotations; broken: ${anchors.broken.length}`,
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
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [folder] = positionals;
  if (values.help || !folder) {
    process.stderr.write(usage);
    return values.help ? 0 : 2;
  }
  const reading = { textOnly: values["text-only"], hideHosts: values["hide-hosts"] };
  const samples = readFolder(folder).filter((s) => !values.label || s.label.startsWith(values.label));
  const options = { folder, register: !values["no-register"], ...(values.rules ? { rules: values.rules } : {}) };
  const judged = judgeAll(samples, reading, options);
  if (values.json) printJudged(judged);
  else {
    if (values.label)
      printWrong(judged.map((j) => ({ ...j, faults: j.faults.length > 0 ? j.faults : ["as expected"] })));
    printReport(folder, judged);
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
