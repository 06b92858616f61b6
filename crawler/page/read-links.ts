// Promises the page's links and images with absolute addresses, anchor text, visibility and places.
import type { Link, PageImage } from "#core/nouns/page.ts";
import { attributeOf } from "./parse-html.ts";
import { foldBlanks, type Box, type DocumentReading } from "./read-document.ts";
import { hostOf, resolveUrl, siteOf } from "./site-of.ts";

/** The address that relative links hang on: the first `<base href>`, else the page's own (HTML 4.2.3). */
export function baseOf(boxes: Box[], finalUrl: string): string {
  const base = boxes.find((box) => box.tag === "base" && attributeOf(box.element, "href") !== null);
  const href = base ? attributeOf(base.element, "href") : null;
  if (!href || href.length > 4096) return finalUrl;
  const resolved = resolveUrl(href, finalUrl);
  return hostOf(resolved) ? (resolved?.href ?? finalUrl) : finalUrl;
}

/** Anchors and image-map areas in document order. */
export function readLinks(reading: DocumentReading, base: string, finalUrl: string): Link[] {
  const ownHost = hostOf(resolveUrl(finalUrl, ""));
  const ownSite = ownHost === null ? null : siteOf(ownHost);
  const sites = new Map<string, string>();
  const siteOfHost = (host: string): string => {
    const known = sites.get(host);
    if (known !== undefined) return known;
    const site = siteOf(host);
    sites.set(host, site);
    return site;
  };
  const links: Link[] = [];
  for (const [index, box] of reading.boxes.entries()) {
    if (box.tag !== "a" && box.tag !== "area") continue;
    const raw = attributeOf(box.element, "href");
    if (raw === null) continue;
    const resolved = resolveUrl(raw, base);
    const host = hostOf(resolved);
    links.push({
      href: host && resolved ? resolved.href : raw,
      host,
      text: anchorText(reading, index),
      rel: attributeOf(box.element, "rel") ?? "",
      internal: host !== null && ownSite !== null && siteOfHost(host) === ownSite,
      visible: box.hiddenBy === "",
      hiddenBy: box.hiddenBy === "" ? null : box.hiddenBy,
      htmlStart: box.htmlStart,
      htmlEnd: box.htmlEnd,
      textStart: box.textStart,
      textEnd: box.textEnd,
    });
  }
  return links;
}

/** What stands in the link; where that is no text, what a reader without pictures would be told. */
function anchorText(reading: DocumentReading, index: number): string {
  const box = reading.boxes[index];
  if (!box) return "";
  if (box.hiddenText !== "") return box.hiddenText;
  if (box.textEnd > box.textStart)
    return reading.text.slice(box.textStart, Math.min(box.textEnd, box.textStart + 2000));
  for (let inner = index + 1; inner < Math.min(box.subtreeEnd, index + 20); inner++) {
    const image = reading.boxes[inner];
    const alt = image?.tag === "img" ? attributeOf(image.element, "alt") : null;
    if (alt) return foldBlanks(alt);
  }
  return foldBlanks(
    attributeOf(box.element, "aria-label") ??
      attributeOf(box.element, "title") ??
      attributeOf(box.element, "alt") ??
      "",
  );
}

/** Pictures as placed in the document, lazy ones by the address that they will load. */
export function readImages(reading: DocumentReading, base: string): PageImage[] {
  const images: PageImage[] = [];
  for (const box of reading.boxes) {
    if (box.tag !== "img" && !(box.tag === "input" && attributeOf(box.element, "type")?.toLowerCase() === "image"))
      continue;
    const raw = imageSource(box);
    if (raw === "") continue;
    const resolved = resolveUrl(raw, base);
    const host = hostOf(resolved);
    images.push({
      src: host && resolved ? resolved.href : raw,
      host,
      alt: attributeOf(box.element, "alt") ?? "",
      width: pixels(attributeOf(box.element, "width")),
      height: pixels(attributeOf(box.element, "height")),
      htmlStart: box.htmlStart,
      htmlEnd: box.htmlEnd,
    });
  }
  return images;
}

function imageSource(box: Box): string {
  const src = attributeOf(box.element, "src") ?? "";
  if (src !== "" && !src.startsWith("data:")) return src;
  for (const name of ["data-src", "data-original", "data-lazy-src", "data-lazy"]) {
    const lazy = attributeOf(box.element, name);
    if (lazy) return lazy;
  }
  const first = (attributeOf(box.element, "srcset") ?? attributeOf(box.element, "data-srcset") ?? "")
    .trim()
    .split(/[\s,]/, 1)[0];
  return first || src;
}

function pixels(value: string | null): number | null {
  const number = Number.parseFloat(value ?? "");
  return Number.isFinite(number) && number >= 0 && !(value ?? "").includes("%") ? number : null;
}
