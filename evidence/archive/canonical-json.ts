// Promises one byte sequence per JSON value: RFC 8785 (JSON Canonicalization Scheme), so that a signature covers values and bytes alike.

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * RFC 8785 section 3.2: no white space, keys sorted by UTF-16 code units, ECMAScript numbers and strings.
 * Keys whose value is undefined are left out. Throws RangeError on NaN, Infinity and lone surrogates (section 3.2.2.2).
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError("canonical JSON has no NaN and no Infinity");
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new RangeError("canonical JSON has no lone surrogates");
    return JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) parts.push(`${canonicalJson(key)}:${canonicalJson(member)}`);
  }
  return `{${parts.join(",")}}`;
}

export function canonicalBytes(value: Json): Buffer {
  return Buffer.from(canonicalJson(value), "utf8");
}

/**
 * A deep copy of plain data that canonicalJson accepts: lone surrogates, which hostile pages can put into titles and
 * spans, become U+FFFD; what JSON cannot say (functions, undefined) is left out.
 */
export function asJson(value: unknown): Json {
  const plain: unknown = JSON.parse(JSON.stringify(value ?? null));
  return mend(plain);
}

function mend(value: unknown): Json {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(mend);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => [key.toWellFormed(), mend(member)] as const);
    return Object.fromEntries(entries);
  }
  return value as null | boolean | number;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
