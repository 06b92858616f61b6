// Promises official denials from a file: what names its day, issuer and title is taken, the rest is refused with its reason.
import { createHash } from "node:crypto";
import type { DenialRow } from "#core/records/sketch.ts";
import { isDenied } from "#detection/check/denials.ts";
import type { CsvRow } from "./csv.ts";
import { readDate } from "./licence-csv.ts";
import { cellOf, type RefusedRow } from "./row-file.ts";
import { say } from "./terminal.ts";

const columns = {
  deniedOn: ["date", "denied_on", "ngày", "ngay"],
  issuer: ["issuer", "cơ quan", "co_quan", "đơn vị"],
  label: ["label", "nhãn", "nhan", "loại"],
  title: ["title", "tiêu đề", "tieu_de"],
  claim: ["claim", "nội dung bị bác bỏ", "tin_gia"],
  body: ["text", "content", "nội dung", "noi_dung"],
  url: ["url", "link", "địa chỉ"],
} as const;

const mostChars = 20_000;

export interface DenialReading {
  denials: { line: number; denial: Omit<DenialRow, "id"> & { sha256: Buffer; raw: string }; notes: string }[];
  refused: RefusedRow[];
}

export function readDenials(rows: readonly CsvRow[]): DenialReading {
  const reading: DenialReading = { denials: [], refused: [] };
  const seen = new Map<string, number>();
  for (const row of rows) {
    const denial = writeDenialRow(row);
    const refuse = (vi: string, en: string) => reading.refused.push({ line: row.line, reason: say(vi, en) });
    if (denial.deniedOn === null) refuse("không đọc được ngày (cần dd/mm/yyyy hoặc yyyy-mm-dd)", "no readable date");
    else if (denial.issuer === "") refuse("không có cơ quan công bố", "no issuer");
    else if (denial.title === "") refuse("không có tiêu đề", "no title");
    else {
      const { deniedOn } = denial;
      const sha256 = createHash("sha256")
        .update(JSON.stringify([deniedOn, denial.issuer, denial.title, denial.claim]))
        .digest();
      const earlier = seen.get(sha256.toString("hex"));
      if (earlier !== undefined) refuse(`trùng với dòng ${earlier}`, `same as line ${earlier}`);
      else {
        seen.set(sha256.toString("hex"), row.line);
        const notes = isDenied(denial.label)
          ? ""
          : say("nhãn không phải tin giả: giữ lại, không dùng để đối chiếu", "not labelled false: kept, never matched");
        reading.denials.push({ line: row.line, denial: { ...denial, deniedOn, sha256, raw: row.raw }, notes });
      }
    }
  }
  return reading;
}

const writeDenialRow = (row: CsvRow) => ({
  deniedOn: readDate(cellOf(row, columns.deniedOn)),
  issuer: cellOf(row, columns.issuer).slice(0, 300),
  label: cellOf(row, columns.label).slice(0, 100) || "tin giả",
  title: cellOf(row, columns.title).slice(0, 500),
  claim: cellOf(row, columns.claim).slice(0, mostChars),
  body: cellOf(row, columns.body).slice(0, mostChars),
  url: cellOf(row, columns.url).slice(0, 2000),
});
