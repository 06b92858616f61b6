// Promises CSV (RFC 4180, with a byte-order mark for spreadsheets) in which no cell is a formula.

/** Signs that make a spreadsheet calculate, and the blanks it strips before looking (OWASP, CSV injection). */
const formula = /^[\s\0]*[=+\-@\t\r|%＝＋－＠]/;

function writeCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function safeCsv(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(`\uFEFF${rows.map((row) => row.map(writeCell).join(",")).join("\r\n")}\r\n`);
}
