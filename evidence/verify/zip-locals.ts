// Promises that every local header says what the central directory says, and that members lie side by side from byte 0.
import { textOf, u16, u32, u64 } from "./bytes.ts";
import { Broken, quote } from "./report.ts";
import type { ByteSource } from "./byte-source.ts";
import type { ZipMember } from "./zip-reader.ts";

/** Sets each member's dataOffset. Returns problems; throws Broken when a member cannot be read at all. */
export async function readLocals(source: ByteSource, members: ZipMember[], directoryOffset: number): Promise<string[]> {
  const problems: string[] = [];
  const sorted = [...members].sort((a, b) => a.headerOffset - b.headerOffset);
  let expected = 0;
  for (const member of sorted) {
    if (member.headerOffset < expected) throw new Broken(`container: ${quote(member.name)}: overlaps another member`);
    if (member.headerOffset > expected)
      problems.push(`container: ${quote(member.name)}: ${member.headerOffset - expected} spare bytes stand before it`);
    problems.push(...(await readLocal(source, member, directoryOffset)));
    expected = member.dataOffset + member.packedSize;
    if ((member.flags & 8) !== 0)
      expected += await descriptorLength(source, member, expected, directoryOffset, problems);
  }
  if (expected !== directoryOffset)
    problems.push(`container: ${directoryOffset - expected} spare bytes stand before the central directory`);
  return problems;
}

async function readLocal(source: ByteSource, member: ZipMember, directoryOffset: number): Promise<string[]> {
  const part = `container: ${quote(member.name)}`;
  if (member.headerOffset + 30 > directoryOffset)
    throw new Broken(`${part}: its local header lies outside the members`);
  const header = await source.read(member.headerOffset, 30);
  if (u32(header, 0) !== 0x04034b50) throw new Broken(`${part}: no local header where the directory says`);
  const nameLength = u16(header, 26);
  const extraLength = u16(header, 28);
  member.dataOffset = member.headerOffset + 30 + nameLength + extraLength;
  if (member.dataOffset + member.packedSize > directoryOffset)
    throw new Broken(`${part}: its data run past the members`);
  const problems: string[] = [];
  const name = textOf(await source.read(member.headerOffset + 30, nameLength));
  if (name !== member.name) problems.push(`${part}: its local header names it ${quote(name)}`);
  if (u16(header, 6) !== member.flags || u16(header, 8) !== member.method)
    problems.push(`${part}: local header and directory disagree on flags or method`);
  if (member.method === 0 && member.size !== member.packedSize) problems.push(`${part}: stored, with two sizes`);
  const later = (member.flags & 8) !== 0;
  const crc = u32(header, 14);
  if (crc !== member.crc32 && !(later && crc === 0))
    problems.push(`${part}: local header and directory disagree on its CRC-32`);
  for (const [at, size] of [
    [18, member.packedSize],
    [22, member.size],
  ] as const) {
    const local = u32(header, at);
    if (local !== size && local !== 0xffffffff && !(later && local === 0))
      problems.push(`${part}: local header and directory disagree on its size`);
  }
  return problems;
}

/** A data descriptor (APPNOTE 4.3.9): CRC-32 and two sizes of 4 or 8 bytes, with or without its signature. */
async function descriptorLength(
  source: ByteSource,
  member: ZipMember,
  at: number,
  limit: number,
  problems: string[],
): Promise<number> {
  const bytes = await source.read(at, Math.min(24, limit - at));
  const signed = bytes.length >= 4 && u32(bytes, 0) === 0x08074b50 ? 4 : 0;
  if (bytes.length < signed + 12 || u32(bytes, signed) !== member.crc32) {
    problems.push(`container: ${quote(member.name)}: its data descriptor is damaged`);
    return 0;
  }
  const body = bytes.subarray(signed + 4);
  if (u32(body, 0) === member.packedSize && u32(body, 4) === member.size) return signed + 12;
  if (body.length >= 16 && u64(body, 0) === member.packedSize && u64(body, 8) === member.size) return signed + 20;
  problems.push(`container: ${quote(member.name)}: its data descriptor gives another size`);
  return 0;
}
