// Promises a real worker process of the `work` verb, ready when it says so, and stopped by the signal that production uses.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const command = path.join(root, "admin/cli/vonggac.mjs");
const startMs = 40_000;

export interface WorkerProcess {
  pid: number;
  /** What it said on stderr so far. */
  words(): string;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Resolves when the worker takes jobs. Throws when it ends, or is silent for 40 s. */
export async function startWorkerProcess(queues: string, env: Record<string, string>): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [command, "work", "--queues", queues, "--no-schedule"], {
    env: { ...process.env, VONGGAC_LANG: "en", ...env },
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill("SIGKILL");
      reject(new Error(`the worker ${why}: ${words}`));
    };
    const late = setTimeout(() => fail("did not start in time"), startMs);
    void ended.then((code) => fail(`ended with ${code}`));
    child.stderr.on("data", (data: Buffer) => {
      words += data.toString();
      if (!words.includes("Working: ")) return;
      clearTimeout(late);
      resolve();
    });
  });
  return {
    pid: child.pid!,
    words: () => words,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
