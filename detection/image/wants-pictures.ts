// Promises that pictures are read only where the page's own text leaves the question open, and says which question.
import type { Page } from "#core/nouns/page.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { readGamblingName } from "../facts/gambling-host.ts";
import { footPicturesUnread } from "../licence/foot.ts";
import { leastSize, listPictures } from "./list-pictures.ts";

/** A page with fewer words says little by itself. */
const littleText = 200;

/**
 * Why pictures should be read, or null. `detection` is what the text alone gave; `settledAt` the verdict that settles a
 * question (bytes that are already there are read up to a flag, requests are spent up to a review).
 */
export function whyReadPictures(page: Page, detection: Detection, settledAt: "review" | "flag"): string | null {
  if (page.condition !== "content" && page.condition !== "empty") return null;
  const pictures = listPictures(page);
  if (pictures.length === 0) return null;
  if (detection.skipped.some((s) => s.missing.includes(footPicturesUnread))) return footPicturesUnread;
  const results = Object.values(detection.categories);
  const isSettled = results.some((r) => r.verdict === "flag" || (settledAt === "review" && r.verdict === "review"));
  if (isSettled) return null;
  if (results.some((r) => r.score > 0)) return "chữ trên trang chỉ cho dấu hiệu yếu";
  const host = URL.parse(page.finalUrl)?.hostname ?? "";
  if (readGamblingName(host).score > 0) return "tên miền đặt theo khuôn của nhà cái";
  if (page.needsBrowser) return "trang dựng bằng script";
  const words = page.text.split(/\s+/, littleText + 1).length;
  const isLarge = pictures.some((p) => (p.width ?? leastSize.width) >= leastSize.width);
  return words <= littleText && isLarge ? "trang ít chữ, nhiều ảnh" : null;
}
