// Promises the members of a ZIP that may be hostile: bounded, named safely, without overlap, gap or a second opinion.
import { strictText, u16, u32, u64 } from "./bytes.ts";
import { Broken, quote } from "./report.ts";
import type { ByteSource } from "./byte-source.ts";
import { readLocals } from "./zip-locals.ts";

export interface ZipMember {
  name: string;
  method: number;
  flags: number;
  crc32: number;
  packedSize: number;
  size: number;
  headerOffset: number;
  dataOffset: number;
}

export interface ZipListing {
  members: ZipMember[];
  directoryOffset: number;
  problems: string[];
}

interface End {
  count: number;
  size: number;
  offset: number;
  /** Where the first end record starts. */
  endOffset: number;
}

const maxMembers = 100_000;
const maxDirectoryBytes = 64 * 1024 * 1024;

/** Throws Broken when the file cannot be read as a ZIP at all; lesser faults are listed as problems. */
export async function readZip(source: ByteSource): Promise<ZipListing> {
  const end = await readEnd(source);
  if (end.count > maxMembers || end.size > maxDirectoryBytes)
    throw new Broken("container: its directory is too large to be a package");
  if (end.offset + end.size !== end.endOffset)
    throw new Broken("container: the central directory does not end where the end record starts");
  const directory = await source.read(end.offset, end.size);
  const members: ZipMember[] = [];
  let at = 0;
  for (let i = 0; i < end.count; i++) {
    const { member, length } = readCentral(directory, at, i);
    members.push(member);
    at += length;
  }
  const problems = namingProblems(members);
  if (at !== directory.length) problems.push("container: spare bytes in the central directory");
  problems.push(...(await readLocals(source, members, end.offset)));
  return { members, directoryOffset: end.offset, problems };
}

async function readEnd(source: ByteSource): Promise<End> {
  const tailSize = Math.min(source.size, 22 + 0xffff);
  const tail = await source.read(source.size - tailSize, tailSize);
  for (let i = tail.length - 22; i >= 0; i--) {
    if (u32(tail, i) !== 0x06054b50 || i + 22 + u16(tail, i + 20) !== tail.length) continue;
    const at = source.size - tailSize + i;
    if (u16(tail, i + 4) !== 0 || u16(tail, i + 6) !== 0)
      throw new Broken("container: it claims to span several disks");
    const end: End = {
      count: u16(tail, i + 10),
      size: u32(tail, i + 12),
      offset: u32(tail, i + 16),
      endOffset: at,
    };
    if (u16(tail, i + 8) !== end.count) throw new Broken("container: the end record counts members in two ways");
    const needs64 = end.count === 0xffff || end.size === 0xffffffff || end.offset === 0xffffffff;
    return needs64 ? readEnd64(source, at) : end;
  }
  throw new Broken("container: no end record at the end of the file (cut off, extended, or not a ZIP)");
}

async function readEnd64(source: ByteSource, endAt: number): Promise<End> {
  if (endAt < 76) throw new Broken("container: ZIP64 end record missing");
  const locator = await source.read(endAt - 20, 20);
  if (u32(locator, 0) !== 0x07064b50) throw new Broken("container: ZIP64 locator missing");
  const at = u64(locator, 8);
  if (at > endAt - 76) throw new Broken("container: ZIP64 end record lies outside the file");
  const record = await source.read(at, 56);
  if (u32(record, 0) !== 0x06064b50 || at + 12 + u64(record, 4) !== endAt - 20)
    throw new Broken("container: ZIP64 end record damaged");
  return { count: u64(record, 32), size: u64(record, 40), offset: u64(record, 48), endOffset: at };
}

function readCentral(directory: Uint8Array, at: number, index: number): { member: ZipMember; length: number } {
  const part = `container: entry ${index + 1} of the central directory`;
  if (at + 46 > directory.length || u32(directory, at) !== 0x02014b50) throw new Broken(`${part} is damaged`);
  const nameLength = u16(directory, at + 28);
  const extraLength = u16(directory, at + 30);
  const length = 46 + nameLength + extraLength + u16(directory, at + 32);
  if (at + length > directory.length) throw new Broken(`${part} runs past its end`);
  const raw = directory.subarray(at + 46, at + 46 + nameLength);
  const member: ZipMember = {
    name: strictText(raw) ?? "�",
    flags: u16(directory, at + 8),
    method: u16(directory, at + 10),
    crc32: u32(directory, at + 16),
    packedSize: u32(directory, at + 20),
    size: u32(directory, at + 24),
    headerOffset: u32(directory, at + 42),
    dataOffset: 0,
  };
  if (strictText(raw) === null) throw new Broken(`${part} has a name that is not UTF-8`);
  readExtra64(directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength), member, part);
  return { member, length };
}

/** APPNOTE 4.5.3: only the numbers that are all ones in the header stand in the ZIP64 extra field, in this order. */
function readExtra64(extra: Uint8Array, member: ZipMember, part: string): void {
  let at = 0;
  while (at + 4 <= extra.length) {
    const id = u16(extra, at);
    const size = u16(extra, at + 2);
    if (at + 4 + size > extra.length) throw new Broken(`${part} has a damaged extra field`);
    if (id === 1) {
      const body = extra.subarray(at + 4, at + 4 + size);
      let next = 0;
      for (const key of ["size", "packedSize", "headerOffset"] as const) {
        if (member[key] !== 0xffffffff) continue;
        if (next + 8 > body.length) throw new Broken(`${part} lacks a ZIP64 number`);
        member[key] = u64(body, next);
        next += 8;
      }
    }
    at += 4 + size;
  }
}

function namingProblems(members: readonly ZipMember[]): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { name, flags, method } of members) {
    const folded = name.normalize("NFC").toLowerCase();
    if (seen.has(folded)) problems.push(`container: ${quote(name)}: stands in the container twice`);
    seen.add(folded);
    const parts = name.replace(/\/$/, "").split("/");
    if (name === "" || /[\\\0]|^[A-Za-z]:/.test(name) || parts.some((p) => p === "" || p === "." || p === ".."))
      problems.push(`container: ${quote(name)}: a path that leaves the package`);
    if ((flags & 0x2041) !== 0) problems.push(`container: ${quote(name)}: encrypted`);
    if (method !== 0 && method !== 8) problems.push(`container: ${quote(name)}: packed with method ${method}`);
  }
  return problems;
}
