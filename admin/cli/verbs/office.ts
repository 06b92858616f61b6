// Promises `office import` and `office export`: an office set up from one file, names, law data, reports and templates together.
import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { AppError } from "#core/errors.ts";
import { readOfficeFile, setUpOffice } from "#core/law/set-up-office.ts";
import { OfficeFile } from "#core/nouns/office-file.ts";
import { acceptTemplate } from "#admin/server/compose-document.ts";
import { withKeeper } from "../keeper-verb.ts";
import type { VerbContext } from "../main.ts";
import { plain, printJson, printLine, say } from "../terminal.ts";
import { readUserName } from "../user-name.ts";

/** Throws `input.invalid` that names the template, its line and the cure. */
function checkTemplates(data: OfficeFile): OfficeFile {
  for (const [kind, text] of Object.entries(data.templates)) {
    try {
      acceptTemplate(text);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const detail = `templates.${kind}: ${error.message.replace(`${error.code}: `, "")}`;
      throw new AppError("input.invalid", { detail, ...(error.cure ? { cure: error.cure } : {}), cause: error });
    }
  }
  return data;
}

/** Throws `input.unreadable` or `input.invalid`, naming the field. */
async function readOfficeJson(file: string): Promise<OfficeFile> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new AppError("input.unreadable", {
      detail: `${plain(file)}: ${error instanceof Error ? error.message : ""}`,
      cure: say("Chỉ ra một tệp JSON đọc được.", "Name a JSON file that can be read."),
    });
  }
  const parsed = OfficeFile.safeParse(value);
  if (parsed.success) return checkTemplates(parsed.data);
  const { path, message } = parsed.error.issues[0]!;
  throw new AppError("input.invalid", { detail: `${plain(file)}: ${path.join(".")}: ${message}` });
}

interface ImportOptions {
  by: string;
  reason: string;
  json?: boolean;
}

export function addOfficeVerb(program: Command, context: VerbContext): void {
  const office = program
    .command("office")
    .description(
      say(
        "cài đặt, căn cứ, báo cáo và mẫu văn bản của cơ quan",
        "the office's settings, law data, reports and templates",
      ),
    );
  office
    .command("import <file>")
    .description(say("nhập tất cả từ một tệp JSON", "sets the office up from a JSON file"))
    .option("--reason <text>", say("lý do, lưu cùng các dòng được thay", "kept with replaced rows"), "office import")
    .option("--by <name>", say("người nhập", "who imports"), readUserName())
    .option("--json")
    .action(async (file: string, { by, reason, json }: ImportOptions) => {
      const data = await readOfficeJson(file);
      await withKeeper(context, async ({ pool }) => {
        const done = await setUpOffice(pool, data, by, reason);
        if (json) return printJson(done);
        printLine(
          say(
            `Đã nhập: ${done.added} dòng thêm, ${done.replaced} dòng thay, ${done.same} dòng không đổi, ${done.setAside} dòng kèm chương trình được bỏ, ${done.templates} mẫu văn bản mới.`,
            `Imported: ${done.added} added, ${done.replaced} replaced, ${done.same} unchanged, ${done.setAside} shipped rows set aside, ${done.templates} new templates.`,
          ),
        );
      });
    });
  office
    .command("export <file>")
    .description(say("xuất tất cả ra một tệp JSON mới", "writes all of it to a new JSON file"))
    .action((file: string) =>
      withKeeper(context, async ({ pool }) => {
        const text = `${JSON.stringify(await readOfficeFile(pool), null, 2)}\n`;
        await writeFile(file, text, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
          throw new AppError("input.invalid", {
            cause: error,
            detail: `${plain(file)}: ${error instanceof Error ? error.message : ""}`,
          });
        });
      }),
    );
}
