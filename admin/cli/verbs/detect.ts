// Promises `detect`: JSON Lines in, judgements out; no network, no database.
import path from "node:path";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { z } from "zod";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { type Knowledge, loadKnowledge } from "#detection/knowledge.ts";
import { readCsvFile } from "../csv.ts";
import { readLicences } from "../licence-csv.ts";
import type { VerbContext } from "../main.ts";
import { printJson, say } from "../terminal.ts";
import { writeDetection } from "../spans.ts";

const Input = z
  .object({
    id: z.unknown().optional(),
    url: z.string(),
    html: z.string().optional(),
    title: z.string().optional(),
    text: z.string().optional(),
    kind: z.enum(["site", "account"]).optional(),
  })
  .refine((v) => v.html !== undefined || v.text !== undefined || v.title !== undefined, "give html, or title and text");

export function addDetectVerb(program: Command, context: VerbContext): void {
  program
    .command("detect")
    .description(
      say(
        "đọc JSON Lines {id, url, html} hoặc {id, url, title, text} từ stdin",
        "reads JSON Lines {id, url, html} or {id, url, title, text} on stdin",
      ),
    )
    .option("--register <file...>", say("sổ giấy phép CSV, một hay nhiều", "licence registers as CSV, one or more"))
    .option(
      "--packs <dir>",
      say(
        "thư mục quy tắc riêng (mặc định VONGGAC_RULES_DIR); trạng thái theo tệp",
        "folder of own rules (default VONGGAC_RULES_DIR); their files say their state",
      ),
    )
    .option("--json")
    .action((options: { register?: string[]; packs?: string }) => detectLines(context, options));
}

function openKnowledge(options: { register?: string[]; packs?: string }): Knowledge {
  const at = now();
  const registers = (options.register ?? []).map((file) => ({
    name: path.basename(file),
    importedAt: at.toISOString(),
    rows: readLicences(readCsvFile(file)).rows.map((r) => ({
      ...r,
      issuedOn: r.issuedOn ?? "",
      expiresOn: r.expiresOn ?? "",
    })),
  }));
  return loadKnowledge({
    now: at,
    ...(registers.length > 0 ? { licenceRegister: registers } : {}),
    ...(options.packs ? { extraPacksDir: options.packs } : {}),
  });
}

async function detectLines(context: VerbContext, options: { register?: string[]; packs?: string }): Promise<void> {
  // Without the database nobody's steps are known: here an own rule is in the state that its file writes.
  const packs = options.packs ?? context.config().VONGGAC_RULES_DIR;
  const knowledge = openKnowledge({ ...options, ...(packs === undefined ? {} : { packs }) });
  let line = 0;
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    line++;
    if (text.trim() === "") continue;
    const input = readInput(text, line);
    const { url } = input;
    const page =
      input.html === undefined
        ? pageFromText({ url, title: input.title ?? "", text: input.text ?? "" })
        : extractPage({ url, finalUrl: url, status: null, html: input.html });
    const kind = input.kind ?? "site";
    printJson(writeDetection(input.id ?? null, detect(page, knowledge, { kind }), page, input));
    if (context.signal.aborted) return;
  }
}

function readInput(text: string, line: number): z.infer<typeof Input> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError("input.unreadable", {
      cause: error,
      detail: `line ${line} is not JSON`,
      cure: say("Mỗi dòng là một đối tượng JSON.", "Give one JSON object a line."),
    });
  }
  const parsed = Input.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError("input.unreadable", {
    detail: `line ${line}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
    cure: say(
      "Các trường: id, url, html; hoặc id, url, title, text.",
      "Fields: id, url, html — or id, url, title, text.",
    ),
  });
}
