// Promises press items from a file of any office: what has an address and a text is taken, the rest is refused with its reason.
import type { SketchText } from "#core/records/sketch.ts";
import { readInstant } from "#detection/duplicate/published-at.ts";
import { domainOf, leastArticleWords, mostBodyChars } from "#detection/duplicate/sketch-page.ts";
import { sketchText } from "#detection/duplicate/sketch.ts";
import type { CsvRow } from "./csv.ts";
import { cellOf, type RefusedRow } from "./row-file.ts";
import { say } from "./terminal.ts";

const columns = {
  url: ["url", "link", "địa chỉ", "duong_dan"],
  title: ["title", "tiêu đề", "tieu_de"],
  text: ["text", "content", "body", "nội dung", "noi_dung"],
  publishedAt: ["publishedat", "published_at", "pubdate", "date_publish", "ngày đăng", "ngay_dang"],
  removedAt: ["removedat", "removed_at", "ngày gỡ", "ngay_go"],
  author: ["author", "tác giả", "tac_gia"],
  publisher: ["publisher", "source", "nguồn", "nguon", "báo"],
} as const;

export interface PressReading {
  items: { line: number; item: SketchText; notes: string }[];
  refused: RefusedRow[];
}

export function readPressItems(rows: readonly CsvRow[]): PressReading {
  const reading: PressReading = { items: [], refused: [] };
  const seen = new Map<string, number>();
  for (const row of rows) {
    const refuse = (vi: string, en: string) => reading.refused.push({ line: row.line, reason: say(vi, en) });
    const url = readAddress(cellOf(row, columns.url));
    const body = plainText(cellOf(row, columns.text)).slice(0, mostBodyChars);
    const sketch = sketchText(body);
    const earlier = url === null ? undefined : seen.get(url.href);
    if (url === null) refuse("không có địa chỉ http(s)", "no http(s) address");
    else if (earlier !== undefined) refuse(`trùng địa chỉ với dòng ${earlier}`, `same address as line ${earlier}`);
    else if (sketch.words < leastArticleWords)
      refuse(
        `nội dung chỉ có ${sketch.words} tiếng, cần ít nhất ${leastArticleWords}`,
        `the text has ${sketch.words} words, ${leastArticleWords} are needed`,
      );
    else {
      seen.set(url.href, row.line);
      reading.items.push({ line: row.line, ...writeItem(row, url, body, sketch) });
    }
  }
  return reading;
}

function writeItem(row: CsvRow, url: URL, body: string, sketch: ReturnType<typeof sketchText>) {
  const [said, gone] = [cellOf(row, columns.publishedAt), cellOf(row, columns.removedAt)];
  const [publishedAt, removedAt] = [readTime(said), readTime(gone)];
  const host = url.hostname.replace(/^www\./, "");
  const item: SketchText = {
    url: url.href,
    host,
    domain: domainOf(host),
    source: "press",
    origin: "import",
    title: cellOf(row, columns.title),
    author: cellOf(row, columns.author),
    publisher: cellOf(row, columns.publisher),
    publishedAt,
    removedAt,
    body,
    words: sketch.words,
    bands: sketch.bands,
    samples: sketch.samples,
    pageId: null,
  };
  const unread = [said !== "" && !publishedAt ? said : "", gone !== "" && !removedAt ? gone : ""].filter(Boolean);
  const notes =
    unread.length > 0
      ? say(`không rõ phút: “${unread.join("”, “")}”`, `no time to the minute: "${unread.join('", "')}"`)
      : "";
  return { item, notes };
}

function readAddress(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  url.hash = "";
  return /^https?:$/.test(url.protocol) && url.hostname.includes(".") ? url : null;
}

/** An instant with its offset, or "dd/mm/yyyy HH:MM" as Vietnamese time; a mere day is not a time. */
export function readTime(text: string): Date | null {
  const local = /^(\d{1,2})\/(\d{1,2})\/(\d{4})[\s,]+(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*\(?GMT\+7\)?)?$/i.exec(
    text.trim(),
  );
  if (!local) return readInstant(text);
  const [, day, month, year, hour, minute] = local.map(Number) as [number, number, number, number, number, number];
  const at = new Date(Date.UTC(year, month - 1, day, hour - 7, minute));
  const back = new Date(at.getTime() + 7 * 3_600_000);
  const isReal = back.getUTCDate() === day && back.getUTCMonth() === month - 1 && back.getUTCHours() === hour;
  return isReal && minute < 60 ? at : null;
}

/** Feeds carry markup in their texts; only words are kept. */
function plainText(text: string): string {
  return text
    .replace(/<(?:br|\/p|\/div|\/h\d|\/li)[^<>]{0,200}>/gi, "\n")
    .replace(/<[^<>]{1,2000}>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/&quot;/g, '"')
    .replace(/[ \t]+/g, " ")
    .trim();
}
