// Promises `register import` and `brands import`: what detection knows of licences and protected names.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import { inTransaction } from "#core/db/pool.ts";
import { importLicenceRegister, selectRegisterHeads, upsertBrandCard } from "#core/records/register.ts";
import { readBrandCards } from "../brand-csv.ts";
import { addBrandLogo } from "../brand-logo.ts";
import { readCsvFile } from "../csv.ts";
import { readLicences } from "../licence-csv.ts";
import type { VerbContext } from "../main.ts";
import { note, printJson, printTable, say } from "../terminal.ts";
import { showDay } from "#core/vietnam-time.ts";

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
  register
    .command("list")
    .description(say("các sổ đã nhập; tất cả cùng được tra", "the imported registers; all of them count"))
    .option("--json")
    .action((options: { json?: boolean }) => listRegisters(context, options.json ?? false));
  const brands = program
    .command("brands")
    .alias("brand")
    .description(say("thẻ thương hiệu được bảo vệ", "cards of protected names"));
  brands
    .command("import <file>")
    .description("CSV: brand,domains,aliases")
    .action((file: string) => importBrands(context, file));
  brands
    .command("logo <brand> <file>")
    .description(say("thêm ảnh biểu trưng vào thẻ của đơn vị", "adds a picture of the logo to the office's own card"))
    .action((brand: string, file: string) => addLogo(context, brand, file));
}

async function addLogo(context: VerbContext, brand: string, file: string): Promise<void> {
  const database = await openDatabase(context.config(), 2);
  try {
    const { added, resembles } = await addBrandLogo(database.pool, brand, file);
    note(say(`Đã thêm ${added} dấu vết ảnh vào thẻ "${brand}".`, `${added} hashes added to the card "${brand}".`));
    if (resembles !== null)
      note(
        say(
          `Lưu ý: ảnh rất giống biểu trưng của "${resembles}"; hai thẻ có thể bị lẫn.`,
          `Mind: the picture is very like the logo of "${resembles}"; the two may be taken for one another.`,
        ),
      );
  } finally {
    await database.close();
  }
}

async function importRegister(context: VerbContext, file: string, name: string): Promise<void> {
  const config = context.config();
  const { rows, refused, notes } = readLicences(readCsvFile(file));
  const sha256 = createHash("sha256").update(readFileSync(file)).digest();
  const database = await openDatabase(config, 2);
  try {
    await inTransaction(database.pool, (tx) => importLicenceRegister(tx, { name, sha256, rows }, "cli"));
  } finally {
    await database.close();
  }
  for (const r of [...notes, ...refused].toSorted((a, b) => a.line - b.line)) note(`${file}:${r.line}: ${r.reason}`);
  const usable = rows.length - refused.length;
  const odd = new Set(notes.map((n) => n.line)).size;
  note(
    say(
      `Đã nhập ${usable} dòng vào sổ "${name}", ${odd} dòng có chỗ phải đọc lại; ${refused.length} dòng không tra được, giữ nguyên văn.`,
      `${usable} rows imported into "${name}", ${odd} of them with something to look at; ${refused.length} cannot be looked up and are kept as they stand.`,
    ),
  );
}

async function listRegisters(context: VerbContext, asJson: boolean): Promise<void> {
  const database = await openDatabase(context.config(), 2);
  try {
    const heads = await selectRegisterHeads(database.pool);
    if (asJson) for (const { name, importedAt, rowCount } of heads) printJson({ name, importedAt, rows: rowCount });
    else
      printTable(
        [say("sổ", "register"), say("ngày nhập", "imported"), say("số dòng", "rows")],
        heads.map((h) => [h.name, showDay(h.importedAt), String(h.rowCount)]),
      );
  } finally {
    await database.close();
  }
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
