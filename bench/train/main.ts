// Promises `npm run train -- MODEL --data DIR [--out FILE]`: weights written, figures printed; no network, no chance.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { toAppError } from "#core/errors.ts";
import { modelFiles, weightsDir } from "#detection/model/format.ts";
import { fitCalibration } from "./calibrate.ts";
import { compareModels } from "./compare.ts";
import * as models from "./train-models.ts";

const usage = `npm run train -- MODEL --data DIR [--out FILE]
  MODEL   gambling-pages | gambling-hosts | impersonating-hosts | check-worthy:
          trains on the folder, prints figures of groups that the model did not see, writes the weights
          calibration: fits score → chance on the tuning half, prints the reliability on the half held out
          compare: the folder's verdicts with and without models that did not see the maker of the page
  DIR     a folder in the layout of MANIFEST.tsv
  FILE    where the weights go; detection/model/weights/MODEL.json without it
`;

const trainers = {
  "gambling-pages": { train: models.trainGamblingPages, file: modelFiles.gamblingPages },
  "gambling-hosts": { train: models.trainGamblingHosts, file: modelFiles.gamblingHosts },
  "impersonating-hosts": { train: models.trainImpersonatingHosts, file: modelFiles.impersonatingHosts },
  "check-worthy": { train: models.trainCheckWorthy, file: modelFiles.checkWorthy },
} as const;

const print = (text: string) => process.stdout.write(`${text}\n`);
const isTrainer = (name: string): name is keyof typeof trainers => Object.hasOwn(trainers, name);

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: "string" }, out: { type: "string" }, help: { type: "boolean", default: false } },
  });
  const [name] = positionals;
  const reports: Record<string, (folder: string) => string> = { calibration: fitCalibration, compare: compareModels };
  if (values.help || !name || !values.data || !(isTrainer(name) || Object.hasOwn(reports, name))) {
    process.stderr.write(usage);
    return values.help ? 0 : 2;
  }
  if (!isTrainer(name)) {
    print(reports[name]!(values.data));
    return 0;
  }
  const { train, file } = trainers[name];
  const { model, figures } = train(values.data);
  const out = values.out ?? path.join(weightsDir, file);
  writeFileSync(out, `${JSON.stringify(model, null, 2)}\n`);
  print(figures);
  process.stderr.write(`written: ${out}\n`);
  return 0;
}

try {
  process.exitCode = main();
} catch (thrown) {
  const error = toAppError(thrown);
  process.stderr.write(`${error.message}\n${error.cure ?? ""}\n`);
  process.exitCode = error.code.startsWith("input.") ? 2 : 1;
}
