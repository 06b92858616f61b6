// Promises what the page says about itself in its head: title, meta tags, Open Graph, JSON-LD types, language.
import type { Page } from "#core/nouns/page.ts";
import { attributeOf, type SourceText } from "./parse-html.ts";
import { foldBlanks, type Box } from "./read-document.ts";
import { resolveUrl } from "./site-of.ts";

/** The first `<title>` of the document itself; its range is the words between the tags, white space at the ends left out. */
export function readTitle(boxes: Box[], html: string): Page["title"] {
  const box = boxes.find((one) => one.tag === "title" && one.element.namespaceURI.endsWith("xhtml"));
  if (!box) return null;
  const node = box.element.childNodes[0] as SourceText | undefined;
  const chunks = node?.chunks ?? [];
  let htmlStart = chunks[0]?.htmlStart ?? box.startTagEnd;
  let htmlEnd = chunks.at(-1)?.htmlEnd ?? htmlStart;
  while (htmlStart < htmlEnd && /\s/.test(html[htmlStart] ?? "")) htmlStart++;
  while (htmlEnd > htmlStart && /\s/.test(html[htmlEnd - 1] ?? "")) htmlEnd--;
  return { text: foldBlanks(node?.value ?? ""), htmlStart, htmlEnd };
}

/** Headings that a reader sees, in order. */
export function readHeadings(boxes: Box[], text: string): Page["headings"] {
  return boxes
    .filter((box) => /^h[1-6]$/.test(box.tag) && box.hiddenBy === "" && box.textEnd > box.textStart)
    .map((box) => ({
      level: Number(box.tag[1]),
      text: text.slice(box.textStart, Math.min(box.textEnd, box.textStart + 2000)),
      textStart: box.textStart,
      textEnd: box.textEnd,
    }));
}

/** Meta tags by lower-case name or property; the first one counts. Canonical is absolute. */
export function readMetadata(boxes: Box[], base: string): Page["metadata"] {
  const meta = new Map<string, string>();
  const structured: StructuredFacts = { types: [], publishedAt: "", author: "" };
  let canonical = "";
  let language = "";
  let timeTag = "";
  for (const { tag, element } of boxes) {
    if (tag === "meta") {
      const name = (
        attributeOf(element, "property") ??
        attributeOf(element, "name") ??
        attributeOf(element, "itemprop") ??
        ""
      )
        .toLowerCase()
        .trim();
      const content = attributeOf(element, "content");
      if (name !== "" && content !== null && !meta.has(name)) meta.set(name, foldBlanks(content));
    } else if (
      tag === "link" &&
      (attributeOf(element, "rel") ?? "").toLowerCase() === "canonical" &&
      canonical === ""
    ) {
      const href = attributeOf(element, "href") ?? "";
      canonical = resolveUrl(href, base)?.href ?? href;
    } else if (tag === "html" && language === "") {
      language = (attributeOf(element, "lang") ?? attributeOf(element, "xml:lang") ?? "").toLowerCase();
    } else if (tag === "time" && timeTag === "") {
      timeTag = attributeOf(element, "datetime") ?? "";
    } else if (tag === "script" && (attributeOf(element, "type") ?? "").toLowerCase().includes("ld+json")) {
      readStructured(element.childNodes[0], structured);
    }
    const itemtype = attributeOf(element, "itemtype");
    if (itemtype) structured.types.push(itemtype.trim().split("/").at(-1) ?? "");
  }
  const first = (...names: string[]): string =>
    names.map((name) => meta.get(name) ?? "").find((value) => value !== "") ?? "";
  return {
    description: first("description", "og:description", "twitter:description"),
    keywords: first("keywords", "news_keywords"),
    siteName: first("og:site_name", "application-name"),
    canonical,
    language: language || first("og:locale", "language").toLowerCase(),
    generator: first("generator"),
    ogType: first("og:type"),
    author: first("author", "article:author", "dc.creator") || structured.author,
    publishedAt:
      first(
        "article:published_time",
        "og:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "dc.date.issued",
        "dc.date",
        "date",
      ) ||
      structured.publishedAt ||
      timeTag,
    structuredTypes: [...new Set(structured.types.filter((type) => type !== ""))].slice(0, 100),
  };
}

interface StructuredFacts {
  types: string[];
  publishedAt: string;
  author: string;
}

/** Walks JSON-LD with a list of its own and a bound on values: depth and size are the page's choice, not ours. */
function readStructured(node: unknown, facts: StructuredFacts): void {
  const value = (node as SourceText | undefined)?.value ?? "";
  if (value.length > 1_000_000) return;
  let root: unknown;
  try {
    root = JSON.parse(value);
  } catch {
    return;
  }
  const waiting: unknown[] = [root];
  for (let seen = 0; waiting.length > 0 && seen < 20_000; seen++) {
    const item = waiting.shift();
    if (Array.isArray(item)) for (const one of item.slice(0, 1000)) waiting.push(one);
    if (typeof item !== "object" || item === null || Array.isArray(item)) continue;
    const record = item as Record<string, unknown>;
    const type = record["@type"];
    for (const one of Array.isArray(type) ? type.slice(0, 20) : [type])
      if (typeof one === "string") facts.types.push(one);
    const published = record["datePublished"];
    if (facts.publishedAt === "" && typeof published === "string") facts.publishedAt = published;
    const author = record["author"];
    const name = typeof author === "string" ? author : (author as { name?: unknown } | null | undefined)?.name;
    if (facts.author === "" && typeof name === "string") facts.author = foldBlanks(name);
    for (const inner of Object.values(record)) if (typeof inner === "object" && inner !== null) waiting.push(inner);
  }
}
