// Promises the working copy of a sealed capture: what can be looked at without touching the seal, and nothing that runs.
import type { Payload } from "../archive/payload.ts";
import type { SealedReader } from "../archive/sealed-reader.ts";
import { safeCsv } from "./safe-csv.ts";
import type { ExchangeRow, SealedFacts } from "./sealed-facts.ts";

export interface WorkingFile {
  name: string;
  content: Payload;
}

/** Puts bytes aside so that a package of many captures is never whole in memory; gives back where they stand. */
export type PutAside = (name: string, bytes: Uint8Array) => Promise<Payload>;

/**
 * Pictures, text and DOM byte for byte as sealed (each read against its hash), and two lists as CSV. The DOM is called
 * `.html.txt`: a double click opens an editor and runs nothing. Throws AppError `store.failed`.
 */
export async function extractWorkingCopy(
  reader: SealedReader,
  facts: SealedFacts,
  putAside: PutAside,
): Promise<WorkingFile[]> {
  const files: WorkingFile[] = [];
  const add = async (name: string, ref: { record: string } | null) => {
    if (ref) files.push({ name, content: await putAside(name, (await reader.read(ref.record)).payload) });
  };
  await add("viewport.png", facts.viewportPicture);
  const digits = String(facts.tiles.length).length;
  for (const [i, tile] of facts.tiles.entries())
    await add(`tiles/${String(i + 1).padStart(Math.max(3, digits), "0")}.png`, tile);
  await add("text.txt", facts.text);
  await add("dom.html.txt", facts.dom);
  const lists: [string, Buffer][] = [["exchanges.csv", exchangesCsv(facts)]];
  if (facts.attachments.length > 0) lists.push(["attachments.csv", attachmentsCsv(facts)]);
  for (const [name, bytes] of lists) files.push({ name, content: await putAside(name, bytes) });
  return files;
}

const head = [
  "Giai đoạn",
  "Bắt đầu (UTC)",
  "Kết thúc (UTC)",
  "Phương thức",
  "Địa chỉ",
  "Trạng thái HTTP",
  "Loại",
  "Địa chỉ IP máy chủ",
  "Kết quả",
  "Lý do",
  "Cắt bớt",
  "Số byte nội dung",
  "SHA-256 nội dung",
  "Đối chiếu nhật ký mạng",
];

function exchangesCsv(facts: SealedFacts): Buffer {
  const row = (e: ExchangeRow, phase: string) => [
    phase,
    e.startedAt,
    e.endedAt,
    e.method,
    e.url,
    e.status === null ? "" : String(e.status),
    e.resourceType,
    e.server.ip ?? e.server.note,
    e.outcome,
    e.outcomeReason,
    e.truncated,
    String(e.bodySizeBytes),
    e.bodySha256 ?? "",
    e.netlog ? `${e.netlog.verdict}${e.netlog.note ? `: ${e.netlog.note}` : ""}` : "",
  ];
  return safeCsv([head, ...facts.exchanges.map((e) => row(e, e.phase)), ...facts.lookups.map((e) => row(e, "lookup"))]);
}

function attachmentsCsv(facts: SealedFacts): Buffer {
  const rows = facts.attachments.map((a) => [a.kind, a.url, a.mime, String(a.sizeBytes), a.sha256, a.note]);
  return safeCsv([["Loại", "Địa chỉ", "Kiểu tệp", "Số byte", "SHA-256", "Ghi chú"], ...rows]);
}
