// Promises the installation's signing key: made once on first start, readable by its owner only, never printed.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#core/errors.ts";
import { signText } from "./signature.ts";

/** What sealing needs of a key. Another signer (a token, a service) can stand behind it. */
export interface Keyring {
  /** Lower-case hex SHA-256 of the public key's SPKI DER. */
  readonly fingerprint: string;
  /** SPKI DER, base64. */
  readonly publicKey: string;
  readonly publicPem: string;
  /** Where the public key stands for those who check packages with `--trust`. */
  readonly publicPemFile: string;
  /** Public halves of the keys that signed here before, in no order: their packages go on being ours. */
  readonly earlierPems: readonly string[];
  /** ECDSA P-384 over SHA-256 of the UTF-8 text; raw r‖s with low s, base64. Throws AppError `seal.failed`. */
  sign(text: string): Promise<string>;
}

const keyName = "seal-key.pem";
const publicName = "seal-key.pub.pem";

/** Whether a signing key stands in this data folder; asked by processes that must not make one. */
export function hasSealKey(dataDir: string): Promise<boolean> {
  return exists(path.join(dataDir, "keys", keyName));
}

/**
 * Opens `dataDir/keys`, and makes the key there when it is missing; two processes that start at once agree on one key.
 * Throws AppError `config.invalid` when the key can be read by others or is no P-384 key.
 */
export async function openKeyring(dataDir: string): Promise<Keyring> {
  const folder = path.join(dataDir, "keys");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keyFile = path.join(folder, keyName);
  if (!(await exists(keyFile))) {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    await createOnce(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }), 0o600);
  }
  const publicPemFile = path.join(folder, publicName);
  const { publicPem } = readKeyring(folder);
  await setOldAside(publicPemFile, publicPem);
  await createOnce(publicPemFile, publicPem, 0o644);
  return readKeyring(folder);
}

/**
 * Puts a new key in the old one's place in one step; the old private half is gone with it, its public half stays as
 * `seal-key.before-….pub.pem`. Running workers sign with the new key from their next seal on.
 */
export async function rotateKeyring(dataDir: string): Promise<{ before: Keyring; after: Keyring }> {
  const before = await openKeyring(dataDir);
  const folder = path.join(dataDir, "keys");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const aside = path.join(folder, `seal-key.next-${process.pid}.pem`);
  await rm(aside, { force: true });
  await createOnce(aside, privateKey.export({ type: "pkcs8", format: "pem" }), 0o600);
  await rename(aside, path.join(folder, keyName));
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
  return { before, after: await openKeyring(dataDir) };
}

/** The key as it is now, read again when its file was replaced: a rotation needs no restart. */
export function followKeyring(dataDir: string, opened: Keyring): () => Keyring {
  const folder = path.join(dataDir, "keys");
  const stampOf = () => {
    const { ino, mtimeMs } = statSync(path.join(folder, keyName));
    return `${ino} ${mtimeMs}`;
  };
  let current = opened;
  let stamp = stampOf();
  return () => {
    const seen = stampOf();
    if (seen !== stamp) [current, stamp] = [readKeyring(folder), seen];
    return current;
  };
}

function readKeyring(folder: string): Keyring {
  const keyFile = path.join(folder, keyName);
  refuseReadableByOthers(keyFile);
  const privateKey = readKey(readFileSync(keyFile, "utf8"), keyFile);
  const publicKey = createPublicKey(privateKey);
  const publicPem = String(publicKey.export({ type: "spki", format: "pem" }));
  const earlierPems = readdirSync(folder)
    .filter((name) => /^seal-key\.before-[0-9a-f]+\.pub\.pem$/.test(name))
    .toSorted()
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .filter((pem) => pem !== publicPem);
  const spki = publicKey.export({ type: "spki", format: "der" });
  return new FileKeyring(privateKey, spki, { publicPem, publicPemFile: path.join(folder, publicName), earlierPems });
}

/** Lower-case hex SHA-256 of a public key's SPKI DER, from its PEM. */
export function fingerprintOf(publicPem: string): string {
  return createHash("sha256")
    .update(createPublicKey(publicPem).export({ type: "spki", format: "der" }))
    .digest("hex");
}

class FileKeyring implements Keyring {
  readonly #key: KeyObject;
  readonly fingerprint: string;
  readonly publicKey: string;
  readonly publicPem: string;
  readonly publicPemFile: string;
  readonly earlierPems: readonly string[];

  constructor(key: KeyObject, spki: Buffer, files: Pick<Keyring, "publicPem" | "publicPemFile" | "earlierPems">) {
    this.#key = key;
    this.fingerprint = createHash("sha256").update(spki).digest("hex");
    this.publicKey = spki.toString("base64");
    this.publicPem = files.publicPem;
    this.publicPemFile = files.publicPemFile;
    this.earlierPems = files.earlierPems;
  }

  async sign(text: string): Promise<string> {
    return signText(this.#key, text);
  }
}

/** Whole content or nothing: written aside, then linked, which fails when another process was first. */
async function createOnce(file: string, content: string | Buffer, mode: number): Promise<void> {
  if (await exists(file)) return;
  const aside = `${file}.${process.pid}.${randomBytes(6).toString("hex")}`;
  const handle = await open(aside, "wx", mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** A new key gets the name under which `--trust` finds it; the public half of the one before is kept for its packages. */
async function setOldAside(file: string, publicPem: string): Promise<void> {
  if (!(await exists(file))) return;
  const known = await readFile(file, "utf8");
  if (known === publicPem) return;
  const name = createHash("sha256").update(known).digest("hex").slice(0, 16);
  await rename(file, path.join(path.dirname(file), `seal-key.before-${name}.pub.pem`));
}

function refuseReadableByOthers(file: string): void {
  if (process.platform === "win32") return;
  const { mode } = statSync(file);
  if ((mode & 0o077) === 0) return;
  throw new AppError("config.invalid", {
    detail: `${file}: the signing key can be read by others (mode ${(mode & 0o777).toString(8)})`,
    cure: `Run: chmod 600 ${file}`,
  });
}

function readKey(pem: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "secp384r1") return key;
  } catch {
    // The reason could quote key material: it is not passed on.
  }
  throw new AppError("config.invalid", {
    detail: `${file}: not a P-384 private key in PEM`,
    cure: "Put the key back from its backup; a new one is made when the file is absent.",
  });
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
}
