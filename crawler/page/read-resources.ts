// Promises what the page loads from where, its favicon, and fingerprints by which copies of one template are known again.
import { createHash } from "node:crypto";
import type { Page } from "#core/nouns/page.ts";
import { attributeOf } from "./parse-html.ts";
import type { Box } from "./read-document.ts";
import { hostOf, resolveUrl, siteOf } from "./site-of.ts";

const sourceTags = new Set(["script", "img", "iframe", "frame", "embed", "source", "video", "audio", "track", "input"]);
const maxUrls = 1000;

/** Hosts of everything loaded, and the addresses of pictures, styles and scripts that another site serves. */
export function readResources(
  boxes: Box[],
  base: string,
  finalUrl: string,
): Pick<Page, "resourceHosts" | "resourceUrls"> {
  const hosts = new Set<string>();
  const urls = new Set<string>();
  const ownHost = hostOf(resolveUrl(finalUrl, ""));
  const ownSite = ownHost === null ? "" : siteOf(ownHost);
  for (const box of boxes) {
    const raw = loadedBy(box);
    if (raw === null || raw === "") continue;
    const resolved = resolveUrl(raw, base);
    const host = hostOf(resolved);
    if (!host || !resolved) continue;
    hosts.add(host);
    const isFile = box.tag !== "iframe" && box.tag !== "frame" && box.tag !== "embed";
    if (isFile && urls.size < maxUrls && host !== ownHost && siteOf(host) !== ownSite) urls.add(resolved.href);
  }
  return { resourceHosts: [...hosts].toSorted(), resourceUrls: [...urls] };
}

function loadedBy(box: Box): string | null {
  if (box.tag === "link") {
    const rel = (attributeOf(box.element, "rel") ?? "").toLowerCase();
    return /stylesheet|icon|preload/.test(rel) ? attributeOf(box.element, "href") : null;
  }
  if (!sourceTags.has(box.tag)) return null;
  return attributeOf(box.element, "src") ?? (box.tag === "img" ? attributeOf(box.element, "data-src") : null);
}

/** The declared icon, else /favicon.ico of the same origin; null for an address that has no origin. */
export function readFavicon(boxes: Box[], base: string, finalUrl: string): string | null {
  for (const box of boxes) {
    if (box.tag !== "link" || !/(?:^|\s)(?:shortcut icon|icon)(?:\s|$)/i.test(attributeOf(box.element, "rel") ?? ""))
      continue;
    const href = attributeOf(box.element, "href") ?? "";
    const resolved = resolveUrl(href, base);
    if (hostOf(resolved)) return resolved?.href ?? null;
    if (href.startsWith("data:image/")) return href.length <= 100_000 ? href : null;
  }
  const fallback = resolveUrl("/favicon.ico", finalUrl);
  return hostOf(fallback) ? (fallback?.href ?? null) : null;
}

/** sha256 over the tag names in document order joined by "|", and over the visible text. */
export function fingerprintOf(boxes: Box[], text: string): Page["fingerprint"] {
  return {
    domSha256: sha256(boxes.map((box) => box.tag).join("|")),
    textSha256: sha256(text),
    elementCount: boxes.length,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
