// Promises a built web app: made by Vite when it is missing or older than its sources, served as it is otherwise.
import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, toAppError } from "#core/errors.ts";

const adminDir = fileURLToPath(new URL("..", import.meta.url));
const webRoot = path.join(adminDir, "web");
const dist = path.join(webRoot, "dist");

/** The newest change below a folder, in milliseconds; the built files themselves do not count. */
function newestChangeMs(dir: string): number {
  let newest = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.name === "dist" || entry.name.startsWith("dist-")) continue;
    const full = path.join(dir, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestChangeMs(full) : statSync(full).mtimeMs);
  }
  return newest;
}

function isFresh(): boolean {
  const index = path.join(dist, "index.html");
  return (
    existsSync(index) &&
    statSync(index).mtimeMs >= Math.max(newestChangeMs(webRoot), newestChangeMs(path.join(adminDir, "api")))
  );
}

/** Builds beside the old one and swaps: two processes that start together each see a whole bundle. */
async function build(): Promise<void> {
  const { build: viteBuild } = await import("vite");
  const fresh = `${dist}-${process.pid}`;
  // Vite and React read NODE_ENV: the bundle that a test run leaves behind is the one that `npm start` serves.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  try {
    await viteBuild({
      root: webRoot,
      configFile: path.join(webRoot, "vite.config.ts"),
      logLevel: "error",
      build: { outDir: fresh, emptyOutDir: true },
    });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  // Another process was faster: what it serves is not pulled away from under its readers.
  if (isFresh()) {
    rmSync(fresh, { recursive: true, force: true });
    return;
  }
  rmSync(dist, { recursive: true, force: true });
  try {
    renameSync(fresh, dist);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!isFresh()) throw error; // another process was faster
  }
}

/**
 * The folder to serve. An installation without Vite (production image) serves the bundle it came with.
 * Throws AppError `internal` where there is neither.
 */
export async function ensureWebBundle(onBuild: () => void = () => undefined): Promise<string> {
  if (isFresh()) return dist;
  try {
    onBuild();
    await build();
  } catch (error) {
    if (existsSync(path.join(dist, "index.html"))) return dist;
    throw new AppError("internal", {
      cause: error,
      detail: `the desk's web app could not be built: ${toAppError(error).message}`,
      cure: "Run npm ci (with development dependencies), then start again.",
    });
  }
  return dist;
}
