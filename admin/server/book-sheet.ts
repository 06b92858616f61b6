// Promises a book as an Excel sheet: every cell a typed value, text never a formula, days and money as a spreadsheet sorts them.
import writeExcelFile, { type Cell, type SheetData } from "write-excel-file/node";
import type { Db } from "#core/db/sql.ts";
import type { Period } from "#core/nouns/report.ts";
import { readBook } from "#core/records/book.ts";
import { showDay } from "#core/vietnam-time.ts";
import type { BookName } from "../api/reports.ts";

type Value = string | number | Date | null;
type Line = Record<string, Value>;

/** Heads of the columns in their order; the keys are those of core/records/book.ts. */
const columns: Record<BookName, Record<string, string>> = {
  cases: {
    number: "Số hồ sơ",
    title: "Vụ việc",
    category: "Lĩnh vực",
    source: "Nguồn tin",
    area: "Địa bàn",
    state: "Trạng thái",
    detectedAt: "Ngày phát hiện",
    conductOn: "Ngày có hành vi",
    subjects: "Chủ thể",
    hosts: "Trang, tài khoản",
    fines: "Tiền phạt (đồng)",
    decisions: "Số quyết định",
  },
  takedowns: {
    number: "Số hồ sơ",
    url: "Địa chỉ",
    kind: "Loại yêu cầu",
    addressee: "Nơi được yêu cầu",
    registrar: "Nhà đăng ký tên miền",
    channel: "Hình thức",
    requestedAt: "Ngày yêu cầu",
    dueAt: "Hạn",
    state: "Kết quả",
    settledAt: "Ngày có kết quả",
    requestedBy: "Người yêu cầu",
    checks: "Các lần kiểm tra lại (ngày: kết quả)",
  },
  handovers: {
    number: "Số hồ sơ",
    agency: "Cơ quan nhận",
    kind: "Loại",
    subjectLine: "Trích yếu",
    sentOn: "Ngày gửi",
    dueOn: "Hạn trả lời",
    packageId: "Mã gói chứng cứ",
    receiptNumber: "Số biên bản, phiếu nhận",
    receivedOn: "Ngày nhận",
    repliedOn: "Ngày trả lời",
    result: "Kết quả",
  },
  tips: {
    number: "Số phản ánh",
    channel: "Kênh tiếp nhận",
    incomingNumber: "Số đến",
    receivedOn: "Ngày nhận",
    address: "Địa chỉ được phản ánh",
    what: "Nội dung",
    state: "Trạng thái",
    lastReason: "Kết quả xử lý",
  },
};

const names: Record<BookName, string> = {
  cases: "Sổ hồ sơ vụ việc",
  takedowns: "Sổ theo dõi gỡ bỏ",
  handovers: "Sổ giao nhận chứng cứ",
  tips: "Sổ tiếp nhận phản ánh",
};

// A cell of a sheet holds 32,767 characters; control characters have no place in XML 1.0.
// oxlint-disable-next-line no-control-regex
const clean = (text: string) =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").slice(0, 32_000);

function cellOf(value: Value | undefined): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return { type: Number, value, format: "#,##0" };
  if (value instanceof Date) return { type: String, value: showDay(value) };
  return { type: String, value: clean(value), wrap: true };
}

/** The bytes of an .xlsx file with one sheet. */
export async function makeBookSheet(db: Db, name: BookName, period: Period): Promise<Buffer> {
  const lines: Line[] = await readBook[name](db, period);
  const heads = Object.entries(columns[name]);
  const head = heads.map(([, label]) => ({ type: String, value: label, fontWeight: "bold" as const }));
  const sheetData: SheetData = [head, ...lines.map((line) => heads.map(([key]) => cellOf(line[key])))];
  const widths = heads.map(([key]) => ({ width: /title|what|url|checks|subject/.test(key) ? 40 : 18 }));
  const sheet = writeExcelFile(
    sheetData,
    { sheet: names[name], columns: widths, stickyRowsCount: 1 },
    { fontFamily: "Times New Roman" },
  );
  return sheet.toBuffer();
}
