// Promises when a page says it was published, to the minute, or why that is not known: a guess would accuse.
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { textAnchor } from "../text/fields.ts";

export type PublishedAt = { at: Date; anchors: Anchor[] } | { missing: string };

/** Two readings of the same moment may differ by so much. */
const toleranceMs = 5 * 60_000;
/** The time stands beside the headline or at the start of the article; elsewhere it may be a clock or another item's. */
const nearArticleChars = 400;

const dayThenTime =
  /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[\s,|–-]{1,4}(?:lúc\s)?(\d{1,2})(?::|h|g)(\d{2})(?:\s?(am|pm|sa|ch)(?!\p{L}))?/iu;
const timeThenDay =
  /(?<!\d)(\d{1,2})(?::|h|g)(\d{2})(?:\s?(am|pm|sa|ch)(?!\p{L}))?[\s,|–-]{1,4}(?:ngày\s)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/iu;

/** An instant with its own offset and a time of day; local time without an offset and mere days are not known. */
export function readInstant(text: string): Date | null {
  const parts = /^\d{4}-\d{2}-\d{2}T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i.exec(text.trim());
  if (!parts) return null;
  // Midnight to the second is how a mere day is written.
  if (parts[1] === "00" && parts[2] === "00" && (parts[3] ?? "00") === "00") return null;
  const date = new Date(text.trim().replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(date.getTime()) ? null : date;
}

/** What the machine-readable head says and what a reader sees; where both speak they must agree. */
export function readPublishedAt(page: Page): PublishedAt {
  const stated = readInstant(page.metadata.publishedAt);
  const shown = readShownTime(page);
  if (stated && shown && Math.abs(stated.getTime() - shown.at.getTime()) > toleranceMs)
    return { missing: "thời điểm đăng ghi trong mã trang khác thời điểm hiển thị" };
  if (shown) return shown;
  if (!stated) return { missing: "trang không ghi thời điểm đăng đến phút" };
  const at = page.html.indexOf(page.metadata.publishedAt);
  const end = at + page.metadata.publishedAt.length;
  return { at: stated, anchors: at >= 0 ? [textAnchor("html", page.html, at, end)] : [] };
}

/** "22/11/2026 08:15" beside the headline, Vietnamese time (GMT+7) as on every Vietnamese page. */
function readShownTime(page: Page): { at: Date; anchors: Anchor[] } | null {
  const headline = page.headings.find((h) => h.level === 1) ?? page.headings[0];
  const body = page.mainText?.start ?? 0;
  const start = headline && headline.textStart <= body ? Math.max(headline.textStart, body - nearArticleChars) : body;
  const stretch = page.text.slice(start, body + nearArticleChars);
  const [first, second] = [dayThenTime.exec(stretch), timeThenDay.exec(stretch)];
  const found = first && (!second || first.index <= second.index) ? first : second;
  if (!found) return null;
  const [day, month, year, hour, minute, half] = (
    found === first ? found.slice(1) : [found[4], found[5], found[6], found[1], found[2], found[3]]
  ) as (string | undefined)[];
  const at = vietnamInstant(+year!, +month!, +day!, toHour(+hour!, half), +minute!);
  if (!at) return null;
  const from = start + found.index;
  return { at, anchors: [textAnchor("text", page.text, from, from + found[0].length)] };
}

function toHour(hour: number, half: string | undefined): number {
  const afternoon = /^(?:pm|ch)$/i.test(half ?? "");
  if (afternoon) return hour < 12 ? hour + 12 : hour;
  return /^(?:am|sa)$/i.test(half ?? "") && hour === 12 ? 0 : hour;
}

function vietnamInstant(year: number, month: number, day: number, hour: number, minute: number): Date | null {
  if (month > 12 || day > 31 || hour > 23 || minute > 59 || year < 1997 || year > 2100) return null;
  const at = new Date(Date.UTC(year, month - 1, day, hour - 7, minute));
  const local = new Date(at.getTime() + 7 * 3_600_000);
  return local.getUTCDate() === day && local.getUTCMonth() === month - 1 ? at : null;
}
