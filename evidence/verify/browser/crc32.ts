// Promises CRC-32 (ISO 3309, as ZIP and gzip use it), eight bytes a step.

const tables = makeTables();

function makeTables(): Int32Array[] {
  const all = Array.from({ length: 8 }, () => new Int32Array(256));
  for (let i = 0; i < 256; i++) {
    let c = i;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    all[0]![i] = c;
  }
  for (let i = 0; i < 256; i++)
    for (let t = 1; t < 8; t++) all[t]![i] = (all[t - 1]![i]! >>> 8) ^ all[0]![all[t - 1]![i]! & 0xff]!;
  return all;
}

/** `before` is the sum of the bytes that stand before these; 0 at the start. */
export function crc32(bytes: Uint8Array, before: number): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let c = ~before;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    c ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    c =
      t7[c & 0xff]! ^
      t6[(c >>> 8) & 0xff]! ^
      t5[(c >>> 16) & 0xff]! ^
      t4[c >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) c = t0[(c ^ bytes[at]!) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}
