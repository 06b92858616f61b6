import { describe, expect, it } from "vitest";
import { centralHeader, endRecords, localHeader } from "#evidence/archive/zip-format.ts";
import type { ByteSource } from "#evidence/verify/byte-source.ts";
import { compareCanonical } from "#evidence/verify/zip-canonical.ts";
import { readZip } from "#evidence/verify/zip-reader.ts";

/** A container that exists only where it is read: headers are real, the data between them are zeros. */
function sparse(members: { name: string; sizeBytes: number }[]): ByteSource {
  const pieces: { at: number; bytes: Buffer }[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const entry = { ...member, crc32: 0x1234, offset: at };
    const local = localHeader(entry);
    pieces.push({ at, bytes: local });
    central.push(centralHeader(entry));
    at += local.length + member.sizeBytes;
  }
  const directory = Buffer.concat(central);
  const tail = Buffer.concat([directory, endRecords(members.length, directory.length, at)]);
  pieces.push({ at, bytes: tail });
  return {
    size: at + tail.length,
    read: async (offset, length) => {
      const out = Buffer.alloc(length);
      for (const piece of pieces)
        if (piece.at < offset + length && piece.at + piece.bytes.length > offset)
          piece.bytes.copy(out, Math.max(0, piece.at - offset), Math.max(0, offset - piece.at));
      return out;
    },
  };
}

describe("the canonical container", () => {
  it("is read back and rebuilt by the verifier below and above four gigabytes", async () => {
    for (const sizes of [[0, 5], [0xfffffffe], [0xffffffff, 7], [5_000_000_000, 5_000_000_000, 3]]) {
      const members = sizes.map((sizeBytes, i) => ({ name: `archive/m${i}.warc.gz`, sizeBytes }));
      const source = sparse(members);
      const listing = await readZip(source);
      expect(listing.problems).toEqual([]);
      expect(listing.members.map((m) => ({ name: m.name, sizeBytes: m.size }))).toEqual(members);
      expect(await compareCanonical(source, listing.members)).toEqual([]);
    }
  });

  it("takes no name that could leave the folder or be read in two ways", () => {
    for (const name of ["../a", "/a", "a//b", "a b", "ữ", "a\\b", "", ".a"])
      expect(() => localHeader({ name, crc32: 0, sizeBytes: 0, offset: 0 })).toThrow(RangeError);
  });
});
