// Promises the command line run as its users run it: a process of its own, with its own settings.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../../admin/cli/vonggac.mjs", import.meta.url));

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  env?: Record<string, string>;
  stdin?: string;
  /** A program that runs the command, e.g. `unshare`. */
  through?: string[];
}

/** Settings of the machine do not leak in: only PATH, HOME and what the test sets. */
export function runVonggac(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const env = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/tmp", VONGGAC_LANG: "en", ...options.env };
  const [program, ...rest] = [...(options.through ?? []), process.execPath, command, ...args];
  const child = spawn(program!, rest, { env, cwd: path.dirname(command), stdio: ["pipe", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (d: Buffer) => (stdout += d.toString()));
  child.stderr.on("data", (d: Buffer) => (stderr += d.toString()));
  child.stdin.end(options.stdin ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** The JSON Lines of a run. */
export function jsonLines<T = Record<string, unknown>>(result: CommandResult): T[] {
  return result.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}
