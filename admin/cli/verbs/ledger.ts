// Promises `ledger`: the custody log's state, its key for witnesses, a full walk, a copy for strangers, and the way on after a fork.
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import { selectLastCheckpoint, selectWitnessState } from "#core/records/checkpoint.ts";
import { type LedgerHouse, makeCheckpoint, openLog, ownMemory } from "#workers/checkpoint.ts";
import { auditCustody } from "#workers/ledger-care.ts";
import { exportLedger } from "#workers/ledger-export.ts";
import { settleLedger } from "#workers/ledger-settle.ts";
import { readLedgerSize } from "#workers/ledger-tree.ts";
import { pushCheckpoint } from "#workers/witness-push.ts";
import type { VerbContext } from "../main.ts";
import { note, printJson, printLine, say } from "../terminal.ts";
import { readUserName } from "../user-name.ts";

interface Json {
  json?: boolean;
}

export function addLedgerVerb(program: Command, context: VerbContext): void {
  const ledger = program
    .command("ledger")
    .description(say("sổ lưu giữ: tình trạng, khóa, rà soát, sao ra", "the custody log: state, key, walk, copy"));
  ledger
    .command("status")
    .description(say("số mục, điểm kiểm tra cuối, nhân chứng, cảnh báo", "entries, last checkpoint, witnesses, alarms"))
    .option("--json")
    .action((options: Json) => withLedger(context, (house) => showStatus(house, context, options)));
  ledger
    .command("key")
    .description(say("khóa của sổ, để trao cho nhân chứng", "the log's verifier key, for its witnesses"))
    .action(async () => printLine((await openLog({ config: context.config() })).key.verifier.text));
  ledger
    .command("sign")
    .description(say("ký điểm kiểm tra và gửi các nhân chứng ngay", "signs a checkpoint and asks the witnesses now"))
    .option("--json")
    .action((options: Json) => withLedger(context, (house) => signNow(house, context, options)));
  ledger
    .command("check")
    .description(say("rà soát từng mục từ đầu", "walks through every entry"))
    .option("--json")
    .action((options: Json) => withLedger(context, (house) => check(house, context, options)));
  ledger
    .command("export")
    .description(say("sao toàn bộ sổ ra tệp (C2SP tlog-tiles)", "copies the whole log into files (C2SP tlog-tiles)"))
    .requiredOption("--out <dir>", say("thư mục đích", "target folder"))
    .action((options: { out: string }) =>
      withLedger(context, async (house) => {
        const size = await exportLedger(house, options.out);
        printLine(say(`${size} mục đã sao vào ${options.out}`, `${size} entries copied into ${options.out}`));
      }),
    );
  ledger
    .command("settle")
    .description(say("quyết định của người có trách nhiệm sau cảnh báo", "a person's decision after an alarm"))
    .requiredOption("--reason <text>", say("lý do, được ghi vào sổ", "the reason, entered in the log"))
    .action((options: { reason: string }) =>
      withLedger(context, async (house) => {
        const key = await settleLedger(house, readUserName(), options.reason);
        note(
          say("Sổ mới bắt đầu; trao khóa này cho các nhân chứng:", "A new log begins; give this key to the witnesses:"),
        );
        printLine(key);
      }),
    );
}

async function withLedger(context: VerbContext, work: (house: LedgerHouse) => Promise<void>): Promise<void> {
  const config = context.config();
  const database = await openDatabase(config, 4);
  try {
    await work({ config, database });
  } finally {
    await database.close();
  }
}

async function showStatus(house: LedgerHouse, context: VerbContext, { json }: Json): Promise<void> {
  const { pool } = house.database;
  const [entries, last, witnesses] = [
    await readLedgerSize(pool),
    await selectLastCheckpoint(pool),
    await selectWitnessState(pool),
  ];
  const alarms = witnesses.filter((w) => w.alarm !== null);
  if (alarms.length > 0) context.exit(1);
  if (json) {
    printJson({ entries, origin: last?.origin ?? null, size: last?.size ?? 0, at: last?.at ?? null, witnesses });
    return;
  }
  printLine(say(`Số mục: ${entries}`, `Entries: ${entries}`));
  printLine(
    last
      ? say(
          `Điểm kiểm tra cuối: ${last.size} mục, ${last.at.toISOString()}, ${last.origin}`,
          `Last checkpoint: ${last.size} entries, ${last.at.toISOString()}, ${last.origin}`,
        )
      : say("Chưa có điểm kiểm tra nào", "No checkpoint yet"),
  );
  for (const w of witnesses) {
    if (w.witness !== ownMemory)
      printLine(
        say(
          `Nhân chứng ${w.witness}: ${w.lastSize} mục, ${w.lastAt?.toISOString() ?? "chưa ký"}`,
          `Witness ${w.witness}: ${w.lastSize} entries, ${w.lastAt?.toISOString() ?? "never signed"}`,
        ),
      );
    if (w.alarm) printLine(`✗ ${w.alarm.kind}: ${w.alarm.detail} (${w.alarm.at.toISOString()})`);
  }
}

async function signNow(house: LedgerHouse, context: VerbContext, { json }: Json): Promise<void> {
  const row = await makeCheckpoint(house);
  const results = await pushCheckpoint(house);
  if (results.some((r) => r.outcome === "alarm" || r.outcome === "unavailable")) context.exit(1);
  if (json) return printJson({ origin: row.origin, size: row.size, note: row.note, witnesses: results });
  printLine(row.note.trimEnd());
  for (const r of results) printLine(`${r.witness}: ${r.outcome} ${r.detail}`);
}

async function check(house: LedgerHouse, context: VerbContext, { json }: Json): Promise<void> {
  const { entries, breaks } = await auditCustody(house);
  if (breaks.length > 0) context.exit(1);
  if (json) return printJson({ ok: breaks.length === 0, entries, breaks });
  if (breaks.length === 0) printLine(say(`${entries} mục nguyên vẹn`, `${entries} entries are intact`));
  for (const { seq, why } of breaks) printLine(`✗ ${say("mục", "entry")} ${seq}: ${why}`);
}
