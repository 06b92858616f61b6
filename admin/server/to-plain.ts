// Promises records as the wire carries them: times as RFC 3339 text, bytes as hexadecimal, everything else as it is.

export type Plain<T> = T extends Date | Uint8Array
  ? string
  : T extends string
    ? T
    : T extends readonly (infer U)[]
      ? Plain<U>[]
      : T extends object
        ? { [K in keyof T]: Plain<T[K]> }
        : T;

export function toPlain<T>(value: T): Plain<T> {
  if (value instanceof Date) return value.toISOString() as Plain<T>;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex") as Plain<T>;
  if (Array.isArray(value)) return value.map((item: unknown) => toPlain(item)) as Plain<T>;
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toPlain(inner)])) as Plain<T>;
  return value as Plain<T>;
}
