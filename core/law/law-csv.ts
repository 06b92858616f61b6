// Promises one table of the law as CSV and back: lists in one cell, numbers as digits, nothing that a spreadsheet would run.
import { AppError } from "../errors.ts";
import { type LawRowOf, type LawTable, lawTables } from "../nouns/law.ts";

/** Between the entries of a list inside a cell. */
const listMark = " | ";

function cell(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ""
      : Array.isArray(value)
        ? value.join(listMark)
        : typeof value === "string"
          ? value
          : JSON.stringify(value);
  // A text that starts like a formula would be run by a spreadsheet: an apostrophe keeps it text (OWASP, CSV injection).
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Columns in the order of the table's schema; UTF-8 with a byte order mark, as office spreadsheets want it. */
export function writeLawCsv<T extends LawTable>(table: T, rows: readonly LawRowOf<T>[]): string {
  const columns = Object.keys(lawTables[table].shape);
  const lines = rows.map((row) => columns.map((name) => cell((row as Record<string, unknown>)[name])).join(","));
  return `\uFEFF${[columns.join(","), ...lines].join("\r\n")}\r\n`;
}

/** RFC 4180 records; throws `input.unreadable` at an open quote. */
function splitCsv(text: string): string[][] {
  const records: string[][] = [];
  let [record, field, isQuoted]: [string[], string, boolean] = [[], "", false];
  const endRecord = () => {
    record.push(field);
    if (record.length > 1 || record[0] !== "") records.push(record);
    [record, field] = [[], ""];
  };
  const source = text.replace(/^\uFEFF/, "");
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!;
    if (isQuoted) {
      if (c !== '"') field += c;
      else if (source[i + 1] === '"') field += source[++i];
      else isQuoted = false;
    } else if (c === '"' && field === "") isQuoted = true;
    else if (c === ",") {
      record.push(field);
      field = "";
    } else if (c === "\n") endRecord();
    else if (c !== "\r") field += c;
  }
  if (isQuoted) throw new AppError("input.unreadable", { detail: "CSV: dấu ngoặc kép mở mà không đóng" });
  if (field !== "" || record.length > 0) endRecord();
  return records;
}

/** What a cell means, by how the schema reads: JSON for numbers and yes/no, a list by its mark, "" for nothing. */
function readCell(table: LawTable, name: string, text: string): unknown {
  const value = text.startsWith("'") ? text.slice(1) : text;
  const shape = lawTables[table].shape as unknown as Record<string, { safeParse(v: unknown): { success: boolean } }>;
  const schema = shape[name]!;
  if (value === "") return undefined;
  if (schema.safeParse([]).success) return value.split(listMark.trim()).map((part) => part.trim());
  if (/^(true|false|-?\d+(\.\d+)?)$/.test(value) && schema.safeParse(JSON.parse(value)).success)
    return JSON.parse(value);
  return value;
}

/** Rows of one table. Throws `input.invalid` with the line and the column that do not fit. */
export function readLawCsv<T extends LawTable>(table: T, text: string): LawRowOf<T>[] {
  const [head, ...lines] = splitCsv(text);
  const columns = Object.keys(lawTables[table].shape);
  const unknown = (head ?? []).filter((name) => !columns.includes(name.trim()));
  if (!head || unknown.length > 0)
    throw new AppError("input.invalid", {
      detail: `CSV: dòng đầu phải gồm các cột ${columns.join(", ")}; không nhận ra: ${unknown.join(", ") || "(trống)"}`,
    });
  return lines.map((line, i) => {
    const entries = head.map((name, n) => [name.trim(), readCell(table, name.trim(), line[n] ?? "")] as const);
    const parsed = lawTables[table].safeParse(Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
    if (parsed.success) return parsed.data as LawRowOf<T>;
    const { path, message } = parsed.error.issues[0]!;
    throw new AppError("input.invalid", { detail: `CSV dòng ${i + 2}, cột ${path.join(".")}: ${message}` });
  });
}
