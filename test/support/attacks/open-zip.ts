// Promises ZIP files as an attacker may write them: any name, any order, twice, hidden, with bytes before, between and after.
import { crc32 } from "node:zlib";

export interface ZipPart {
  name: string;
  bytes: Buffer;
  /** Name in the local header, when it lies. */
  localName?: string;
  /** Stands between the members without being named in the directory. */
  hidden?: boolean;
}

export interface ZipShape {
  prefix?: Buffer;
  suffix?: Buffer;
  comment?: string;
}

/** The canonical form of FORMAT.md where nothing else is asked for. */
export function zipOf(parts: readonly ZipPart[], shape: ZipShape = {}): Buffer {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const local = Buffer.concat([head(0x04034b50, [10], part, part.localName ?? part.name), part.bytes]);
    if (!part.hidden) {
      const offset = Buffer.alloc(4);
      offset.writeUInt32LE(at);
      directory.push(head(0x02014b50, [10, 10], part, part.name, Buffer.concat([Buffer.alloc(10), offset])));
    }
    body.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const comment = Buffer.from(shape.comment ?? "");
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([
    shape.prefix ?? Buffer.alloc(0),
    ...body,
    central,
    end,
    comment,
    shape.suffix ?? Buffer.alloc(0),
  ]);
}

function head(signature: number, versions: number[], { bytes }: ZipPart, name: string, tail = Buffer.alloc(0)): Buffer {
  const fixed = Buffer.alloc(4 + versions.length * 2 + 24);
  let at = fixed.writeUInt32LE(signature, 0);
  for (const version of versions) at = fixed.writeUInt16LE(version, at);
  at = fixed.writeUInt32LE(0, at);
  at = fixed.writeUInt16LE(0, at);
  at = fixed.writeUInt16LE(0x21, at);
  at = fixed.writeUInt32LE(crc32(bytes), at);
  at = fixed.writeUInt32LE(bytes.length, at);
  at = fixed.writeUInt32LE(bytes.length, at);
  at = fixed.writeUInt16LE(Buffer.byteLength(name), at);
  fixed.writeUInt16LE(0, at);
  return Buffer.concat([fixed, tail, Buffer.from(name)]);
}

export function zipOfParts(parts: ReadonlyMap<string, Buffer>, shape: ZipShape = {}): Buffer {
  return zipOf(
    [...parts].map(([name, bytes]) => ({ name, bytes })),
    shape,
  );
}
