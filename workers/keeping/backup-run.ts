// Promises the form of a backup: a folder of objects by hash, and a run that counts only with its closing file.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { asJson, canonicalBytes } from "#evidence/archive/canonical-json.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Part = z.object({ path: z.string(), sha256: Sha256 });

/** `runs/<id>/backup.json`, written last: what it does not name belongs to no backup. */
export const BackupRun = z.object({
  format: z.literal("vonggac-backup/1"),
  id: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  software: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256: Sha256 })),
  database: Part.extend({ rows: z.record(z.string(), z.number()) }),
  objects: Part.extend({ count: z.number(), copied: z.number(), sizeBytes: z.number() }),
  keys: z.array(Part),
  /** The log's own memory (`dataDir/ledger`), copied before the rows: never ahead of them. Older runs have none. */
  ledger: z.array(Part).default([]),
  withPrivateKeys: z.boolean(),
  custody: z.object({ seq: z.number(), chainHash: Sha256 }),
  /** Sealed captures whose object could not be copied as it was sealed. */
  missing: z.array(z.string()),
});
export type BackupRun = z.infer<typeof BackupRun>;

export const closing = "backup.json";

export async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Complete runs, oldest first (ids sort by time). Runs that were cut off are not among them. */
export async function listRuns(out: string): Promise<string[]> {
  const folder = path.join(out, "runs");
  const ids = await readdir(folder).catch(() => []);
  const isWhole = await Promise.all(ids.map(async (id) => (await readdir(path.join(folder, id))).includes(closing)));
  return ids.filter((_, i) => isWhole[i]).toSorted();
}

/** Takes away what cut-off runs left. */
export async function clearCutOff(out: string): Promise<void> {
  const whole = new Set(await listRuns(out));
  for (const id of await readdir(path.join(out, "runs")).catch(() => []))
    if (!whole.has(id)) await rm(path.join(out, "runs", id), { recursive: true, force: true });
}

/** Closes a run in one step. */
export async function closeRun(dir: string, run: BackupRun): Promise<void> {
  const aside = path.join(dir, `.${closing}`);
  const handle = await open(aside, "w", 0o600);
  try {
    await handle.writeFile(canonicalBytes(asJson(run)));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, path.join(dir, closing));
  for (const folder of [dir, path.dirname(dir)]) await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** Opens a run, the newest when `id` is null, and compares its parts with their hashes. Throws AppError `input.unreadable`. */
export async function openRun(from: string, id: string | null): Promise<{ dir: string; run: BackupRun }> {
  const runs = await listRuns(from);
  const chosen = id ?? runs.at(-1);
  if (chosen === undefined || !runs.includes(chosen))
    throw new AppError("input.unreadable", {
      detail: `${from}: no complete backup${id ? ` ${id}` : ""}`,
      cure: `Complete ones: ${runs.join(", ") || "none"}.`,
    });
  const dir = path.join(from, "runs", chosen);
  const parsed = BackupRun.safeParse(JSON.parse(await readFile(path.join(dir, closing), "utf8")));
  if (!parsed.success) throw new AppError("input.unreadable", { detail: `${dir}: not a backup of this program` });
  for (const part of [parsed.data.database, parsed.data.objects, ...parsed.data.keys, ...parsed.data.ledger]) {
    if (part.path.split("/").includes("..") || path.isAbsolute(part.path))
      throw new AppError("input.unreadable", { detail: `${dir}: ${part.path} leads out of the backup` });
    const found = await hashFile(path.join(dir, part.path)).catch(() => "missing");
    if (found !== part.sha256)
      throw new AppError("input.unreadable", {
        detail: `${path.join(dir, part.path)}: damaged (${found} instead of ${part.sha256})`,
        cure: "Use another run of the backup, or another copy of it.",
      });
  }
  return { dir, run: parsed.data };
}

export async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
}
