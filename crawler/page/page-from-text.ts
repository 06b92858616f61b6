// Promises a Page for text without a document: detect's `{url, title, text}` input. Nothing about markup is claimed.
import type { Page } from "#core/nouns/page.ts";
import { readIdentifiers } from "./read-identifiers.ts";
import { fingerprintOf } from "./read-resources.ts";

/** `text` is kept exactly as given, so that spans into it hold; html is "", textMap and every list of elements are empty. */
export function pageFromText(input: { url: string; title: string; text: string }): Page {
  const { url, title, text } = input;
  const bare = { html: "", text, textMap: [], links: [] };
  return {
    ...bare,
    url,
    finalUrl: url,
    status: null,
    hiddenText: [],
    mainText: text.trim() === "" ? null : { start: 0, end: text.length },
    title: title === "" ? null : { text: title, htmlStart: 0, htmlEnd: 0 },
    headings: [],
    forms: [],
    images: [],
    footer: null,
    posts: [],
    metadata: {
      description: "",
      keywords: "",
      siteName: "",
      canonical: "",
      language: "",
      generator: "",
      ogType: "",
      author: "",
      publishedAt: "",
      structuredTypes: [],
    },
    identifiers: readIdentifiers(bare),
    faviconUrl: null,
    resourceHosts: [],
    resourceUrls: [],
    fingerprint: fingerprintOf([], text),
    condition: text.trim() === "" && title.trim() === "" ? "empty" : "content",
    conditionReason: text.trim() === "" && title.trim() === "" ? "Không có nội dung" : "",
    needsBrowser: false,
  };
}
