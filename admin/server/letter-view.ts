// Promises letters and their sites as screens show them, and the reply's table as the office sends it.
import type { BatchAnswer, LetterItemRow, LetterResult, LetterRow } from "#core/records/letter.ts";
import { showDay, vietnamDay } from "#core/vietnam-time.ts";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import type { LetterItemView, LetterView } from "../api/letters.ts";

export function letterView(row: LetterRow, at: Date): LetterView {
  const { fileId, fileName, registeredAt, ...rest } = row;
  return {
    ...rest,
    isLate: row.dueOn !== null && row.dueOn < vietnamDay(at) && row.answered < row.sites,
    file: fileId === null ? null : { id: fileId, name: fileName ?? "" },
    registeredAt: registeredAt.toISOString(),
  };
}

function answerOf(row: LetterItemRow): LetterItemView["answer"] {
  if (row.result === null || row.answeredAt === null) return null;
  return {
    result: row.result,
    owner: row.owner ?? "",
    action: row.action ?? "",
    documentNumber: row.documentNumber ?? "",
    evidenceNumber: row.evidenceNumber ?? "",
    note: row.answerNote ?? "",
    by: row.answeredBy ?? "",
    at: row.answeredAt.toISOString(),
  };
}

export function itemView(row: LetterItemRow): LetterItemView {
  const { id, position, given, note, url, waiting, confirmed, dismissed, categories } = row;
  const scan =
    row.scanState && row.scanAt
      ? { state: row.scanState, outcome: row.scanOutcome, reason: row.scanReason, at: row.scanAt.toISOString() }
      : null;
  const known = row.caseId && row.caseNumber && row.caseState;
  return {
    id,
    position,
    given,
    note,
    url,
    scan,
    waiting,
    confirmed,
    dismissed,
    categories,
    case: known ? { id: row.caseId!, number: row.caseNumber!, state: row.caseState! } : null,
    answer: answerOf(row),
  };
}

/** Words of the reply's table, which leaves the house in Vietnamese whatever language the screen has. */
export const resultWords: Record<LetterResult, string> = {
  "signs-found": "Có dấu hiệu, đã ghi nhận",
  "no-signs": "Chưa phát hiện dấu hiệu",
  "not-reachable": "Không truy cập được",
  "out-of-area": "Không thuộc địa bàn",
  handled: "Đã xử lý",
  "being-handled": "Đang xử lý",
  transferred: "Đã chuyển cơ quan khác",
};

const columns = [
  "STT",
  "Địa chỉ nêu trong công văn",
  "Kết quả",
  "Chủ quản",
  "Biện pháp đã thực hiện",
  "Số văn bản",
  "Số chứng cứ",
  "Hồ sơ",
  "Lần kiểm tra gần nhất",
  "Ghi chú",
];

/** CSV whose cells no spreadsheet calculates; a site without an answer says so. */
export function answerTable({ items }: BatchAnswer): Buffer {
  const lines = items.map((row) => [
    String(row.position),
    row.given,
    row.result === null ? "Chưa trả lời" : resultWords[row.result],
    row.result === null ? "" : row.owner || "Chưa xác định",
    row.action ?? "",
    row.documentNumber ?? "",
    row.evidenceNumber ?? "",
    row.caseNumber ?? "",
    row.scanAt ? showDay(row.scanAt) : "",
    row.answerNote ?? "",
  ]);
  return safeCsv([columns, ...lines]);
}
