// Promises an answer's headers as near to the wire as DevTools tells them: order, case, duplicates, cookies and Latin-1 bytes.
import type { CdpPayload } from "../browser/cdp-connection.ts";
import type { Draft } from "./exchange-draft.ts";

export type Headers = [string, string][];

/** `Name: value` lines of a raw HTTP/1.1 head, in order; the first line is the status or request line. */
export function parseHeadersText(text: string): Headers {
  return text
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line.includes(":"))
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
}

/** Chromium folds duplicates of a header into one value with line breaks between. */
export const unfold = (headers: CdpPayload | undefined): Headers =>
  Object.entries(headers ?? {}).flatMap(([name, value]) =>
    String(value)
      .split("\n")
      .map((part): [string, string] => [name, part]),
  );

/** Header name in lower case → its values in order. */
function valuesByName(headers: Headers): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
}

/** True when both tell the same lines, whatever their order and case. */
function tellSame(one: Headers, other: Headers): boolean {
  const key = (headers: Headers) =>
    headers
      .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
      .sort()
      .join("\n");
  return one.length === other.length && key(one) === key(other);
}

/**
 * The Fetch domain keeps order, case and duplicates but loses Set-Cookie and bytes above 0x7f; the folded object of the
 * extra event has both. Values are taken over by their place among the same name; cookies go to the end.
 */
function mend(lines: Headers, folded: Headers): Headers {
  const whole = valuesByName(folded);
  const mended = lines.map(([name, value]): [string, string] => [
    name,
    whole.get(name.toLowerCase())?.shift() ?? value,
  ]);
  return [...mended, ...folded.filter(([name]) => name.toLowerCase() === "set-cookie")];
}

/**
 * Best source first: the raw head (HTTP/1.1), but only where it agrees with the folded object: a byte above 0x7f eats what
 * follows it there, line breaks included. Then the Fetch domain's list, mended; then the folded object.
 */
export function responseHeaders(draft: Draft): Headers {
  const raw = draft.responseExtra?.headersText as string | undefined;
  const folded = unfold(draft.responseExtra?.headers as CdpPayload | undefined);
  const parsed = raw ? parseHeadersText(raw) : [];
  if (raw && (folded.length === 0 || tellSame(parsed, folded))) return parsed;
  if (draft.paused && draft.paused.headers.length > 0) return mend(draft.paused.headers, folded);
  if (folded.length > 0) return folded;
  const inText = draft.response?.headersText as string | undefined;
  return inText ? parseHeadersText(inText) : unfold(draft.response?.headers as CdpPayload | undefined);
}
