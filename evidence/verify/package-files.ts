// Promises the content and the digest of every member of a package, whichever way it is packed, within bounds.
import { hex } from "./bytes.ts";
import { engine } from "./engine.ts";
import { type ByteSource, chunksOf, sourceOf, windowOf } from "./byte-source.ts";
import type { InflateBudget } from "./gzip-members.ts";
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

/** `budget` bounds what deflated members may swell to, all together. */
export async function hashMembers(
  source: ByteSource,
  members: Iterable<ZipMember>,
  budget: InflateBudget,
  report: Report,
): Promise<Map<string, string>> {
  const sha256s = new Map<string, string>();
  const problems: string[] = [];
  for (const member of members) {
    try {
      if (member.method !== 0) budget.leftBytes -= member.size;
      if (budget.leftBytes < 0) throw new Broken(`${quote(member.name)}: the members swell beyond what is read`);
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
export async function readMember(source: ByteSource, member: ZipMember): Promise<Uint8Array> {
  const part = quote(member.name);
  if (member.size > maxInMemory || member.packedSize > maxInMemory) throw new Broken(`${part}: too large to be read`);
  const packed = await source.read(member.dataOffset, member.packedSize);
  if (member.method === 0) return packed.slice();
  const whole = engine().inflateWhole(packed, member.size);
  if (whole?.content.length === member.size && whole.consumedBytes === packed.length) return whole.content;
  throw new Broken(`${part}: its packed data are damaged or larger than it says`);
}

/** The member as a source of its own; deflated ones are unpacked in memory. */
export async function memberSource(source: ByteSource, member: ZipMember): Promise<ByteSource> {
  if (member.method === 0) return windowOf(source, member.dataOffset, member.packedSize);
  return sourceOf(await readMember(source, member));
}

async function hashMember(source: ByteSource, member: ZipMember): Promise<string> {
  const content = await memberSource(source, member);
  const hash = engine().newHash("sha256");
  let crc = 0;
  for await (const chunk of chunksOf(content)) {
    hash.update(chunk);
    crc = engine().crc32(chunk, crc);
  }
  if (crc !== member.crc32) throw new Broken(`${quote(member.name)}: its content does not match its CRC-32`);
  return hex(hash.digest());
}

const folders = new WeakMap<OpenPackage, Map<string, ZipMember[]>>();

/** Listed once: a hostile package may have very many of both. */
function foldersOf(pack: OpenPackage): Map<string, ZipMember[]> {
  const known = folders.get(pack) ?? new Map<string, ZipMember[]>();
  if (!folders.has(pack))
    for (const member of pack.members.values()) {
      const folder = member.name.slice(0, member.name.lastIndexOf("/") + 1);
      const held = known.get(folder);
      if (held) held.push(member);
      else known.set(folder, [member]);
    }
  folders.set(pack, known);
  return known;
}

/** The files of one folder, by their names in it. */
export async function besideIn(pack: OpenPackage, folder: string): Promise<Map<string, ByteSource>> {
  const beside = new Map<string, ByteSource>();
  for (const member of foldersOf(pack).get(folder) ?? [])
    beside.set(member.name.slice(folder.length), await memberSource(pack.source, member));
  return beside;
}
