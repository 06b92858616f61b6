// Promises the Page: everything later rooms may know of an answer, from its decoded text alone; pure, total, no network.
import { readPosts } from "../social/telegram.ts";
import type { Page } from "#core/nouns/page.ts";
import { judgeCondition } from "./condition.ts";
import { needsBrowser } from "./needs-browser.ts";
import { readDocument } from "./read-document.ts";
import { readFooter } from "./read-footer.ts";
import { readForms } from "./read-forms.ts";
import { readIdentifiers } from "./read-identifiers.ts";
import { baseOf, readImages, readLinks } from "./read-links.ts";
import { readMainText } from "./main-text.ts";
import { mostCharacters } from "./parse-html.ts";
import { readHeadings, readMetadata, readTitle } from "./read-metadata.ts";
import { fingerprintOf, readFavicon, readResources } from "./read-resources.ts";

const onlyBeginning = `trang dài hơn ${mostCharacters / 1e6} triệu ký tự, chỉ đọc phần đầu`;

export interface PageInput {
  /** The address asked for, and the one that answered. */
  url: string;
  finalUrl: string;
  /** HTTP status, null where it is not known (a document given by hand). */
  status: number | null;
  headers?: [string, string][];
  /** The decoded document. */
  html: string;
}

/** Reads a document. Never throws, whatever the document holds; time and memory grow with its length. */
export function extractPage(input: PageInput): Page {
  const { url, finalUrl, status, html } = input;
  const reading = readDocument(html);
  const { boxes, text, textMap, hiddenText } = reading;
  const base = baseOf(boxes, finalUrl);
  const footer = readFooter(reading);
  const facts = {
    url,
    finalUrl,
    status,
    html,
    text,
    textMap,
    hiddenText,
    footer,
    mainText: readMainText(reading, footer),
    title: readTitle(boxes, html),
    headings: readHeadings(boxes, text),
    links: readLinks(reading, base, finalUrl),
    forms: readForms(reading, html, base),
    images: readImages(reading, base),
  };
  const { condition, reason } = judgeCondition({ ...facts, headers: input.headers ?? [] });
  return {
    ...facts,
    metadata: readMetadata(boxes, base),
    identifiers: readIdentifiers(facts),
    faviconUrl: readFavicon(boxes, base, finalUrl),
    ...readResources(boxes, base, finalUrl),
    fingerprint: fingerprintOf(boxes, text),
    condition,
    conditionReason: html.length > mostCharacters ? `${reason}; ${onlyBeginning}`.replace(/^; /, "") : reason,
    needsBrowser: condition !== "challenge" && needsBrowser(reading),
    posts: readPosts(reading, finalUrl),
  };
}
