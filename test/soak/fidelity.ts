// Promises the fidelity table: `fidelity [--json]` captures the fidelity site and prints every request as the server and each witness know it.
import { runFidelity, type FidelityRun } from "../support/fidelity/run-fidelity.ts";
import { printTable } from "../support/fidelity/table.ts";

function summarise({ rows, bundle, sealProblems, warc }: FidelityRun) {
  const count = (of: (row: FidelityRun["rows"][number]) => boolean) => rows.filter(of).length;
  return {
    requests: rows.length,
    reachedServer: count((row) => row.server !== null),
    recorded: count((row) => row.devtools?.outcome === "recorded"),
    blocked: count((row) => row.devtools?.outcome === "blocked"),
    failed: count((row) => row.devtools?.outcome === "failed"),
    onlyNetlog: count((row) => row.netlog === "only here"),
    bodiesExact: count((row) => row.body === "exact"),
    bodiesPrefix: count((row) => row.body === "prefix"),
    headersExact: count((row) => row.headers === "exact"),
    headersSameLines: count((row) => row.headers === "same lines"),
    netlogAgrees: count((row) => row.netlog.startsWith("agrees")),
    netlogDiffers: count((row) => row.netlog === "differs"),
    unaccounted: count((row) => row.problem !== ""),
    status: bundle.status,
    sealProblems,
    warc,
  };
}

/** Exit code 0 only when every request is accounted for, the package verifies and warcio reads every record. */
export async function run(args: string[]): Promise<number> {
  const json = args[0] === "--json";
  if (args.length > (json ? 1 : 0)) {
    process.stderr.write("usage: fidelity [--json]\n");
    return 2;
  }
  const result = await runFidelity();
  const summary = summarise(result);
  if (json) for (const row of [...result.rows, summary]) process.stdout.write(`${JSON.stringify(row)}\n`);
  else {
    process.stdout.write(`${printTable(result.rows, result.site)}\n\n`);
    for (const step of result.bundle.steps.filter(({ step }) => step === "account" || step === "netlog"))
      process.stdout.write(`${step.step}: ${step.note}\n`);
    process.stdout.write(`${JSON.stringify(summary, null, 1)}\n`);
  }
  await result.close();
  const isRead = summary.warc.read === summary.warc.listed && summary.warc.wrong.length === 0;
  return summary.unaccounted === 0 && summary.sealProblems.length === 0 && isRead ? 0 : 1;
}
