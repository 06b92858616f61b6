// Promises the regular files of a small, trusted tar archive (ustar); the machine may lack the tar program.

export interface TarFile {
  /** Relative path as written in the archive. */
  path: string;
  mode: number;
  bytes: Buffer;
}

const blockBytes = 512;

const readText = (block: Buffer, start: number, length: number): string => {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end === -1 ? length : end);
};

/**
 * Reads a tar archive held in memory (POSIX.1-1988 ustar header: name 0, mode 100, size 124, typeflag 156, prefix 345).
 * Only regular files come back. Throws RangeError where a size points past the end, or a path leaves the folder.
 */
export function readTar(archive: Buffer): TarFile[] {
  const files: TarFile[] = [];
  let at = 0;
  while (at + blockBytes <= archive.length) {
    const header = archive.subarray(at, at + blockBytes);
    if (header[0] === 0) break;
    const prefix = readText(header, 345, 155);
    const name = readText(header, 0, 100);
    const path = prefix ? `${prefix}/${name}` : name;
    const sizeBytes = Number.parseInt(readText(header, 124, 12).trim() || "0", 8);
    const start = at + blockBytes;
    if (!Number.isSafeInteger(sizeBytes) || start + sizeBytes > archive.length)
      throw new RangeError(`tar entry ${path} is cut off`);
    if (path.startsWith("/") || path.split("/").includes(".."))
      throw new RangeError(`tar entry ${path} leaves its folder`);
    const type = header[156];
    if (type === 0 || type === 0x30) {
      files.push({
        path,
        mode: Number.parseInt(readText(header, 100, 8).trim() || "644", 8),
        bytes: archive.subarray(start, start + sizeBytes),
      });
    }
    at = start + Math.ceil(sizeBytes / blockBytes) * blockBytes;
  }
  return files;
}
