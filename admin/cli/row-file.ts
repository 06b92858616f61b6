// Promises rows of a CSV or JSON Lines file under the same names: one reading for every import, each row with its line.
import { readFileSync } from "node:fs";
import { AppError } from "#core/errors.ts";
import { toNfc } from "#core/text.ts";
import { type CsvRow, readCsvFile } from "./csv.ts";
import { say } from "./terminal.ts";

export interface RowFile {
  rows: CsvRow[];
  refused: RefusedRow[];
}

export interface RefusedRow {
  line: number;
  reason: string;
}

const mostBytes = 50_000_000;

/** `.jsonl` and `.ndjson` as JSON Lines, anything else as CSV with a header. Throws AppError `input.unreadable`. */
export function readRowFile(file: string): RowFile {
  if (!/\.(?:jsonl|ndjson)$/i.test(file)) return { rows: readCsvFile(file), refused: [] };
  return readJsonLines(readText(file));
}

function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    if (bytes.byteLength <= mostBytes) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError("input.unreadable", {
      cause: error,
      detail: `cannot read ${file} as UTF-8`,
      cure: say("Kiểm tra đường dẫn; tệp phải là UTF-8.", "Check the path; the file must be UTF-8."),
    });
  }
  throw new AppError("input.unreadable", {
    detail: `${file} is larger than ${mostBytes} bytes`,
    cure: say("Chia tệp ra nhiều phần.", "Split the file."),
  });
}

export function readJsonLines(text: string): RowFile {
  const found: RowFile = { rows: [], refused: [] };
  text.split("\n").forEach((raw, i) => {
    if (raw.trim() === "") return;
    const record = parseRecord(raw);
    if (record) found.rows.push({ line: i + 1, cells: cellsOf(record), raw: raw.trim() });
    else found.refused.push({ line: i + 1, reason: say("không phải một đối tượng JSON", "not a JSON object") });
  });
  return found;
}

function parseRecord(raw: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null; // told as a refused row
  }
}

function cellsOf(record: Record<string, unknown>): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(record))
    if (typeof value === "string" || typeof value === "number")
      cells[toNfc(name).trim().toLowerCase()] = toNfc(String(value)).trim();
  return cells;
}

/** The first of these columns that holds anything. */
export function cellOf(row: CsvRow, names: readonly string[]): string {
  for (const name of names) if (row.cells[name]) return row.cells[name];
  return "";
}
