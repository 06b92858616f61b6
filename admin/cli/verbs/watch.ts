// Promises `watch add`, `watch import` and `watch list`.
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import type { TargetId } from "#core/id.ts";
import { insertTarget, selectTargets, type TargetRow } from "#core/records/target.ts";
import { readCsvFile } from "../csv.ts";
import type { VerbContext } from "../main.ts";
import { note, printJson, printTable, say } from "../terminal.ts";
import { importWatchlist, normaliseTarget, readCadence } from "../watchlist.ts";

export function addWatchVerbs(program: Command, context: VerbContext): void {
  const watch = program.command("watch").description(say("danh sách giám sát", "the watchlist"));
  watch
    .command("add <url>")
    .description(say("thêm một địa chỉ", "adds one address"))
    .option("--label <text>", say("nhãn", "label"), "")
    .option("--note <text>", say("ghi chú", "note"), "")
    .option("--cadence <time>", say("chu kỳ quét: 30m, 6h, 1d", "scan every: 30m, 6h, 1d"), "")
    .option("--json")
    .action((url: string, options: { label: string; note: string; cadence: string; json?: boolean }) =>
      addOne(context, url, options),
    );
  watch
    .command("import <file>")
    .description(
      say(
        "nhập tệp CSV: url,kind,label,note,cadence,purpose,legal_basis,owner,expires_on,area,tags",
        "imports a CSV file: url,kind,label,note,cadence,purpose,legal_basis,owner,expires_on,area,tags",
      ),
    )
    .option("--dry-run", say("chỉ kiểm tra, không ghi", "checks and writes nothing"))
    .option("--json")
    .action((file: string, options: { dryRun?: boolean; json?: boolean }) => importFile(context, file, options));
  watch
    .command("list")
    .description(say("liệt kê", "lists it"))
    .option("--json")
    .action((options: { json?: boolean }) => list(context, options));
}

async function addOne(
  context: VerbContext,
  raw: string,
  options: { label: string; note: string; cadence: string; json?: boolean },
): Promise<void> {
  const config = context.config();
  const target = {
    ...normaliseTarget(raw, null, config),
    label: options.label,
    note: options.note,
    cadenceMinutes: readCadence(options.cadence),
  };
  const database = await openDatabase(config, 2);
  try {
    const { target: row, isNew } = await insertTarget(database.pool, target, "cli");
    if (options.json) printJson({ id: row.id, url: row.url, kind: row.kind, isNew });
    else printTable(["id", "url", "kind"], [[row.id, row.url, row.kind]]);
    if (!isNew) note(say("Địa chỉ này đang được giám sát.", "This address is already watched."));
  } finally {
    await database.close();
  }
}

async function importFile(
  context: VerbContext,
  file: string,
  options: { dryRun?: boolean; json?: boolean },
): Promise<void> {
  const config = context.config();
  const rows = readCsvFile(file);
  const database = await openDatabase(config, 2);
  try {
    const result = await importWatchlist(database.pool, config, rows, {
      dryRun: options.dryRun === true,
      actor: "cli",
    });
    if (options.json) for (const row of result) printJson(row);
    else
      printTable(
        ["line", "outcome", "url", "reason"],
        result.map((r) => [String(r.line), r.outcome, r.url, r.reason]),
      );
    const count = (outcome: string) => result.filter((r) => r.outcome === outcome).length;
    note(
      say(
        `Nhận ${count("added")}, đã có ${count("watched") + count("duplicate")}, từ chối ${count("refused")} dòng${options.dryRun ? " (chạy thử, chưa ghi)" : ""}.`,
        `${count("added")} added, ${count("watched") + count("duplicate")} already there, ${count("refused")} refused${options.dryRun ? " (dry run, nothing written)" : ""}.`,
      ),
    );
  } finally {
    await database.close();
  }
}

async function list(context: VerbContext, options: { json?: boolean }): Promise<void> {
  const database = await openDatabase(context.config(), 2);
  try {
    const all: TargetRow[] = [];
    let after: TargetId | null = null;
    do {
      const page: TargetRow[] = await selectTargets(database.pool, { after, limit: 500 });
      for (const t of page) {
        if (options.json)
          printJson({
            id: t.id,
            url: t.url,
            kind: t.kind,
            label: t.label,
            note: t.note,
            cadenceMinutes: t.cadenceMinutes,
            paused: t.paused,
          });
        else all.push(t);
      }
      after = page.length === 500 ? page.at(-1)!.id : null;
    } while (after);
    if (!options.json)
      printTable(
        ["id", "kind", "url", "label", "cadence"],
        all.map((t) => [t.id, t.kind, t.url, t.label, t.cadenceMinutes ? `${t.cadenceMinutes}m` : ""]),
      );
  } finally {
    await database.close();
  }
}
