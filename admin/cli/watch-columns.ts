// Promises watchlist tables under one set of names, whatever the office called its columns, or a bare list of addresses.
import { foldVietnamese, toNfc } from "#core/text.ts";
import { type CsvRow, readCsv } from "./csv.ts";

/** Folded header names, words joined by "_", of what offices write over the same column. */
const columns: Record<string, readonly string[]> = {
  url: [
    "url",
    "dia_chi",
    "dia_chi_trang",
    "dia_chi_website",
    "website",
    "trang_web",
    "trang",
    "ten_mien",
    "domain",
    "lien_ket",
    "duong_dan",
    "link",
    "tai_khoan",
  ],
  kind: ["kind", "loai", "loai_doi_tuong", "type"],
  label: ["label", "nhan", "ten", "ten_trang", "ten_goi", "name"],
  note: ["note", "ghi_chu", "notes", "noi_dung", "ly_do"],
  cadence: ["cadence", "chu_ky", "chu_ky_quet", "nhip_quet", "nhip"],
  purpose: ["purpose", "muc_dich", "muc_dich_giam_sat"],
  legal_basis: ["legal_basis", "can_cu", "can_cu_phap_ly", "basis"],
  owner: ["owner", "phu_trach", "nguoi_phu_trach", "can_bo_phu_trach"],
  expires_on: ["expires_on", "het_han", "ngay_het_han", "thoi_han", "den_ngay", "expiry", "expires"],
  area: ["area", "dia_ban", "khu_vuc"],
  tags: ["tags", "the", "nhom", "tag"],
};

const keyOf = (name: string) =>
  foldVietnamese(name)
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");

const canonical = new Map(Object.entries(columns).flatMap(([to, names]) => names.map((name) => [name, to] as const)));

/** The same rows with the names of this file; a column that nobody knows is left out. */
export function renameColumns(rows: CsvRow[]): CsvRow[] {
  return rows.map((row) => {
    const cells: Record<string, string> = {};
    for (const [name, value] of Object.entries(row.cells)) {
      const to = canonical.get(keyOf(name));
      if (to && !cells[to]) cells[to] = value;
    }
    return { ...row, cells };
  });
}

/** The sign that stands most often in the head: tab (pasted from a sheet), semicolon (saved by a Vietnamese Excel) or comma. */
function delimiterOf(head: string): string {
  const count = (sign: string) => head.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/**
 * A table with a head in Vietnamese or English, or a bare list: one address a line, more columns as its note. Gives the head as it
 * was read. Throws AppError `input.unreadable`.
 */
export function readWatchTable(text: string): { rows: CsvRow[]; columns: string[] } {
  const plain = toNfc(text)
    .replace(/^\uFEFF/, "")
    .replace(/^\s*\n/, "");
  const [head = ""] = plain.split("\n", 1);
  const delimiter = delimiterOf(head);
  const names = head.split(delimiter).map((name) => canonical.get(keyOf(name.replaceAll('"', ""))));
  const hasHead = names.includes("url");
  const looksBare = !hasHead && /^["\s]*(?:https?:\/\/|@|[^\s"]+\.[a-z0-9-]{2,})/i.test(head);
  const list = looksBare ? `url${delimiter}note\n${plain}` : plain;
  const rows = renameColumns(readCsv(Buffer.from(list), "CSV", delimiter));
  const known = looksBare ? ["url", "note"] : names.filter((name) => name !== undefined);
  return { columns: known, rows: looksBare ? rows.map((row) => ({ ...row, line: row.line - 1 })) : rows };
}
