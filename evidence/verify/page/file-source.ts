// Promises bounded reads from a file that a person gave to the page: read ahead in large pieces, counted for the progress bar.
import type { ByteSource } from "../byte-source.ts";
import { Broken } from "../report.ts";

const ahead = 1024 * 1024;

export function fileSource(file: Blob, onRead: (bytes: number) => void = () => undefined): ByteSource {
  let held = new Uint8Array(0);
  let heldAt = 0;
  const load = async (offset: number, length: number) => {
    const bytes = new Uint8Array(await file.slice(offset, Math.min(file.size, offset + length)).arrayBuffer());
    onRead(bytes.length);
    return bytes;
  };
  return {
    size: file.size,
    read: async (offset, length) => {
      if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > file.size)
        throw new Broken(`bytes ${offset}–${offset + length} lie outside the file`);
      if (length > ahead) return load(offset, length);
      if (offset < heldAt || offset + length > heldAt + held.length) {
        held = await load(offset, ahead);
        heldAt = offset;
      }
      return held.slice(offset - heldAt, offset - heldAt + length);
    },
  };
}
