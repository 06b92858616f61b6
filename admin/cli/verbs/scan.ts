// Promises `scan`: the main job to its end, one finding a line.
import type { Command } from "commander";
import { AppError } from "#core/errors.ts";
import { TargetId } from "#core/id.ts";
import { insertTarget, selectTarget, selectTargets, type TargetRow } from "#core/records/target.ts";
import { type House, openHouse } from "#workers/house.ts";
import { checkBeforeWork } from "../check-machine.ts";
import { findingLine, printFindings, printScans, readStamps } from "../finding-line.ts";
import type { VerbContext } from "../main.ts";
import { runScan } from "../run-scan.ts";
import { note, printJson, say } from "../terminal.ts";
import { normaliseTarget } from "../watchlist.ts";

interface ScanOptions {
  all?: boolean;
  target?: string[];
  maxPages?: string;
  json?: boolean;
}

export function addScanVerb(program: Command, context: VerbContext): void {
  program
    .command("scan [urls...]")
    .description(
      say("quét, phát hiện, chụp, niêm phong, đưa vào hàng đợi", "scans, detects, captures, seals and queues findings"),
    )
    .option("--all", say("cả danh sách giám sát", "the whole watchlist"))
    .option("--target <id...>", say("theo mã mục tiêu", "by target id"))
    .option("--max-pages <n>", say("số trang của mỗi mục tiêu", "pages of each target"))
    .option("--json")
    .action((urls: string[], options: ScanOptions) => scan(context, urls, options));
}

async function scan(context: VerbContext, urls: string[], options: ScanOptions): Promise<void> {
  const config = context.config();
  const asked = urls.map((u) => normaliseTarget(u, null, config));
  const maxPages = options.maxPages === undefined ? undefined : Number(options.maxPages);
  if (maxPages !== undefined && !(Number.isInteger(maxPages) && maxPages >= 1 && maxPages <= 1000)) {
    throw new AppError("input.invalid", {
      detail: `--max-pages ${options.maxPages}`,
      cure: say("Đưa một số nguyên từ 1 đến 1000.", "Give a whole number from 1 to 1000."),
    });
  }
  if (!options.all && !options.target && asked.length === 0) {
    throw new AppError("input.invalid", {
      detail: say("chưa nói quét gì", "nothing to scan was named"),
      cure: say("Dùng --all, --target MÃ hoặc nêu địa chỉ.", "Use --all, --target ID or addresses."),
    });
  }
  await checkBeforeWork(config);
  const house = await openHouse(config);
  try {
    const targets = await gatherTargets(house, asked, options);
    if (targets.length === 0)
      note(
        say(
          "Danh sách giám sát trống: hãy dùng `watch add` hoặc `watch import`.",
          "The watchlist is empty: use `watch add` or `watch import`.",
        ),
      );
    const run = await runScan(house, targets, {
      signal: context.signal,
      askedBy: "cli",
      ...(maxPages ? { maxPages } : {}),
    });
    const stamps = await readStamps(house.database.pool, run.findings);
    if (options.json) for (const finding of run.findings) printJson(findingLine(finding, house.store, stamps));
    else {
      printScans(run.scans);
      printFindings(run.findings, stamps);
    }
  } finally {
    await house.close();
  }
}

async function gatherTargets(
  house: House,
  asked: ReturnType<typeof normaliseTarget>[],
  options: ScanOptions,
): Promise<TargetRow[]> {
  const { pool } = house.database;
  const targets = new Map<string, TargetRow>();
  for (const target of asked) {
    const { target: row } = await insertTarget(pool, target, "cli");
    targets.set(row.id, row);
  }
  for (const raw of options.target ?? []) {
    const id = TargetId.safeParse(raw);
    if (!id.success)
      throw new AppError("input.invalid", {
        detail: `--target ${raw} is not an id`,
        cure: say("`watch list` liệt kê các mã.", "`watch list` shows the ids."),
      });
    targets.set(id.data, await selectTarget(pool, id.data));
  }
  if (options.all) {
    let after: TargetId | null = null;
    do {
      const page: TargetRow[] = await selectTargets(pool, { after, paused: false, limit: 500 });
      for (const t of page) targets.set(t.id, t);
      after = page.length === 500 ? page.at(-1)!.id : null;
    } while (after);
  }
  return [...targets.values()];
}
