// Promises a running bench site and a configuration that may contact it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, readConfig } from "#core/config.ts";

export interface BenchSite {
  origin: string;
  /** The serving process. */
  pid: number;
  config(settings?: Record<string, string>): Config;
  /** A folder that goes with the site. */
  folder: string;
  stop(): Promise<void>;
}

const server = fileURLToPath(new URL("serve-site.ts", import.meta.url));

/** `plainPages` pages stand at /p/0 …; heavy ones are endless. */
export async function startSite(plainPages: number): Promise<BenchSite> {
  const child = spawn(process.execPath, [server, String(plainPages)], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const port = line.toString().trim();
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-bench-"));
  return {
    pid: child.pid!,
    origin: `http://127.0.0.1:${port}`,
    folder,
    config: (settings = {}) =>
      readConfig({
        VONGGAC_DATA: folder,
        VONGGAC_ALLOW_LOOPBACK_PORTS: port,
        VONGGAC_DELAY_MS: "0",
        VONGGAC_LOG: "error",
        ...settings,
      }),
    stop: async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
