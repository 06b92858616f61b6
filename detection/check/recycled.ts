// Promises pictures of a page that an earlier capture of another site already holds: old, or from elsewhere.
import { parse } from "tldts";
import { showDay } from "#core/vietnam-time.ts";
import type { PictureReading } from "#core/nouns/observation.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import { elementAnchor, type Gather, type Site } from "../facts/page.ts";

/** The limits that PDQ's authors give: of 256 bits at most 31 differ, and a flat picture's hash says nothing. */
const mostDistance = 31;
const leastQuality = 50;
/** Smaller ones are buttons, portraits of authors and logos. */
const leastSide = 200;
/** The same day is the same news, not an old picture. */
const leastAgeMs = 24 * 3_600_000;

type Earlier = PictureReading["seenBefore"][number];

export const recycledFacts = ({ page, context, knowledge }: Parameters<Gather>[0], site: Site): [string, Fact][] => {
  const hashed = context.pictures?.filter((p) => p.hash !== null) ?? [];
  if (hashed.length === 0) return [["picture.recycled", missing("chưa đọc được ảnh nào của trang")]];
  const nowMs = new Date(context.seenAt ?? knowledge.now).getTime();
  const found = hashed.flatMap((picture) => {
    const earlier = isTelling(picture) ? oldestElsewhere(picture.seenBefore, site, nowMs) : null;
    return earlier ? [{ picture, earlier }] : [];
  });
  const anchors = found.flatMap(({ picture, earlier }): Anchor[] => [
    ...(picture.place ? [elementAnchor(page, picture.place)] : []),
    {
      kind: "difference",
      between: [picture.image, earlier.url],
      what: `Ảnh gần như trùng với ảnh lưu ngày ${showDay(earlier.capturedAt)} (khác ${earlier.distance}/256 bit)`,
    },
  ]);
  return [["picture.recycled", known(found.length, anchors)]];
};

const isTelling = (picture: PictureReading) =>
  picture.role === "element" &&
  !picture.inFooter &&
  picture.hash!.quality >= leastQuality &&
  Math.min(picture.width, picture.height) >= leastSide;

function oldestElsewhere(seen: readonly Earlier[], site: Site, nowMs: number): Earlier | null {
  const fitting = seen.filter(
    (e) =>
      e.distance <= mostDistance &&
      URL.canParse(e.url) &&
      (parse(e.url, { allowPrivateDomains: true }).domain ?? new URL(e.url).hostname) !== site.domain &&
      nowMs - Date.parse(e.capturedAt) >= leastAgeMs,
  );
  return fitting.toSorted((a, b) => a.capturedAt.localeCompare(b.capturedAt))[0] ?? null;
}
