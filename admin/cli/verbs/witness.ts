// Promises `witness`: the small program that another office runs to see to it that a custody log is never rewritten. No database.
import path from "node:path";
import type { Command } from "commander";
import { AppError } from "#core/errors.ts";
import { auditExport } from "#evidence/ledger/witness/audit-export.ts";
import { serveWitness } from "#evidence/ledger/witness/witness-server.ts";
import { openWitnessState } from "#evidence/ledger/witness/witness-state.ts";
import { readIfThere } from "#evidence/ledger/key-file.ts";
import type { VerbContext } from "../main.ts";
import { printLine, say } from "../terminal.ts";
import { untilStopped } from "./services.ts";

interface WitnessFlags {
  log?: string;
  state: string;
  port: string;
  host: string;
  name?: string;
}

export function addWitnessVerb(program: Command, context: VerbContext): void {
  const witness = program
    .command("witness")
    .description(
      say("nhân chứng sổ lưu giữ của đơn vị khác (không cần cơ sở dữ liệu)", "witness of another office's custody log"),
    );
  witness
    .command("serve", { isDefault: true })
    .description(say("chạy nhân chứng", "runs the witness"))
    .requiredOption("--log <vkey>", say("khóa của sổ (vonggac ledger key)", "the log's key (vonggac ledger key)"))
    .requiredOption("--state <dir>", say("thư mục riêng của nhân chứng", "the witness' own folder"))
    .option("--port <n>", say("cổng", "port"), "8790")
    .option("--host <address>", say("địa chỉ lắng nghe", "address to listen on"), "0.0.0.0")
    .option("--name <name>", say("tên nhân chứng, không dấu cách", "the witness' name, without spaces"))
    .action((flags: WitnessFlags) => serve(flags, context.signal));
  witness
    .command("check")
    .description(say("tính lại từ bản sao của sổ (vonggac ledger export)", "recomputes a copy (vonggac ledger export)"))
    .requiredOption("--state <dir>", say("thư mục riêng của nhân chứng", "the witness' own folder"))
    .requiredOption("--log-dir <dir>", say("thư mục bản sao của sổ", "folder of the copy"))
    .action((flags: { state: string; logDir: string }) => check(flags, context));
}

async function serve(flags: WitnessFlags, signal: AbortSignal): Promise<void> {
  const port = Number(flags.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new AppError("input.invalid", { detail: `--port ${flags.port}`, cure: "A number from 0 to 65535." });
  const state = await openWitnessState(path.resolve(flags.state), flags.log!, flags.name);
  const server = await serveWitness(state, {
    host: flags.host,
    port,
    onAlarm: ({ at, kind, vi, en }) => printLine(`CẢNH BÁO / ALARM ${at} ${kind}\n  ${vi}\n  ${en}`),
  });
  printLine(`${say("Nhân chứng", "Witness")}: http://${flags.host}:${server.port}/`);
  printLine(`${say("Khóa của nhân chứng", "Witness key")}: ${state.key.text}`);
  printLine(
    say(`Đã ký xác nhận ${state.latest?.size ?? 0} mục.`, `Co-signed ${state.latest?.size ?? 0} entries so far.`),
  );
  await untilStopped(signal);
  await server.close();
}

async function check(flags: { state: string; logDir: string }, context: VerbContext): Promise<void> {
  const folder = path.resolve(flags.state);
  const log = await readIfThere(path.join(folder, "log.vkey"));
  if (log === null)
    throw new AppError("input.unreadable", {
      detail: `${folder} is no witness' folder`,
      cure: "Start the witness first.",
    });
  const state = await openWitnessState(folder, log.trim(), undefined);
  const { entries, alarm } = await auditExport(state, path.resolve(flags.logDir));
  if (!alarm) {
    printLine(say(`${entries} mục khớp với những gì nhân chứng đã ký`, `${entries} entries are what was co-signed`));
    return;
  }
  context.exit(1);
  printLine(`CẢNH BÁO / ALARM ${alarm.kind}\n  ${alarm.vi}\n  ${alarm.en}`);
}
