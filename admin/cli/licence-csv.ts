// Promises that a dirty register loses nothing: what can be read is kept, what cannot is kept as it stands and reported row by row.
import { foldVietnamese } from "#core/text.ts";
import type { LicenceRow } from "#core/records/register.ts";
import type { CsvRow } from "./csv.ts";
import { readDomains } from "./licence-domains.ts";
import { say } from "./terminal.ts";

export interface LicenceReading {
  /** Every row of the file, those that say nothing usable included (their `raw` keeps them). */
  rows: (LicenceRow & { raw: string })[];
  /** Rows without number and domain: kept, but nothing can be looked up in them. */
  refused: { line: number; reason: string }[];
  /** Rows that were taken with a part of them mended or unread. */
  notes: { line: number; reason: string }[];
}

/** Names that registers in circulation give to the same column; folded, words joined by "_". */
const columns = {
  number: [
    "number",
    "license_number",
    "licence_number",
    "license_no",
    "licence_no",
    "so_giay_phep",
    "so_gp",
    "giay_phep_so",
    "so_quyet_dinh",
  ],
  issuer: ["issuer", "issued_by", "co_quan_cap", "co_quan_cap_phep", "noi_cap", "don_vi_cap"],
  issuedOn: ["issued_on", "certified_date", "issued_at", "valid_from", "ngay_cap", "ngay_cap_phep", "ngay_ky"],
  expiresOn: ["expires_on", "expiry_date", "valid_to", "ngay_het_han", "han_su_dung", "co_gia_tri_den"],
  owner: [
    "owner",
    "company",
    "company_name",
    "chu_quan",
    "don_vi_chu_quan",
    "co_quan_chu_quan",
    "to_chuc",
    "doanh_nghiep",
    "ten_doanh_nghiep",
    "ten_to_chuc",
    "chu_so_huu",
  ],
  domains: ["domains", "domain", "website", "url", "ten_mien", "dia_chi_trang", "trang_web"],
  kind: ["kind", "category_type", "category", "type", "loai", "loai_giay_phep", "loai_hinh"],
  status: ["status", "trang_thai", "tinh_trang", "hieu_luc"],
} as const;

const keyOf = (name: string) =>
  foldVietnamese(name)
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");

function cellsOf(row: CsvRow): (name: keyof typeof columns) => string {
  const byKey = new Map(Object.entries(row.cells).map(([name, value]) => [keyOf(name), value]));
  return (name) => columns[name].map((c) => byKey.get(c) ?? "").find((v) => v !== "") ?? "";
}

/** Reads the rows of a register; never throws over a row. */
export function readLicences(rows: CsvRow[]): LicenceReading {
  const reading: LicenceReading = { rows: [], refused: [], notes: [] };
  const seen = new Map<string, number>();
  for (const row of rows) {
    const cell = cellsOf(row);
    const { domains, odd } = readDomains(cell("domains"));
    const number = cell("number").replace(/\s+/g, " ");
    const days = { issuedOn: readDate(cell("issuedOn")), expiresOn: readDate(cell("expiresOn")) };
    reading.rows.push({
      // Two rows of one line (a broken quote) must not fall on one number.
      rowNumber: Math.max(row.line, (reading.rows.at(-1)?.rowNumber ?? 0) + 1),
      number,
      issuer: cell("issuer"),
      ...days,
      owner: cell("owner").replace(/\s+/g, " "),
      domains,
      kind: cell("kind"),
      status: cell("status"),
      raw: row.raw,
    });
    if (!number && domains.length === 0) {
      reading.refused.push({
        line: row.line,
        reason: say("không có số giấy phép lẫn tên miền", "neither licence number nor domain"),
      });
      continue;
    }
    const notes = [...odd, ...dateNotes(cell, days)];
    if (!cell("owner")) notes.push(say("không ghi chủ quản", "names no owner"));
    const first = seen.get(row.raw);
    if (first !== undefined) notes.push(say(`trùng dòng ${first}`, `the same as line ${first}`));
    else seen.set(row.raw, row.line);
    for (const reason of notes) reading.notes.push({ line: row.line, reason });
  }
  return reading;
}

function dateNotes(
  cell: (name: keyof typeof columns) => string,
  days: { issuedOn: string | null; expiresOn: string | null },
): string[] {
  return (["issuedOn", "expiresOn"] as const)
    .filter((name) => cell(name) !== "" && days[name] === null)
    .map((name) => say(`ngày "${cell(name)}" không đọc được`, `the date "${cell(name)}" cannot be read`));
}

/** yyyy-mm-dd or dd/mm/yyyy, with a time behind it or not; anything else is unknown, and the raw row keeps it. */
export function readDate(text: string): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text);
  const local = /^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)/.exec(text);
  const [y, m, d] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  if (!y || !m || !d) return null;
  const date = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date ? null : date;
}
