// Promises one source of "now" that tests can set, and the facts about the clock that evidence records.

let read: () => number = () => Date.now();

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function nowMs(): number {
  return read();
}

export function now(): Date {
  return new Date(read());
}

/** For tests only: replaces the clock; returns the function that puts the old one back. */
export function setClock(reader: () => number): () => void {
  const before = read;
  read = reader;
  return () => {
    read = before;
  };
}

/** RFC 3339 in UTC, whole seconds (`2026-11-22T05:00:00Z`), as WARC-Date and WACZ `created` want it. */
export function isoSeconds(at: Date = now()): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
