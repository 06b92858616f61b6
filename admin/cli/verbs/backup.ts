// Promises `scrub`, `backup` and `restore`: the store read again, the office kept elsewhere, and brought back on an empty machine.
import path from "node:path";
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { verifyCustody } from "#workers/custody.ts";
import { auditCustody } from "#workers/ledger-care.ts";
import { backUp } from "#workers/keeping/backup.ts";
import { restore } from "#workers/keeping/restore.ts";
import { scrubNow } from "#workers/keeping/scrub.ts";
import { withKeeper } from "../keeper-verb.ts";
import type { VerbContext } from "../main.ts";
import { note, plain, printJson, printLine, say, startProgress } from "../terminal.ts";
import { readUserName } from "../user-name.ts";

export function addBackupVerbs(program: Command, context: VerbContext): void {
  program
    .command("scrub")
    .description(
      say("đọc lại kho chứng cứ, so với sổ", "reads the evidence store again and compares it with the records"),
    )
    .option(
      "--all",
      say(
        "mọi bản chụp và cả tệp lạ; không có thì chỉ phần đến hạn",
        "all captures and unknown files; else what is due",
      ),
    )
    .option("--json")
    .action((options: { all?: boolean; json?: boolean }) => scrub(context, options));
  program
    .command("backup")
    .description(say("sao lưu cơ sở dữ liệu và kho chứng cứ", "backs up database and evidence store"))
    .requiredOption(
      "--out <folder>",
      say("thư mục sao lưu; lần sau chỉ chép phần mới", "the folder; later runs copy only what is new"),
    )
    .option(
      "--with-keys",
      say("kèm khóa bí mật: cất bản sao như cất khóa", "with private keys: guard the copy like the keys"),
    )
    .option("--json")
    .action((options: { out: string; withKeys?: boolean; json?: boolean }) => backup(context, options));
  program
    .command("restore <folder>")
    .description(say("khôi phục từ bản sao lưu lên máy trống", "brings a backup back on an empty machine"))
    .option("--run <id>", say("lần sao lưu; mặc định là lần mới nhất", "which run; the newest by default"))
    .option("--by <name>", say("người khôi phục", "who does it"), readUserName())
    .option("--json")
    .action((folder: string, options: { run?: string; by: string; json?: boolean }) =>
      bringBack(context, folder, options),
    );
}

async function scrub(context: VerbContext, { all, json }: { all?: boolean; json?: boolean }): Promise<void> {
  const progress = startProgress(say("Kiểm tra kho", "Scrubbing"));
  const problems = await withKeeper(context, (keeper) =>
    scrubNow(keeper, readUserName(), all === true, {
      signal: context.signal,
      tell: (round) => progress.update(round.checked, round.checked, `${(round.checkedBytes / 1e9).toFixed(2)} GB`),
    }),
  );
  progress.stop();
  for (const p of problems)
    if (json)
      printJson({
        key: p.key,
        kind: p.kind,
        detail: p.detail,
        captureId: p.captureId,
        foundAt: p.foundAt.toISOString(),
      });
    else printLine(`✗ ${p.kind} ${p.key}: ${plain(p.detail, 300)}`);
  if (problems.length > 0) context.exit(1);
  else note(say("Kho nguyên vẹn.", "The store is sound."));
}

async function backup(
  context: VerbContext,
  options: { out: string; withKeys?: boolean; json?: boolean },
): Promise<void> {
  const out = path.resolve(options.out);
  const run = await withKeeper(context, (keeper) =>
    backUp(keeper, { out, withKeys: options.withKeys === true, signal: context.signal }),
  );
  if (options.json) printJson(run);
  else {
    const { count, copied, sizeBytes } = run.objects;
    printLine(`${run.id}  ${count} ${say("đối tượng", "objects")} (${copied} ${say("mới", "new")}), ${sizeBytes} B`);
  }
  if (!run.withPrivateKeys)
    note(
      say(
        "Không kèm khóa bí mật: sao lưu thư mục keys riêng, hoặc dùng --with-keys.",
        "No private keys: keep the folder keys elsewhere, or use --with-keys.",
      ),
    );
  for (const key of run.missing) note(`${say("Thiếu hoặc đã đổi", "Missing or changed")}: ${key}`);
  if (run.missing.length > 0) context.exit(1);
}

/** Restores, then reads everything again: the exit code says whether all of it is sound. */
async function bringBack(
  context: VerbContext,
  folder: string,
  options: { run?: string; by: string; json?: boolean },
): Promise<void> {
  const config = context.config();
  const from = path.resolve(folder);
  const { run, damaged } = await restore(config, { from, run: options.run ?? null, actor: options.by });
  const database = await openDatabase(config, 4);
  try {
    const custody = await verifyCustody(database.pool);
    const { entries, breaks } = await auditCustody({ config, database });
    const keeper = { config, pool: database.pool, store: openEvidenceStore(config) };
    const problems = await scrubNow(keeper, options.by, true, { signal: context.signal });
    const isWell = custody.ok && breaks.length === 0 && damaged.length === 0 && problems.length === 0;
    if (options.json) printJson({ run: run.id, isWell, custody: entries, breaks, damaged, problems });
    else {
      printLine(
        `${run.id}  ${run.objects.count} ${say("đối tượng", "objects")}, ${say("sổ lưu giữ", "custody log")} ${entries}`,
      );
      for (const name of damaged) printLine(`✗ ${say("hỏng trong bản sao lưu", "damaged in the backup")}: ${name}`);
      for (const p of problems) printLine(`✗ ${p.kind} ${p.key}: ${plain(p.detail, 300)}`);
      for (const { seq, why } of breaks) printLine(`✗ ${say("sổ lưu giữ, mục", "custody log, entry")} ${seq}: ${why}`);
      if (!custody.ok)
        printLine(`✗ ${say("sổ lưu giữ", "custody log")}: ${custody.broken?.seq} ${custody.broken?.why}`);
    }
    if (!isWell) context.exit(1);
  } finally {
    await database.close();
  }
}
