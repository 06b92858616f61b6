// Promises that `bundle.json` exists only when every file it names stands whole on the disk.
import { open, readFile, readdir, rename } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#core/errors.ts";
import { Bundle } from "#core/nouns/capture.ts";

async function sync(target: string): Promise<void> {
  const handle = await open(target, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const target = path.join(folder, entry.name);
    if (entry.isDirectory()) await syncFolder(target);
    else await sync(target);
  }
  await sync(folder);
}

/** Syncs all files, then writes the bundle beside its name, syncs it and renames it into place. Throws `store.full`, `store.failed`. */
export async function writeBundle(bundle: Bundle, folder: string): Promise<void> {
  const fresh = path.join(folder, "bundle.json.part");
  try {
    const handle = await open(fresh, "w");
    await handle.writeFile(JSON.stringify(Bundle.parse(bundle), null, 1));
    await handle.close();
    await syncFolder(folder);
    await rename(fresh, path.join(folder, "bundle.json"));
    await sync(folder);
  } catch (error) {
    throw asStoreError(error);
  }
}

/** Reads a finished bundle. Throws AppError `not-found` (no bundle.json: the visit did not end) or `input.unreadable`. */
export async function readBundle(folder: string): Promise<Bundle> {
  const file = path.join(folder, "bundle.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new AppError("not-found", { cause: error, detail: "no finished bundle stands in this folder" });
  }
  try {
    return Bundle.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError("input.unreadable", { cause: error, detail: "bundle.json is damaged" });
  }
}

/** A full disk is told apart: the operator can mend it, a retry alone cannot. */
export function asStoreError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const full = error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
  const detail = error instanceof Error ? error.message : String(error);
  return full
    ? new AppError("store.full", {
        cause: error,
        detail,
        cure: "Free space on the disk that holds VONGGAC_DATA; the capture is taken up again by itself.",
      })
    : new AppError("store.failed", { cause: error, detail });
}
