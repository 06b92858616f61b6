// Promises the lookalike figures as text: recall at the shipped threshold, the curve, and every false alarm with its reason.
import { measureLookalikes } from "./lookalike.ts";
import { showShare } from "./report.ts";

const print = (line = "") => process.stdout.write(`${line}\n`);
const percent = (hits: number, of: number) => `${((100 * hits) / Math.max(of, 1)).toFixed(2)} %`;

/** Prints nothing where the folder has no list of lookalike hosts. */
export async function printLookalikes(folder: string): Promise<void> {
  const report = await measureLookalikes(folder);
  if (!report) return;
  print("\nLookalike hosts, shipped brand cards");
  print(`  flagged ${showShare(report.recall.all)}; flag or review ${showShare(report.noticed)}`);
  print(
    `  half that rules were made on ${showShare(report.recall.tuned)}; half held out ${showShare(report.recall.heldOut)}`,
  );
  print(
    `  innocent hosts flagged ${percent(report.falseAlarms.hits, report.falseAlarms.of)} (${report.falseAlarms.hits}/${report.falseAlarms.of})`,
  );
  print(`  brand as guessed by the list ${showShare(report.rightBrand)}; ${report.hostsPerSecond.toFixed(0)} hosts/s`);
  print("  threshold  recall    innocent hosts at or above");
  for (const { threshold, recall, falseAlarms } of report.curve)
    print(`  ${String(threshold).padStart(9)}  ${percent(recall.hits, recall.of).padStart(7)}   ${falseAlarms.hits}`);
  for (const wrong of report.wrong) print(`  false alarm: ${wrong.host} [${wrong.brand}, ${wrong.score}] ${wrong.why}`);
}
