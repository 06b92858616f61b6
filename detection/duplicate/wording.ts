// Promises whether the same wording stands on several sites within hours, and that news with its source does not count as that.
import type { Page } from "#core/nouns/page.ts";
import type { DetectionContext } from "../detect.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import { besideSource } from "./beside.ts";
import { isCopied } from "./groups.ts";
import { readPublishedAt } from "./published-at.ts";

const withinMs = 6 * 3_600_000;

/** `copy.sameWording`: sites (this one counted) that carry the text within six hours of one another; 0 where the press carries it. */
export function wordingFacts(page: Page, context: DetectionContext, now: Date): [string, Fact][] {
  const { copies, compared } = context;
  if (copies === undefined || compared?.other === false)
    return [["copy.sameWording", missing("kho chưa có trang nào khác để so")]];
  const same = copies.filter(isCopied);
  if (same.some((copy) => copy.source === "press")) return [["copy.sameWording", known(0)]];
  const published = readPublishedAt(page);
  const own = "missing" in published ? new Date(context.seenAt ?? now) : published.at;
  const sites = new Map<string, { atMs: number; anchor: ReturnType<typeof besideSource> }>();
  for (const copy of same) {
    const atMs = Date.parse(copy.publishedAt ?? copy.firstSeenAt);
    const earlier = sites.get(copy.host);
    if (earlier && earlier.atMs <= atMs) continue;
    const what = `Cùng câu chữ với ${copy.host}, thấy lúc ${new Date(atMs).toISOString().slice(0, 16)}Z`;
    sites.set(copy.host, { atMs, anchor: besideSource(page, copy, what) });
  }
  const chosen = widestWindow([...sites.values()], own.getTime());
  return [
    [
      "copy.sameWording",
      known(
        chosen.length + 1,
        chosen.map((c) => c.anchor),
      ),
    ],
  ];
}

/** The most sites that stand within six hours of one another and of this page. */
function widestWindow<T extends { atMs: number }>(sites: T[], ownMs: number): T[] {
  const sorted = sites.filter((s) => Math.abs(s.atMs - ownMs) <= withinMs).toSorted((a, b) => a.atMs - b.atMs);
  let best: T[] = [];
  for (let from = 0; from < sorted.length; from++) {
    const start = Math.min(sorted[from]!.atMs, ownMs);
    const inside = sorted.slice(from).filter((s) => Math.max(s.atMs, ownMs) - start <= withinMs);
    if (inside.length > best.length) best = inside;
  }
  return best;
}
