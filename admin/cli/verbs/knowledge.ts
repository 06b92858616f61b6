// Promises `register import` and `brands import`: what detection knows of licences and protected names.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import { inTransaction } from "#core/db/pool.ts";
import { importLicenceRegister, upsertBrandCard } from "#core/records/register.ts";
import { readBrandCards } from "../brand-csv.ts";
import { readCsvFile } from "../csv.ts";
import { readLicences } from "../licence-csv.ts";
import type { VerbContext } from "../main.ts";
import { note, say } from "../terminal.ts";

export function addKnowledgeVerbs(program: Command, context: VerbContext): void {
  const register = program.command("register").description(say("sổ đăng ký giấy phép", "the licence register"));
  register
    .command("import <file>")
    .description(
      say(
        "nhập CSV: number,issuer,issued_on,expires_on,owner,domains,kind,status",
        "imports CSV: number,issuer,issued_on,expires_on,owner,domains,kind,status",
      ),
    )
    .option("--name <name>", say("tên sổ", "the register's name"))
    .action((file: string, options: { name?: string }) =>
      importRegister(context, file, options.name ?? path.basename(file, ".csv")),
    );
  const brands = program.command("brands").description(say("thẻ thương hiệu được bảo vệ", "cards of protected names"));
  brands
    .command("import <file>")
    .description("CSV: brand,domains,aliases")
    .action((file: string) => importBrands(context, file));
}

async function importRegister(context: VerbContext, file: string, name: string): Promise<void> {
  const config = context.config();
  const { rows, refused } = readLicences(readCsvFile(file));
  const sha256 = createHash("sha256").update(readFileSync(file)).digest();
  const database = await openDatabase(config, 2);
  try {
    await inTransaction(database.pool, (tx) => importLicenceRegister(tx, { name, sha256, rows }, "cli"));
  } finally {
    await database.close();
  }
  for (const r of refused) note(`${file}:${r.line}: ${r.reason}`);
  note(
    say(
      `Đã nhập ${rows.length} dòng vào sổ "${name}", từ chối ${refused.length} dòng.`,
      `${rows.length} rows imported into "${name}", ${refused.length} refused.`,
    ),
  );
}

async function importBrands(context: VerbContext, file: string): Promise<void> {
  const config = context.config();
  const { cards, refused } = readBrandCards(readCsvFile(file));
  const database = await openDatabase(config, 2);
  try {
    for (const card of cards) await upsertBrandCard(database.pool, card);
  } finally {
    await database.close();
  }
  for (const r of refused) note(`${file}:${r.line}: ${r.reason}`);
  note(
    say(
      `Đã nhập ${cards.length} thẻ, từ chối ${refused.length} dòng.`,
      `${cards.length} cards imported, ${refused.length} rows refused.`,
    ),
  );
}
