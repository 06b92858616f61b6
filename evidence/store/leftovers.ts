// Promises that work which a crash left unfinished has a name of its own, never that of evidence, and is cleared away later.
import { randomBytes } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const prefix = ".partial-";
const staleAfterMs = 24 * 3600 * 1000;

/** A fresh path for unfinished work in `folder`; it names its process so that others can tell whether it still runs. */
export function partialPath(folder: string): string {
  return path.join(folder, `${prefix}${host()}-${process.pid}-${randomBytes(6).toString("hex")}`);
}

/** Removes unfinished work of dead processes of this machine, and of any machine after a day. A missing folder is fine. */
export async function clearLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((n) => n.startsWith(prefix))) {
    const full = path.join(folder, name);
    if (await isAbandoned(full, name)) await rm(full, { recursive: true, force: true });
  }
}

async function isAbandoned(full: string, name: string): Promise<boolean> {
  const [theirHost, pid] = name.slice(prefix.length).split("-");
  if (theirHost === host() && pid !== undefined && !isAlive(Number(pid))) return true;
  const facts = await stat(full).catch(() => null);
  // The file system's own time is compared with the machine's clock, not with a clock that tests set.
  return facts !== null && Date.now() - facts.mtimeMs > staleAfterMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function host(): string {
  return os.hostname().replace(/[^A-Za-z0-9]/g, "") || "host";
}
