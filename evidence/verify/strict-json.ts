// Promises JSON that was read strictly, and the check that it stands in its canonical form (RFC 8785).
import { same, strictText, utf8 } from "./bytes.ts";
import { Broken } from "./report.ts";

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Fields = { [key: string]: Value };

/** Throws Broken naming the part. Duplicate keys survive parsing; isCanonical finds them, since they cannot be rebuilt. */
export function parseJson(bytes: Uint8Array, part: string): Value {
  const text = strictText(bytes);
  if (text === null) throw new Broken(`${part}: not UTF-8`);
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new Broken(`${part}: not JSON`);
  }
}

export function isCanonical(value: Value, bytes: Uint8Array): boolean {
  return same(utf8(canonical(value)), bytes);
}

function canonical(value: Value): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`).join(",")}}`;
}

export function asFields(value: Value | undefined, part: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new Broken(`${part}: not an object`);
}

export function asList(value: Value | undefined, part: string): Value[] {
  if (Array.isArray(value)) return value;
  throw new Broken(`${part}: not a list`);
}

export function asText(value: Value | undefined, part: string): string {
  if (typeof value === "string") return value;
  throw new Broken(`${part}: not text`);
}

/** The text, or "" for anything else: for looking things up and for naming parts. */
export function plainText(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
