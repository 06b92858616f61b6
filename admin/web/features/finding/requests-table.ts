// Promises the list of requests as a table that a table program pastes as plain words, whatever a hostile address says.
import type { RequestView } from "../../../api/captures.ts";

/** A cell that would be taken for a formula gets an apostrophe in front; a cell ends where it ends. */
export const inertCell = (value: string | number | null): string =>
  String(value ?? "")
    .replace(/[\t\r\n\u2028\u2029]/g, " ")
    .replace(/^(?=\s*[=+\-@])/, "'");

/** Tab-separated, one line a request. */
export function writeTable(requests: readonly RequestView[]): string {
  const row = (r: RequestView) =>
    [r.startedAt, r.method, r.url, r.status, r.type, r.ip, r.sizeBytes, r.sha256].map(inertCell).join("\t");
  return requests.map(row).join("\n");
}
