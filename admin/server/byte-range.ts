// Promises one byte range of a request as RFC 9110 section 14 says it, or none.
import { AppError } from "#core/errors.ts";

export interface ByteRange {
  /** Half-open. */
  start: number;
  end: number;
}

/** Null where the whole is asked for, also by a form that this server does not serve. Throws `input.invalid` outside the bytes. */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const [first, last] = [match[1]!, match[2]!];
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (start >= end) throw new AppError("input.invalid", { detail: "Range: outside the bytes" });
  return { start, end };
}
