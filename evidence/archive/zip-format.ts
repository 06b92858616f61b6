// Promises the one byte sequence that a canonical container has around its members (APPNOTE 6.3.x; all members STORED).
//
// Fixed: method 0, no flags, date 1980-01-01 00:00, version 1.0 (4.5 with ZIP64), no comments, no extra field but ZIP64's
// where a number does not fit 32 bits. So the entries alone give back every byte, and verify/ rebuilds and compares them.

export interface ZipEntry {
  name: string;
  crc32: number;
  sizeBytes: number;
  /** Where its local header starts. */
  offset: number;
}

const max32 = 0xffffffff;
const max16 = 0xffff;
const dosDate = 0x0021;

/** Throws RangeError for a name that is not plain ASCII with forward slashes. */
export function localHeader(entry: ZipEntry): Buffer {
  const name = nameBytes(entry.name);
  const big = entry.sizeBytes >= max32;
  const extra = big ? zip64Extra([entry.sizeBytes, entry.sizeBytes]) : Buffer.alloc(0);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(big ? 45 : 10, 4);
  header.writeUInt16LE(dosDate, 12);
  header.writeUInt32LE(entry.crc32, 14);
  header.writeUInt32LE(big ? max32 : entry.sizeBytes, 18);
  header.writeUInt32LE(big ? max32 : entry.sizeBytes, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

export function centralHeader(entry: ZipEntry): Buffer {
  const name = nameBytes(entry.name);
  const bigSize = entry.sizeBytes >= max32;
  const bigOffset = entry.offset >= max32;
  const numbers = [...(bigSize ? [entry.sizeBytes, entry.sizeBytes] : []), ...(bigOffset ? [entry.offset] : [])];
  const extra = numbers.length > 0 ? zip64Extra(numbers) : Buffer.alloc(0);
  const version = numbers.length > 0 ? 45 : 10;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(version, 4);
  header.writeUInt16LE(version, 6);
  header.writeUInt16LE(dosDate, 14);
  header.writeUInt32LE(entry.crc32, 16);
  header.writeUInt32LE(bigSize ? max32 : entry.sizeBytes, 20);
  header.writeUInt32LE(bigSize ? max32 : entry.sizeBytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(bigOffset ? max32 : entry.offset, 42);
  return Buffer.concat([header, name, extra]);
}

/** What follows the central directory. */
export function endRecords(count: number, directorySizeBytes: number, directoryOffset: number): Buffer {
  const big = count >= max16 || directorySizeBytes >= max32 || directoryOffset >= max32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(big ? max16 : count, 8);
  end.writeUInt16LE(big ? max16 : count, 10);
  end.writeUInt32LE(big ? max32 : directorySizeBytes, 12);
  end.writeUInt32LE(big ? max32 : directoryOffset, 16);
  if (!big) return end;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  writeUInt64(end64, 44, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  writeUInt64(end64, count, 24);
  writeUInt64(end64, count, 32);
  writeUInt64(end64, directorySizeBytes, 40);
  writeUInt64(end64, directoryOffset, 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  writeUInt64(locator, directoryOffset + directorySizeBytes, 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}

function zip64Extra(numbers: number[]): Buffer {
  const extra = Buffer.alloc(4 + numbers.length * 8);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(numbers.length * 8, 2);
  numbers.forEach((n, i) => writeUInt64(extra, n, 4 + i * 8));
  return extra;
}

function writeUInt64(into: Buffer, value: number, at: number): void {
  into.writeBigUInt64LE(BigInt(value), at);
}

function nameBytes(name: string): Buffer {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(name))
    throw new RangeError(`not a container path: ${JSON.stringify(name)}`);
  return Buffer.from(name, "ascii");
}
