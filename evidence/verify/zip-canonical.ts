// Promises that a container is the only one its members can give: every byte around them is rebuilt and compared.
//
// The form (members STORED, date 1980-01-01, no flags, no comments, ZIP64 only where a number needs it) is restated here
// on purpose, apart from the writer, so that a fault in the one shows in the other.
import { same, utf8 } from "./bytes.ts";
import { Broken, quote } from "./report.ts";
import type { ByteSource } from "./byte-source.ts";
import type { ZipMember } from "./zip-reader.ts";

const all32 = 0xffffffff;

/** `members` in the order of the directory. Returns the places that differ, each naming its part. */
export async function compareCanonical(source: ByteSource, members: readonly ZipMember[]): Promise<string[]> {
  const problems: string[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const member of members) {
    const local = localOf(member);
    await compare(source, at, local, `local header of ${quote(member.name)}`, problems);
    directory.push(centralOf(member, at));
    at += local.length + member.size;
  }
  const start = at;
  for (const [i, bytes] of directory.entries()) {
    await compare(source, at, bytes, `directory entry of ${quote(members[i]!.name)}`, problems);
    at += bytes.length;
  }
  const end = endOf(members.length, at - start, start);
  await compare(source, at, end, "end record", problems);
  at += end.length;
  if (at !== source.size) problems.push(`container: ${source.size} bytes, its members give ${at}`);
  return problems;
}

async function compare(
  source: ByteSource,
  at: number,
  expected: Uint8Array,
  part: string,
  problems: string[],
): Promise<void> {
  if (at + expected.length > source.size) throw new Broken(`container: ${part} runs past the end of the file`);
  const actual = await source.read(at, expected.length);
  if (same(actual, expected)) return;
  const first = actual.findIndex((byte, i) => byte !== expected[i]);
  problems.push(`container: ${part} differs from its canonical form at byte ${at + first}`);
}

function localOf(m: ZipMember): Uint8Array {
  const big = m.size >= all32;
  const size = big ? all32 : m.size;
  const extra = big ? extra64([m.size, m.size]) : [];
  const name = [...utf8(m.name)];
  return Uint8Array.from([
    ...n32(0x04034b50),
    ...n16(big ? 45 : 10),
    ...n16(0),
    ...n16(0),
    ...n16(0),
    ...n16(0x21),
    ...n32(m.crc32),
    ...n32(size),
    ...n32(size),
    ...n16(name.length),
    ...n16(extra.length),
    ...name,
    ...extra,
  ]);
}

function centralOf(m: ZipMember, offset: number): Uint8Array {
  const bigSize = m.size >= all32;
  const numbers = [...(bigSize ? [m.size, m.size] : []), ...(offset >= all32 ? [offset] : [])];
  const extra = numbers.length > 0 ? extra64(numbers) : [];
  const version = numbers.length > 0 ? 45 : 10;
  const size = bigSize ? all32 : m.size;
  const name = [...utf8(m.name)];
  return Uint8Array.from([
    ...n32(0x02014b50),
    ...n16(version),
    ...n16(version),
    ...n16(0),
    ...n16(0),
    ...n16(0),
    ...n16(0x21),
    ...n32(m.crc32),
    ...n32(size),
    ...n32(size),
    ...n16(name.length),
    ...n16(extra.length),
    ...n16(0),
    ...n16(0),
    ...n16(0),
    ...n32(0),
    ...n32(Math.min(offset, all32)),
    ...name,
    ...extra,
  ]);
}

function endOf(count: number, size: number, offset: number): Uint8Array {
  const big = count >= 0xffff || size >= all32 || offset >= all32;
  const end = [
    ...n32(0x06054b50),
    ...n32(0),
    ...n16(big ? 0xffff : count),
    ...n16(big ? 0xffff : count),
    ...n32(big ? all32 : size),
    ...n32(big ? all32 : offset),
    ...n16(0),
  ];
  if (!big) return Uint8Array.from(end);
  const end64 = [
    ...n32(0x06064b50),
    ...n64(44),
    ...n16(45),
    ...n16(45),
    ...n32(0),
    ...n32(0),
    ...n64(count),
    ...n64(count),
    ...n64(size),
    ...n64(offset),
  ];
  const locator = [...n32(0x07064b50), ...n32(0), ...n64(offset + size), ...n32(1)];
  return Uint8Array.from([...end64, ...locator, ...end]);
}

function extra64(numbers: number[]): number[] {
  return [...n16(1), ...n16(numbers.length * 8), ...numbers.flatMap(n64)];
}

function n16(value: number): number[] {
  return [value & 0xff, value >>> 8];
}

function n32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff];
}

function n64(value: number): number[] {
  return [...n32(value % 0x1_0000_0000), ...n32(Math.floor(value / 0x1_0000_0000))];
}
