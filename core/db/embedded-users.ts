// Promises to know which living processes of this program use the embedded Postgres, whatever was killed before.
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors.ts";

/** A pid alone may be another process after a restart; pid and start time together are one process. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return isAlive(pid) ? "alive" : null; // no /proc on this system
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

let entered = 0;

/** Marks this process as a user; gives the function that takes the mark away. */
export function enterUsers(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const mark = path.join(dir, `${process.pid}-${++entered}`);
  writeFileSync(mark, startTimeOf(process.pid) ?? "", { mode: 0o600 });
  return () => rmSync(mark, { force: true });
}

/** Living users; the marks of dead ones are swept away. */
export function countUsers(dir: string): number {
  let alive = 0;
  for (const name of readdirSync(dir)) {
    const file = path.join(dir, name);
    if (startTimeOf(Number(name.split("-")[0])) === readFileSync(file, "utf8")) alive++;
    else rmSync(file, { force: true });
  }
  return alive;
}

/** One process at a time starts or stops the server. A lock whose owner died is taken over. */
export async function withStartLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const own = `${file}.${process.pid}-${++entered}`;
  writeFileSync(own, `${process.pid} ${startTimeOf(process.pid) ?? ""}`, { mode: 0o600 });
  try {
    await takeLock(own, file);
  } finally {
    rmSync(own, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A hard link appears whole or not at all: a kill leaves no empty lock behind. */
async function takeLock(own: string, file: string): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    try {
      linkSync(own, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isStale(file)) rmSync(file, { force: true });
      else await sleep(50);
    }
  }
  throw new AppError("database.unavailable", {
    detail: `another process holds ${file}`,
    cure: "Stop the other process or delete the file.",
  });
}

function isStale(file: string): boolean {
  try {
    const [pid, started] = readFileSync(file, "utf8").split(" ");
    return startTimeOf(Number(pid)) !== started;
  } catch {
    return false; // gone meanwhile: try again
  }
}
