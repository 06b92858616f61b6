// Promises the `vonggac` command of cli.md: one verb a file, exit codes by contract, Ctrl-C stops cleanly.
import { existsSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { type Config, readConfig } from "#core/config.ts";
import { readVersion } from "#core/version.ts";
import { reportError, say, useLanguage } from "./terminal.ts";
import { loadVerbs } from "./verb-files.ts";

/** What every verb gets: configuration when it asks for it, a signal that Ctrl-C raises, and the exit code to set. */
export interface VerbContext {
  config(overrides?: Record<string, string>): Config;
  signal: AbortSignal;
  exit(code: number): void;
}

export async function main(args: string[]): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  useLanguage(); // .env may name it
  const stop = new AbortController();
  let signals = 0;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      // The first asks for a clean stop; a second one means it.
      if (++signals > 1) process.exit(130);
      stop.abort();
    });
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0); // the reader has seen enough
  });
  let exitCode = 0;
  const context: VerbContext = {
    config: (overrides) => {
      const config = readConfig({ ...process.env, ...overrides });
      useLanguage(config);
      return config;
    },
    signal: stop.signal,
    exit: (code) => {
      exitCode = code;
    },
  };
  try {
    await (await createProgram(context, args)).parseAsync(args, { from: "user" });
  } catch (error) {
    exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportError(error);
  }
  process.exit(exitCode);
}

/** The words that the command-line library itself prints, in Vietnamese. */
const libraryWords: [RegExp, string][] = [
  [/^Usage:/, "Cách dùng:"],
  [/^Arguments:/, "Tham số:"],
  [/^Options:/, "Tùy chọn:"],
  [/^Commands:/, "Lệnh:"],
  [/^error: unknown command '(.*)'/, "lỗi: không có lệnh '$1'"],
  [/^error: unknown option '(.*)'/, "lỗi: không có tùy chọn '$1'"],
  [/^error: missing required argument '(.*)'/, "lỗi: thiếu tham số '$1'"],
  [/^error: required option '(.*)' not specified/, "lỗi: thiếu tùy chọn bắt buộc '$1'"],
  [/^error: option '(.*)' argument missing/, "lỗi: tùy chọn '$1' thiếu giá trị"],
  [/^error: too many arguments.*/, "lỗi: thừa tham số"],
];

const inVietnamese = (text: string) => libraryWords.reduce((words, [pattern, vi]) => words.replace(pattern, vi), text);

/** Help and usage errors of one command in the terminal's language. */
function speak(command: Command): void {
  command.exitOverride().showHelpAfterError();
  command.helpOption("-h, --help", say("in phần trợ giúp này", "shows this help"));
  for (const option of command.options)
    if (option.long === "--json") option.description = say("mỗi kết quả một dòng JSON", "one JSON object a line");
  if (say("vi", "en") === "en") return;
  command.configureHelp({ styleTitle: inVietnamese });
  command.configureOutput({ outputError: (text, write) => write(inVietnamese(text)) });
}

async function createProgram(context: VerbContext, args: readonly string[]): Promise<Command> {
  const program = new Command("vonggac")
    .description(
      say(
        "Vọng Gác: quét, phát hiện, lưu giữ chứng cứ trên môi trường mạng",
        "Vọng Gác: web-content monitoring and evidence archiving",
      ),
    )
    .version(readVersion(), "-V, --version", say("in số phiên bản", "shows the version"))
    .helpCommand("help [command]", say("trợ giúp về một lệnh", "shows the help of a command"));
  for (const add of await loadVerbs(args)) add(program, context);
  speak(program);
  for (const command of program.commands) {
    speak(command);
    for (const sub of command.commands) speak(sub);
  }
  return program;
}
