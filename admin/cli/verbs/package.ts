// Promises `package` and `handover`: findings or captures as one sealed package, and each time it changes hands on record.
import { statSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { openDatabase } from "#core/db/open-database.ts";
import { AppError } from "#core/errors.ts";
import { CaptureId } from "#core/id.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { handOverPackage } from "#workers/hand-over-package.ts";
import type { VerbContext } from "../main.ts";
import { sealPackage } from "../seal-package.ts";
import { note, printJson, printLine, say, startProgress } from "../terminal.ts";
import { readUserName } from "../user-name.ts";

interface PackageOptions {
  out: string;
  purpose: string;
  by: string;
  json?: boolean;
}

interface HandoverOptions {
  to: string;
  by: string;
  copyTo?: string;
  json?: boolean;
}

export function addPackageVerbs(program: Command, context: VerbContext): void {
  program
    .command("package <ids...>")
    .description(
      say(
        "gói niêm phong của phát hiện hoặc bản chụp, để giao",
        "a sealed package of findings or captures, to hand over",
      ),
    )
    .requiredOption("--out <file>", say("tệp .zip sẽ lập; không được có sẵn", "the .zip to make; must not exist"))
    .option(
      "--purpose <text>",
      say("mục đích, in trong tài liệu", "the purpose, as documents print it"),
      "Phục vụ xác minh",
    )
    .option("--by <name>", say("người lập gói", "who makes it"), readUserName())
    .option("--json")
    .action((ids: string[], options: PackageOptions) => pack(context, ids, options));
  program
    .command("handover <file>")
    .description(
      say(
        "ghi việc giao gói: băm trước, sau, in biên bản giao nhận",
        "records a hand-over: hashes before and after, the record as PDF",
      ),
    )
    .requiredOption("--to <text>", say("bên nhận", "who receives it"))
    .option("--by <name>", say("người giao", "who hands it over"), readUserName())
    .option(
      "--copy-to <folder>",
      say("chép sang thư mục của phương tiện rồi băm lại bản chép", "copies it to the medium and hashes the copy"),
    )
    .option("--json")
    .action((file: string, options: HandoverOptions) => handOver(context, file, options));
}

async function pack(context: VerbContext, ids: string[], options: PackageOptions): Promise<void> {
  for (const id of ids)
    if (!CaptureId.safeParse(id).success)
      throw new AppError("input.invalid", {
        detail: `${id} is no id of a finding or a capture`,
        cure: say("`findings` liệt kê các mã.", "`findings` shows the ids."),
      });
  const purpose = mustSay("--purpose", options.purpose);
  const by = mustSay("--by", options.by);
  const config = context.config();
  const database = await openDatabase(config, 4);
  const progress = startProgress(say("Lập gói", "Packing"));
  try {
    const keyring = await openKeyring(config.dataDir);
    const made = await sealPackage(
      { config, database, store: openEvidenceStore(config), keyring },
      {
        ids,
        file: options.out,
        purpose,
        by,
        onProgress: (done, total, words) => progress.update(done, total, words),
      },
    );
    progress.stop();
    const { files, ...facts } = made;
    if (options.json) return printJson({ ...facts, files: files.length, signer: keyring.fingerprint });
    printLine(`${made.file}  ${made.sizeBytes} byte`);
    printLine(`sha256 ${made.sha256}`);
    printLine(`${say("khóa ký", "signer")} ${keyring.fingerprint}`);
    const captures = made.captureIds.length;
    note(
      say(
        `${captures} bản chụp, ${files.length} tệp; mục ${made.ledgerSeq} của nhật ký lưu giữ.`,
        `${captures} captures, ${files.length} files; entry ${made.ledgerSeq} of the custody log.`,
      ),
    );
    if (made.unstamped > 0)
      note(
        say(`${made.unstamped} bản chụp chưa có dấu thời gian.`, `${made.unstamped} captures have no time stamp yet.`),
      );
    for (const witness of made.missingWitnesses)
      note(say(`Nhân chứng chưa ký: ${witness}`, `Witness that has not signed: ${witness}`));
  } finally {
    progress.stop();
    await database.close();
  }
}

async function handOver(context: VerbContext, file: string, options: HandoverOptions): Promise<void> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new AppError("input.unreadable", {
      detail: `${file} is not a file`,
      cure: say("Đưa đường dẫn của gói .zip do `package` lập.", "Give the path of a .zip made by `package`."),
    });
  const [to, by] = [mustSay("--to", options.to), mustSay("--by", options.by)];
  const config = context.config();
  const database = await openDatabase(config, 4);
  try {
    const copyTo = options.copyTo === undefined ? null : path.resolve(options.copyTo);
    const handed = await handOverPackage({ config, database }, { file, to, by, copyTo });
    if (options.json) return printJson(handed);
    printLine(handed.file);
    printLine(`${say("trước", "before")} sha256 ${handed.sha256Before}`);
    printLine(`${say("sau", "after")}  sha256 ${handed.sha256After}`);
    printLine(`${say("biên bản", "record")} ${handed.record}`);
    note(
      say(
        `Đã ghi là mục ${handed.ledgerSeq} của nhật ký lưu giữ; in biên bản, hai bên ký.`,
        `Recorded as entry ${handed.ledgerSeq} of the custody log; print the record, both sides sign it.`,
      ),
    );
  } finally {
    await database.close();
  }
}

function mustSay(option: string, value: string): string {
  const text = value.trim();
  if (text) return text;
  throw new AppError("input.invalid", { detail: `${option} is empty`, cure: `${option} "…"` });
}
