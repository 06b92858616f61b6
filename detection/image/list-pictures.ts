// Promises the pictures of a page worth reading, best first: the foot, logos, then by the size that the page gives them.
import { createHash } from "node:crypto";
import type { Page } from "#core/nouns/page.ts";
import type { PictureReading } from "#core/nouns/observation.ts";

export interface ListedPicture {
  /** Absolute address, or `data:` and the hash of its bytes. */
  image: string;
  role: PictureReading["role"];
  place: PictureReading["place"];
  inFooter: boolean;
  /** As the page says; null where it does not. */
  width: number | null;
  height: number | null;
  /** Of a picture that stands in the document itself. */
  inline: Uint8Array | null;
}

/** Letters smaller than this are not read; in the foot a licence line may stand in a narrow strip. */
export const leastSize = { width: 200, height: 60 };
export const leastFootSize = { width: 120, height: 20 };
/** Footless pages: what stands this late in the document may be the foot. */
const lateShare = 0.85;
const longestInline = 2_000_000;
const mostListed = 300;

const isLogo = /logo|banner|brand|masthead/i;
/** Drawn by scripts and counters, or the size of a dot. */
const isNothing = /(?:^|\/)(?:spacer|blank|pixel|1x1|transparent)[^/]*$/i;

export function listPictures(page: Page): ListedPicture[] {
  const foot = footStart(page);
  const found = new Map<string, { listed: ListedPicture; rank: number }>();
  for (const image of page.images.slice(0, mostListed)) {
    const { width, height, htmlStart, htmlEnd } = image;
    const inFooter = htmlStart >= foot;
    const least = inFooter ? leastFootSize : leastSize;
    if ((width !== null && width < least.width) || (height !== null && height < least.height)) continue;
    const inline = image.src.startsWith("data:") ? readInline(image.src) : null;
    if (inline === null && (image.host === null || isNothing.test(image.src))) continue;
    const address = inline ? `data:${createHash("sha256").update(inline).digest("hex")}` : withoutFragment(image.src);
    if (found.has(address)) continue;
    const area = Math.min((width ?? 320) * (height ?? 120), 1_500_000) / 1_500_000;
    const rank = (inFooter ? 2 : 0) + (isLogo.test(`${image.src} ${image.alt}`) ? 1 : 0) + area;
    const place = { htmlStart, htmlEnd };
    const listed: ListedPicture = { image: address, role: "element", place, inFooter, width, height, inline };
    found.set(address, { listed, rank });
  }
  return [...found.values()].toSorted((a, b) => b.rank - a.rank).map((f) => f.listed);
}

function footStart(page: Page): number {
  const at = page.footer && page.textMap.find((s) => s.textStart + s.length > page.footer!.start);
  return at ? at.htmlStart : page.html.length * lateShare;
}

function readInline(src: string): Uint8Array | null {
  const match = src.length <= longestInline ? /^data:image\/[\w.+-]+(;[^,]*)?,/i.exec(src) : null;
  if (!match) return null;
  const body = src.slice(match[0].length);
  try {
    return /;base64$/i.test(match[1] ?? "") ? Buffer.from(body, "base64") : Buffer.from(decodeURIComponent(body));
  } catch {
    return null; // a broken address is no picture
  }
}

export function withoutFragment(address: string): string {
  const at = address.indexOf("#");
  return at < 0 ? address : address.slice(0, at);
}
