// Promises Ed25519 keys of logs and witnesses: made once, readable by their owner only, never printed; files written whole.
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#core/errors.ts";

/** Opens the key, and makes it when it is missing; two processes that start at once agree on one. Throws AppError `config.invalid`. */
export async function openKeyFile(file: string): Promise<KeyObject> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!(await hasFile(file))) {
    const { privateKey } = generateKeyPairSync("ed25519");
    await createOnce(file, String(privateKey.export({ type: "pkcs8", format: "pem" })));
  }
  await refuseReadableByOthers(file);
  try {
    const key = createPrivateKey(await readFile(file, "utf8"));
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // The reason could quote key material: it is not passed on.
  }
  throw new AppError("config.invalid", {
    detail: `${file}: not an Ed25519 private key in PEM`,
    cure: "Put the key back from its backup; a new one is made when the file is absent.",
  });
}

async function refuseReadableByOthers(file: string): Promise<void> {
  if (process.platform === "win32") return;
  const { mode } = await stat(file);
  if ((mode & 0o077) === 0) return;
  throw new AppError("config.invalid", {
    detail: `${file}: the key can be read by others (mode ${(mode & 0o777).toString(8)})`,
    cure: `Run: chmod 600 ${file}`,
  });
}

export async function hasFile(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
}

/** The file's text, or null where there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  return (await hasFile(file)) ? readFile(file, "utf8") : null;
}

async function writeAside(file: string, content: string | Uint8Array, mode: number): Promise<string> {
  const aside = `${file}.${process.pid}.${randomBytes(6).toString("hex")}`;
  const handle = await open(aside, "wx", mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return aside;
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whole content or nothing, and never over what is there: linked, which fails when another process was first. */
async function createOnce(file: string, content: string): Promise<void> {
  const aside = await writeAside(file, content, 0o600);
  try {
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
  await syncFolder(path.dirname(file));
}

/** Old content or new, never half of it, and on the disk when this returns. */
export async function replaceFile(file: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await rename(await writeAside(file, content, mode), file);
  await syncFolder(path.dirname(file));
}
