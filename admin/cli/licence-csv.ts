// Promises that a dirty register loses nothing: odd dates, hosts and numbers are kept as text, unusable rows are reported.
import type { LicenceRow } from "#core/records/register.ts";
import type { CsvRow } from "./csv.ts";

export interface LicenceReading {
  rows: (LicenceRow & { raw: string })[];
  refused: { line: number; reason: string }[];
}

/** Names that registers in circulation give to the same column. */
const columns = {
  number: ["number", "license_number", "licence_number", "so_giay_phep", "số giấy phép"],
  issuer: ["issuer", "co_quan_cap", "cơ quan cấp"],
  issuedOn: ["issued_on", "certified_date", "ngay_cap", "ngày cấp"],
  expiresOn: ["expires_on", "ngay_het_han", "ngày hết hạn"],
  owner: ["owner", "company", "chu_quan", "đơn vị chủ quản", "tổ chức"],
  domains: ["domains", "domain", "ten_mien", "tên miền"],
  kind: ["kind", "category_type", "loai", "loại"],
  status: ["status", "trang_thai", "trạng thái"],
} as const;

function cell(row: CsvRow, name: keyof typeof columns): string {
  for (const column of columns[name]) if (row.cells[column]) return row.cells[column];
  return "";
}

export function readLicences(rows: CsvRow[]): LicenceReading {
  const reading: LicenceReading = { rows: [], refused: [] };
  for (const row of rows) {
    const number = cell(row, "number");
    const owner = cell(row, "owner");
    const domains = cell(row, "domains")
      .split(/[\s;,|]+/)
      .filter(Boolean);
    if (!number && domains.length === 0) {
      reading.refused.push({ line: row.line, reason: "neither licence number nor domain" });
      continue;
    }
    const dates = { issuedOn: readDate(cell(row, "issuedOn")), expiresOn: readDate(cell(row, "expiresOn")) };
    reading.rows.push({
      rowNumber: row.line,
      number,
      issuer: cell(row, "issuer"),
      ...dates,
      owner,
      domains,
      kind: cell(row, "kind"),
      status: cell(row, "status"),
      raw: row.raw,
    });
  }
  return reading;
}

/** yyyy-mm-dd or dd/mm/yyyy; anything else is unknown, and the raw row keeps it. */
export function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [y, m, d] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  if (!y || !m || !d) return null;
  const date = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date ? null : date;
}
