// Promises that a case's sealed package waits a while for the agency that it is sent to, and is gone as soon as a capture of it is.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { z } from "zod";
import { nowMs } from "#core/clock.ts";
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { selectAbsentPackages } from "#core/records/received-package.ts";

const waitsMs = 30 * 86_400_000;
const sweepMs = 60_000;

export interface HandedPackages {
  /** Keeps a copy of the finished package's file. */
  keep(packageId: string, file: string): Promise<void>;
  /** The kept file and until when it waits; null where it is not here (any more). */
  find(packageId: string): { file: string; until: Date } | null;
  close(): void;
}

export function openHandedPackages(folder: string, pool: pg.Pool): HandedPackages {
  const fileOf = (packageId: string) => path.join(folder, `${z.uuid().parse(packageId)}.zip`);
  const find = (packageId: string) => {
    const file = fileOf(packageId);
    const facts = statSync(file, { throwIfNoEntry: false });
    const until = new Date((facts?.mtimeMs ?? 0) + waitsMs);
    return facts && until.getTime() > nowMs() ? { file, until } : null;
  };
  const sweep = () =>
    removeDead(folder, pool, find).catch((error: unknown) => {
      log.warn({ err: toAppError(error) }, "desk.handed-sweep-failed");
    });
  const timer = setInterval(() => void sweep(), sweepMs).unref();
  void sweep();
  return {
    keep: async (packageId, file) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const aside = `${fileOf(packageId)}.part`;
      await copyFile(file, aside);
      await rename(aside, fileOf(packageId));
    },
    find,
    close: () => clearInterval(timer),
  };
}

/** Removes what waited too long, what a copy left half done, and whatever holds a capture that was destroyed or is quarantined. */
async function removeDead(folder: string, pool: pg.Pool, find: HandedPackages["find"]): Promise<void> {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder);
  const ids = names.map((name) => name.replace(/\.zip$/, "")).filter((id) => z.uuid().safeParse(id).success);
  const absent = new Set(ids.length > 0 ? await selectAbsentPackages(pool, ids) : []);
  const isPart = (name: string) => {
    const facts = statSync(path.join(folder, name), { throwIfNoEntry: false });
    return name.endsWith(".part") && (facts?.mtimeMs ?? 0) < nowMs() - 60 * sweepMs;
  };
  for (const id of ids) if (absent.has(id) || !find(id)) await rm(path.join(folder, `${id}.zip`), { force: true });
  for (const name of names.filter(isPart)) await rm(path.join(folder, name), { force: true });
}

/** SHA-256 of the file, hex. */
export async function hashHandedFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}
