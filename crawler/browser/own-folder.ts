// Promises temporary folders that name their process, and that those of killed processes go: a profile holds what hostile pages sent.
import { readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The beginning of a temporary folder's path, for `mkdtemp`. */
export const ownFolder = (kind: "profile" | "netlog"): string =>
  path.join(os.tmpdir(), `vonggac-${kind}-${process.pid}-`);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Never throws: what another user owns, or another process is clearing too, is left. */
export function clearLeftovers(folder: string = os.tmpdir()): void {
  for (const name of readdirSync(folder)) {
    const pid = /^vonggac-(?:profile|netlog)-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(path.join(folder, name), { recursive: true, force: true });
    } catch {
      continue;
    }
  }
}
