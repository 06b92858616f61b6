// Promises a private folder (0700, ours) for unpacked programs; a folder that others can write to is never trusted.
import { chmodSync, mkdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";

const isPrivate = (folder: string): boolean => {
  const facts = statSync(folder);
  const ours = process.getuid === undefined || facts.uid === process.getuid();
  return facts.isDirectory() && ours && (facts.mode & 0o022) === 0;
};

const tryFolder = (folder: string): boolean => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isPrivate(folder)) return false;
    chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
};

/**
 * The cache folder: `$XDG_CACHE_HOME/vonggac` or `~/.cache/vonggac`, shared by every data folder of this user;
 * `<data>/cache` where the home folder cannot be written. Throws AppError `config.invalid` when neither can.
 */
export function openCacheFolder(config: Config): string {
  const home = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache");
  const candidates = [path.resolve(home, "vonggac"), path.join(config.dataDir, "cache")];
  for (const folder of candidates) if (tryFolder(folder)) return folder;
  throw new AppError("config.invalid", {
    detail: `no private cache folder could be made in ${candidates.join(" or ")}`,
    cure: "Set VONGGAC_DATA to a folder that this user can write to and others cannot.",
  });
}
