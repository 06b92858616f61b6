// Promises `press import` and `denial import`: the texts that pages are compared with, taken row by row.
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { insertDenial, upsertSketch } from "#core/records/sketch.ts";
import { readDenials } from "../denial-rows.ts";
import type { VerbContext } from "../main.ts";
import { readPressItems } from "../press-rows.ts";
import { readRowFile, type RefusedRow } from "../row-file.ts";
import { note, printJson, printTable, say } from "../terminal.ts";

interface Options {
  dryRun?: boolean;
  json?: boolean;
}

interface Outcome {
  line: number;
  outcome: "added" | "known" | "refused";
  what: string;
  reason: string;
}

export function addTextVerbs(program: Command, context: VerbContext): void {
  addImport(
    program.command("press").description(say("tin báo chí dùng để so", "press items to compare with")),
    say(
      "nhập CSV hoặc JSONL: url,title,text,publishedAt[,author,publisher,removedAt]",
      "imports CSV or JSONL: url,title,text,publishedAt[,author,publisher,removedAt]",
    ),
    (file, options) => importPress(context, file, options),
  );
  addImport(
    program.command("denial").description(say("tin bác bỏ chính thức", "official denials")),
    say(
      "nhập CSV hoặc JSONL: date,issuer,label,title[,claim,text,url]",
      "imports CSV or JSONL: date,issuer,label,title[,claim,text,url]",
    ),
    (file, options) => importDenials(context, file, options),
  );
}

function addImport(parent: Command, description: string, run: (file: string, options: Options) => Promise<void>): void {
  parent
    .command("import <file>")
    .description(description)
    .option("--dry-run", say("chỉ kiểm tra, không ghi", "checks and writes nothing"))
    .option("--json")
    .action(run);
}

async function importPress(context: VerbContext, file: string, options: Options): Promise<void> {
  const { rows, refused } = readRowFile(file);
  const reading = readPressItems(rows);
  const work = reading.items.map(({ line, item, notes }) => ({
    line,
    what: item.url,
    reason: notes,
    write: async (tx: Db) => {
      await upsertSketch(tx, item);
      return true;
    },
  }));
  await runImport(context, options, work, [...refused, ...reading.refused]);
}

async function importDenials(context: VerbContext, file: string, options: Options): Promise<void> {
  const { rows, refused } = readRowFile(file);
  const reading = readDenials(rows);
  const work = reading.denials.map(({ line, denial, notes }) => ({
    line,
    what: denial.title,
    reason: notes,
    write: (tx: Db) => insertDenial(tx, denial, "cli"),
  }));
  await runImport(context, options, work, [...refused, ...reading.refused]);
}

interface Work {
  line: number;
  what: string;
  reason: string;
  /** False where the row was already there. */
  write(tx: Db): Promise<boolean>;
}

/** All rows that can be taken, in one transaction. */
async function runImport(context: VerbContext, options: Options, work: Work[], refused: RefusedRow[]): Promise<void> {
  const outcomes: Outcome[] = refused.map(({ line, reason }) => ({ line, outcome: "refused", what: "", reason }));
  const put = (w: Work, isNew: boolean) =>
    outcomes.push({ line: w.line, outcome: isNew ? "added" : "known", what: w.what, reason: w.reason });
  if (options.dryRun === true) for (const w of work) put(w, true);
  else {
    const database = await openDatabase(context.config(), 2);
    try {
      await inTransaction(database.pool, async (tx) => {
        for (const w of work) put(w, await w.write(tx));
      });
    } finally {
      await database.close();
    }
  }
  report(
    outcomes.toSorted((a, b) => a.line - b.line),
    options,
  );
}

function report(outcomes: Outcome[], options: Options): void {
  if (options.json === true) for (const row of outcomes) printJson(row);
  else
    printTable(
      ["line", "outcome", "what", "reason"],
      outcomes.map((o) => [String(o.line), o.outcome, o.what.slice(0, 80), o.reason]),
    );
  const count = (outcome: Outcome["outcome"]) => outcomes.filter((o) => o.outcome === outcome).length;
  const dry = options.dryRun === true ? say(" (chạy thử, chưa ghi)", " (dry run, nothing written)") : "";
  note(
    say(
      `Nhận ${count("added")}, đã có ${count("known")}, từ chối ${count("refused")} dòng${dry}.`,
      `${count("added")} added, ${count("known")} already there, ${count("refused")} refused${dry}.`,
    ),
  );
}
