// Promises the `vonggac` command of cli.md: one verb a file, exit codes by contract, Ctrl-C stops cleanly.
import { existsSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { type Config, readConfig } from "#core/config.ts";
import { readVersion } from "#core/version.ts";
import { reportError, say, useLanguage } from "./terminal.ts";
import { addCaptureVerb } from "./verbs/capture.ts";
import { addDemoVerb } from "./verbs/demo.ts";
import { addDetectVerb } from "./verbs/detect.ts";
import { addDoctorVerb } from "./verbs/doctor.ts";
import { addFindingVerbs } from "./verbs/findings.ts";
import { addKnowledgeVerbs } from "./verbs/knowledge.ts";
import { addLookalikeVerb } from "./verbs/lookalike.ts";
import { addScanVerb } from "./verbs/scan.ts";
import { addServiceVerbs } from "./verbs/services.ts";
import { addVerifyVerb } from "./verbs/verify.ts";
import { addWatchVerbs } from "./verbs/watch.ts";

/** What every verb gets: configuration when it asks for it, a signal that Ctrl-C raises, and the exit code to set. */
export interface VerbContext {
  config(overrides?: Record<string, string>): Config;
  signal: AbortSignal;
  exit(code: number): void;
}

export async function main(args: string[]): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
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
    await createProgram(context).parseAsync(args, { from: "user" });
  } catch (error) {
    exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportError(error);
  }
  process.exit(exitCode);
}

function createProgram(context: VerbContext): Command {
  const program = new Command("vonggac")
    .description(
      say(
        "Vọng Gác: quét, phát hiện, lưu giữ chứng cứ trên môi trường mạng",
        "Vọng Gác: web-content monitoring and evidence archiving",
      ),
    )
    .version(readVersion())
    .exitOverride()
    .showHelpAfterError();
  const verbs = [
    addDoctorVerb,
    addWatchVerbs,
    addScanVerb,
    addCaptureVerb,
    addVerifyVerb,
    addDetectVerb,
    addLookalikeVerb,
    addFindingVerbs,
    addKnowledgeVerbs,
    addServiceVerbs,
    addDemoVerb,
  ];
  for (const add of verbs) add(program, context);
  for (const command of program.commands) {
    command.exitOverride().showHelpAfterError();
    for (const sub of command.commands) sub.exitOverride().showHelpAfterError();
  }
  return program;
}
