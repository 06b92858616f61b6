// Promises CSV read row by row: what can be taken is taken, every refused row says its number, its reason and the cure.
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { AppError } from "#core/errors.ts";
import { toNfc } from "#core/text.ts";
import { say } from "./terminal.ts";

export interface CsvRow {
  /** Line in the file, 1 is the header. */
  line: number;
  /** Lower-case column name → trimmed NFC text. */
  cells: Record<string, string>;
  raw: string;
}

const mostBytes = 50_000_000;

/** Reads a CSV file with a header line. Throws AppError `input.unreadable` naming file and line. */
export function readCsvFile(file: string): CsvRow[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new AppError("input.unreadable", {
      cause: error,
      detail: `cannot read ${file}`,
      cure: say("Kiểm tra đường dẫn và quyền đọc.", "Check the path and its permissions."),
    });
  }
  return readCsv(bytes, file);
}

/** The same for text that is already here, e.g. pasted at the desk. */
export function readCsv(bytes: Uint8Array, name: string, delimiter = ","): CsvRow[] {
  if (bytes.byteLength > mostBytes)
    throw new AppError("input.unreadable", {
      detail: `${name} is larger than ${mostBytes} bytes`,
      cure: say("Chia tệp ra nhiều phần.", "Split the file."),
    });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError("input.unreadable", {
      cause: error,
      detail: `${name} is not UTF-8`,
      cure: say("Lưu lại dưới dạng CSV UTF-8.", "Save it as CSV UTF-8."),
    });
  }
  try {
    const options = {
      bom: true,
      delimiter,
      columns: (head: string[]) => head.map((h) => toNfc(h).trim().toLowerCase()),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      raw: true,
    } as const;
    const records = parse(text, options) as unknown as {
      record: Record<string, string>;
      info: { lines: number };
      raw: string;
    }[];
    return records.map(({ record, info, raw }) => ({ line: info.lines, cells: mapCells(record), raw: raw.trim() }));
  } catch (error) {
    const detail = `${name}: ${error instanceof Error ? error.message : String(error)}`;
    throw new AppError("input.unreadable", {
      cause: error,
      detail,
      cure: say(
        "Sửa dấu ngoặc kép ở dòng đó; dòng đầu phải là tên các cột.",
        "Mend the quotes at that line; the first line must name the columns.",
      ),
    });
  }
}

function mapCells(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([k, v]) => [k, toNfc(v ?? "").trim()]));
}
