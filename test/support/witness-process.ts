// Promises a witness as the other office runs it: a process of its own, by the one command, with its own folder.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../../admin/cli/vonggac.mjs", import.meta.url));

export interface WitnessProcess {
  url: string;
  /** `VKEY URL` as VONGGAC_WITNESSES wants it. */
  setting: string;
  /** Everything it printed so far. */
  output(): string;
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Resolves when it listens; throws with its output when it ends before. */
export async function startWitness(logKey: string, state: string, port = 0): Promise<WitnessProcess> {
  const args = ["witness", "--log", logKey, "--state", state, "--port", String(port), "--host", "127.0.0.1"];
  const child = spawn(process.execPath, [command, ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/tmp", VONGGAC_LANG: "en" },
    cwd: path.dirname(command),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const ready = new Promise<{ url: string; key: string }>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /Witness: (http:\S+)\//.exec(output)?.[1];
      const key = /Witness key: (\S+)\n/.exec(output)?.[1];
      if (url && key) resolve({ url, key });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void closed.then(() => reject(new Error(`the witness ended: ${output}`)));
  });
  const { url, key } = await ready;
  return {
    url,
    setting: `${key} ${url}`,
    output: () => output,
    kill: async (signal) => {
      child.kill(signal);
      await closed;
    },
  };
}
