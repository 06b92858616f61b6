// Promises the Chromium that every visit uses: found once, with its fonts, libraries and sandbox, or one command that mends it.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { openCacheFolder } from "./cache-folder.ts";
import { writeFontConfig } from "./font-config.ts";
import { chooseSandbox } from "./sandbox.ts";
import { unpackBundled } from "./unpack-bundled.ts";

export interface FoundBrowser {
  /** The file to start; may be the wrapper that carries the sandbox for root. */
  executablePath: string;
  /** Environment of the process: fonts and libraries, and nothing secret of ours. */
  env: Record<string, string>;
  /** `CHROMIUM_PATH`, `playwright`, `@sparticuz/chromium 153.0.0`, `system`. */
  source: string;
  sandboxed: boolean;
  /** Why there is no sandbox; "" when there is one. */
  sandboxReason: string;
}

export const missingBrowserCure = "Run: npx playwright install chromium";

const systemPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

interface Candidate {
  path: string;
  source: string;
  libraryFolder: string | null;
}

function findPlaywrightOwn(): string | null {
  try {
    const own = chromium.executablePath();
    return own && existsSync(own) ? own : null;
  } catch {
    return null;
  }
}

async function findCandidate(config: Config, cacheFolder: string): Promise<Candidate> {
  const chosen = config.CHROMIUM_PATH;
  if (chosen !== undefined) {
    if (existsSync(chosen)) return { path: chosen, source: "CHROMIUM_PATH", libraryFolder: null };
    throw new AppError("browser.missing", {
      detail: "CHROMIUM_PATH names a file that does not exist",
      cure: "Mend or empty CHROMIUM_PATH.",
    });
  }
  const own = findPlaywrightOwn();
  if (own !== null) return { path: own, source: "playwright", libraryFolder: null };
  const bundled = await unpackBundled(cacheFolder);
  if (bundled !== null)
    return {
      path: bundled.executablePath,
      source: `@sparticuz/chromium ${bundled.version}`,
      libraryFolder: bundled.libraryFolder,
    };
  const system = systemPaths.find((file) => existsSync(file));
  if (system !== undefined) return { path: system, source: "system", libraryFolder: null };
  throw new AppError("browser.missing", { detail: "no Chromium was found on this machine", cure: missingBrowserCure });
}

/** A browser that opens hostile pages gets no database address, key or proxy password from our environment. */
function buildEnv(fontConfigFile: string, libraryFolder: string | null): Record<string, string> {
  const env: Record<string, string> = { FONTCONFIG_FILE: fontConfigFile, TZ: "Asia/Ho_Chi_Minh", LANG: "vi_VN.UTF-8" };
  for (const name of ["PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR"]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const libraries = [process.env.LD_LIBRARY_PATH, libraryFolder].filter(Boolean).join(":");
  if (libraries) env.LD_LIBRARY_PATH = libraries;
  return env;
}

/**
 * Finds Chromium: CHROMIUM_PATH, then Playwright's own, then the one bundled through npm (linux-x64), then the system's.
 * Throws AppError `browser.missing` whose cure is one command.
 */
export async function findBrowser(config: Config): Promise<FoundBrowser> {
  const cacheFolder = openCacheFolder(config);
  const candidate = await findCandidate(config, cacheFolder);
  const sandbox = chooseSandbox(candidate.path, cacheFolder, config);
  return {
    executablePath: sandbox.executablePath,
    env: buildEnv(writeFontConfig(cacheFolder), candidate.libraryFolder),
    source: candidate.source,
    sandboxed: sandbox.sandboxed,
    sandboxReason: sandbox.reason,
  };
}
