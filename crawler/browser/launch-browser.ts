// Promises one Chromium process of our own with a raw DevTools connection, and that nothing of it stays behind.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { AppError } from "#core/errors.ts";
import { CdpConnection } from "./cdp-connection.ts";
import type { FoundBrowser } from "./find-browser.ts";
import { chooseFlags } from "./launch-flags.ts";
import { clearLeftovers, ownFolder } from "./own-folder.ts";

export interface LaunchedBrowser {
  connection: CdpConnection;
  pid: number;
  /** `HeadlessChrome/153.0.8010.0`. */
  product: string;
  revision: string;
  userAgent: string;
  /** Last lines of stderr: Chromium's own words when it dies. */
  stderr(): string;
  /** Ends the process and removes its profile; safe to call twice. */
  close(): Promise<void>;
}

/** Families to end when this process ends, however many browsers it started. */
const living = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of living) killFamily(child);
});

/** Once for each process: who starts after a kill clears what the killed one left. */
let cleared = false;

const startMs = 45_000;
const goodbyeMs = 3_000;
const stderrLines = 20;

const missingLibrary = /error while loading shared libraries: (\S+?):|libsoftokn3|libsqlite3/;

/** The error for a process that ended by itself, with the cure where a library is missing. */
export function explainDeath(stderr: string): AppError {
  const library = missingLibrary.exec(stderr);
  if (library) {
    const name = library[1] ?? "libsqlite3.so.0";
    return new AppError("browser.library-missing", {
      detail: `Chromium lacks ${name}`,
      cure: name.includes("sqlite")
        ? "Run: apt-get install -y libsqlite3-0"
        : "Run: npx playwright install-deps chromium",
    });
  }
  return new AppError("browser.crashed", {
    detail: stderr.split("\n").filter(Boolean).at(-1) ?? "Chromium ended by itself",
  });
}

function keepStderr(child: ChildProcess): () => string {
  const lines: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lines.push(...text.split("\n").filter(Boolean));
    if (lines.length > stderrLines) lines.splice(0, lines.length - stderrLines);
  });
  return () => lines.join("\n");
}

/** Kills the process group: the wrapper, the browser and its renderers are one family. */
function killFamily(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}

async function stop(child: ChildProcess, connection: CdpConnection, profile: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    if (connection.ended) killFamily(child);
    else connection.tell("Browser.close");
    const late = setTimeout(() => killFamily(child), goodbyeMs);
    await gone;
    clearTimeout(late);
  }
  killFamily(child);
  living.delete(child);
  connection.end(new AppError("stopped", { detail: "the browser was closed" }));
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * A browser whose parent was killed ends when its control pipe closes, but not while it still waits for somebody to read its
 * network log: there the kernel ends it with us, where util-linux can ask for that.
 */
const dieWithUs = (): string[] => (mayAskKernel ? ["setpriv", "--pdeathsig", "KILL"] : []);
const mayAskKernel =
  process.platform === "linux" && spawnSync("setpriv", ["--pdeathsig", "KILL", "true"], { timeout: 5000 }).status === 0;

/**
 * Starts Chromium with a fresh profile, in a process group of its own. Throws AppError `browser.missing`,
 * `browser.library-missing` or `browser.crashed`.
 */
export async function launchBrowser(
  found: FoundBrowser,
  options: { proxyUrl?: string; extraFlags?: string[] } = {},
): Promise<LaunchedBrowser> {
  if (!cleared) clearLeftovers();
  cleared = true;
  const profile = mkdtempSync(ownFolder("profile"));
  const flags = chooseFlags({
    sandboxed: found.sandboxed,
    ...(options.proxyUrl === undefined ? {} : { proxyUrl: options.proxyUrl }),
  });
  const [program = "", ...before] = [...dieWithUs(), found.executablePath];
  const child = spawn(
    program,
    [
      ...before,
      ...flags,
      ...(options.extraFlags ?? []),
      "--remote-debugging-pipe",
      `--user-data-dir=${profile}`,
      "--no-startup-window",
    ],
    {
      env: found.env,
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
      detached: true,
    },
  );
  const stderr = keepStderr(child);
  const connection = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  child.once("error", (error) =>
    connection.end(new AppError("browser.missing", { cause: error, detail: error.message })),
  );
  child.once("exit", () => connection.end(explainDeath(stderr())));
  living.add(child);
  try {
    const version = await connection.send("Browser.getVersion", {}, "", startMs);
    return {
      connection,
      pid: child.pid ?? 0,
      product: String(version.product),
      revision: String(version.revision),
      userAgent: String(version.userAgent),
      stderr,
      close: () => stop(child, connection, profile),
    };
  } catch (error) {
    await stop(child, connection, profile);
    throw child.exitCode === null ? error : explainDeath(stderr());
  }
}
