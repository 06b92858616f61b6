// Promises Chromium's sandbox wherever the kernel allows one, and a loud, recorded word where it does not.
import { spawnSync } from "node:child_process";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Config } from "#core/config.ts";
import { log } from "#core/log.ts";

export interface Sandbox {
  /** What to start: Chromium itself, or the wrapper that gives root a user namespace of its own. */
  executablePath: string;
  sandboxed: boolean;
  /** Why there is no sandbox; "" when there is one. */
  reason: string;
}

/** Chromium refuses its sandbox to uid 0; inside a user namespace it runs as uid 1000 of that namespace. */
const mapping = ["-U", "--map-user=1000", "--map-group=1000"];

let namespaceWorks: boolean | undefined;

function canUnshare(): boolean {
  namespaceWorks ??=
    spawnSync("unshare", [...mapping, "unshare", "-U", "true"], { timeout: 5000, stdio: "ignore" }).status === 0;
  return namespaceWorks;
}

const quoteShell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function writeWrapper(executablePath: string, cacheFolder: string): string {
  const wrapper = path.join(
    cacheFolder,
    `sandboxed-${Buffer.from(executablePath).toString("base64url").slice(-40)}.sh`,
  );
  if (existsSync(wrapper)) return wrapper;
  const fresh = `${wrapper}.${process.pid}`;
  writeFileSync(fresh, `#!/bin/sh\nexec unshare ${mapping.join(" ")} ${quoteShell(executablePath)} "$@"\n`, {
    mode: 0o700,
  });
  renameSync(fresh, wrapper);
  return wrapper;
}

/** Loud, but once a process: every capture and package says it again for itself. */
let wasSaid = false;

/** Decides how Chromium is started. An ordinary user needs no wrapper; root gets one; without user namespaces there is no sandbox. */
export function chooseSandbox(executablePath: string, cacheFolder: string, config: Config): Sandbox {
  if (config.VONGGAC_NO_SANDBOX) return { executablePath, sandboxed: false, reason: "VONGGAC_NO_SANDBOX is set" };
  const isRoot = process.getuid?.() === 0;
  if (process.platform !== "linux" || !isRoot) return { executablePath, sandboxed: true, reason: "" };
  if (canUnshare()) return { executablePath: writeWrapper(executablePath, cacheFolder), sandboxed: true, reason: "" };
  const reason = "running as root where user namespaces are forbidden";
  if (!wasSaid) {
    log.warn(
      { reason, cure: "Run as an ordinary user, or allow user namespaces for this container." },
      "browser.sandbox-off",
    );
  }
  wasSaid = true;
  return { executablePath, sandboxed: false, reason };
}
