// Promises what a second look at an address says beside the first: gone by the site's own word, still there, or changed; never more.
import type { RecheckResult } from "#core/nouns/case.ts";
import { foldVietnamese } from "#core/text.ts";

export interface Before {
  text: string;
  /** Words that fired on the capture before; empty where nobody knows. */
  fired: readonly string[];
}

export interface After {
  /** Status of the document itself. */
  status: number | null;
  /** Why the page says nothing (soft 404, parked); "" for content. */
  saysNothing: string;
  text: string;
}

export interface Comparison {
  result: Extract<RecheckResult, "gone" | "still-up" | "changed">;
  facts: Record<string, number | string | null>;
  note: string;
}

const fold = (text: string) => foldVietnamese(text).replace(/\s+/g, " ").trim();

/** Runs of three words: a page that only moved its sentences keeps most of them. */
function runsOf(text: string): Set<string> {
  const words = fold(text).split(" ").filter(Boolean);
  if (words.length < 3) return new Set(words);
  return new Set(words.slice(2).map((_, i) => words.slice(i, i + 3).join(" ")));
}

/** Share of `before`'s runs of words that stand in `after`, 0 to 1. */
export function shareKept(before: string, after: string): number {
  const [first, second] = [runsOf(before), runsOf(after)];
  if (first.size === 0) return 0;
  return [...first].filter((run) => second.has(run)).length / first.size;
}

/** From this share on the page counts as the same where the words that fired are not known. */
const sameShare = 0.5;

const percent = (share: number) => `${Math.round(share * 100)} %`;

function compareTexts(before: Before, after: After): Comparison {
  const share = shareKept(before.text, after.text);
  const facts = { status: after.status, share: Math.round(share * 1000) / 1000 };
  if (before.fired.length > 0) {
    const text = fold(after.text);
    const left = before.fired.filter((words) => text.includes(fold(words))).length;
    const counted = { ...facts, fired: before.fired.length, left };
    return left > 0
      ? { result: "still-up", facts: counted, note: `còn ${left}/${before.fired.length} đoạn có dấu hiệu` }
      : { result: "changed", facts: counted, note: `không còn đoạn có dấu hiệu; giữ ${percent(share)} nội dung trước` };
  }
  return share >= sameShare
    ? { result: "still-up", facts, note: `giữ ${percent(share)} nội dung trước` }
    : { result: "changed", facts, note: `nội dung đã khác: giữ ${percent(share)} nội dung trước` };
}

/** `before` is null where no capture was taken before the request: what is there now can only be said to be there. */
export function compareCaptures(before: Before | null, after: After): Comparison {
  const { status, saysNothing } = after;
  if (status === 404 || status === 410)
    return { result: "gone", facts: { status }, note: `địa chỉ trả lời HTTP ${status}` };
  if (saysNothing !== "") return { result: "changed", facts: { status, saysNothing }, note: saysNothing };
  if (!before)
    return { result: "still-up", facts: { status }, note: "trang còn nội dung; không có bản chụp trước để so" };
  return compareTexts(before, after);
}
