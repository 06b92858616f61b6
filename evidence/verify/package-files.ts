// Promises the content and the digest of every member of a package, whichever way it is packed, within bounds.
import { createHash } from "node:crypto";
import { crc32, inflateRawSync } from "node:zlib";
import { type ByteSource, chunksOf, windowOf } from "./byte-source.ts";
import { Broken, quote, type Report } from "./report.ts";
import type { ZipMember } from "./zip-reader.ts";

export interface OpenPackage {
  source: ByteSource;
  members: Map<string, ZipMember>;
  /** Lower-case hex SHA-256 of each member's content; a member that cannot be read is missing here. */
  sha256s: Map<string, string>;
  /** True when the package claims to be ours: then the strict form is demanded. */
  strict: boolean;
}

const maxInMemory = 128 * 1024 * 1024;

export async function hashMembers(
  source: ByteSource,
  members: Iterable<ZipMember>,
  report: Report,
): Promise<Map<string, string>> {
  const sha256s = new Map<string, string>();
  const problems: string[] = [];
  for (const member of members) {
    try {
      sha256s.set(member.name, await hashMember(source, member));
    } catch (error) {
      problems.push(
        error instanceof Broken
          ? error.message
          : `${quote(member.name)}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  report.list("container.crc", problems, `${sha256s.size} members match their CRC-32`);
  return sha256s;
}

/** Throws Broken when the content is damaged or larger than what is read into memory. */
export async function readMember(source: ByteSource, member: ZipMember): Promise<Buffer> {
  const part = quote(member.name);
  if (member.size > maxInMemory || member.packedSize > maxInMemory) throw new Broken(`${part}: too large to be read`);
  const packed = await source.read(member.dataOffset, member.packedSize);
  if (member.method === 0) return packed;
  try {
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, member.size) });
    if (content.length === member.size) return content;
  } catch {
    // Said below, with the part's name.
  }
  throw new Broken(`${part}: its packed data are damaged or larger than it says`);
}

/** The member as a source of its own; deflated ones are unpacked in memory. */
export async function memberSource(source: ByteSource, member: ZipMember): Promise<ByteSource> {
  if (member.method === 0) return windowOf(source, member.dataOffset, member.packedSize);
  const content = await readMember(source, member);
  return { size: content.length, read: async (offset, length) => content.subarray(offset, offset + length) };
}

async function hashMember(source: ByteSource, member: ZipMember): Promise<string> {
  const content = await memberSource(source, member);
  const hash = createHash("sha256");
  let crc = 0;
  for await (const chunk of chunksOf(content)) {
    hash.update(chunk);
    crc = crc32(chunk, crc);
  }
  if (crc !== member.crc32) throw new Broken(`${quote(member.name)}: its content does not match its CRC-32`);
  return hash.digest("hex");
}
