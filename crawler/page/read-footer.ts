// Promises the site's footer as a range of the visible text: where licences, owners and addresses stand.
import { attributeOf } from "./parse-html.ts";
import { plainVietnamese } from "./plain-vietnamese.ts";
import type { Box, DocumentReading } from "./read-document.ts";

/** Marks that make a foot by themselves; any other word may end an article. */
const plainMarks =
  /©|copyright|all rights reserved|giay phep (?:so|hoat dong|thiet lap|xuat ban)|chiu trach nhiem (?:noi dung|chinh|quan ly)/;

export interface TextRange {
  start: number;
  end: number;
}

const footerName = /footer|chan-?_?trang|copy-?_?right|site-?info|(?:^|[-_])foot(?:[-_]|$)|(?:^|[-_])ft(?:[-_]|$)/i;
/** Feet of parts, not of the page. */
const partName =
  /(?:entry|post|article|card|modal|comment|widget|panel|item|table|dialog|popup|single|news|product)s?[-_]{0,2}(?:footer|foot)|no-?footer|(?:has|with)-?footer|before-?footer|footer-?(?:sticky|fixed|nav-mobile)/i;
const footerWords =
  /©|copyright|giay phep|chiu trach nhiem|dia chi ?:|ban quyen|so dkkd|ma so (?:thue|doanh nghiep)|co quan chu quan|ghi ro nguon|all rights reserved|giay chung nhan|tong bien tap|truong ban bien tap/g;

/** `<footer>`, role=contentinfo or a footer-like name; else the last lines that speak as a footer does. Null when neither is there. */
export function readFooter(reading: DocumentReading): TextRange | null {
  const named = namedFooter(reading);
  const spoken = spokenFooter(reading.text);
  if (!named) return spoken;
  if (!spoken || overlaps(named, spoken)) return named;
  return speaksAsFooter(reading.text, named) ? named : spoken;
}

function namedFooter(reading: DocumentReading): TextRange | null {
  const { boxes, text } = reading;
  const found: TextRange[] = [];
  let until = 0;
  for (const [index, box] of boxes.entries()) {
    if (
      index < until ||
      box.hiddenBy !== "" ||
      box.textEnd <= box.textStart ||
      !isFooterBox(box) ||
      isInsidePart(boxes, index)
    )
      continue;
    if (box.textEnd - box.textStart > 1500 && box.textEnd - box.textStart > text.length * 0.6) continue;
    found.push({ start: box.textStart, end: box.textEnd });
    until = box.subtreeEnd;
  }
  const last = found.findLast((range) => speaksAsFooter(text, range)) ?? found.at(-1);
  if (!last) return null;
  const range = { ...last };
  for (const other of found.toReversed()) {
    if (other.end <= range.start && range.start - other.end <= 300) range.start = other.start;
  }
  for (const other of found) if (other.start >= range.end && other.start - range.end <= 300) range.end = other.end;
  if (text.length - range.end <= 500) range.end = text.length;
  return range;
}

function isFooterBox(box: Box): boolean {
  if (box.tag === "body" || box.tag === "html" || box.tag === "a" || box.tag === "style") return false;
  const names = `${attributeOf(box.element, "id") ?? ""} ${attributeOf(box.element, "class") ?? ""}`.slice(0, 1000);
  if (partName.test(names)) return false;
  if (box.tag === "footer" || attributeOf(box.element, "role") === "contentinfo") return true;
  return names.split(/\s+/).some((name) => footerName.test(name));
}

function isInsidePart(boxes: Box[], index: number): boolean {
  let parent = boxes[index]?.parent ?? -1;
  for (let level = 0; level < 12 && parent >= 0; level++) {
    const tag = boxes[parent]?.tag;
    if (tag === "article" || tag === "blockquote") return true;
    parent = boxes[parent]?.parent ?? -1;
  }
  return false;
}

function speaksAsFooter(text: string, range: TextRange): boolean {
  return plainVietnamese(text.slice(range.start, Math.min(range.end, range.start + 8000))).search(footerWords) !== -1;
}

/** The closing lines: from the first footer word that is no further than 500 characters from the next one, to the end. */
function spokenFooter(text: string): TextRange | null {
  const from = Math.max(0, text.length - 3000);
  const tail = plainVietnamese(text.slice(from));
  const places = [...tail.matchAll(footerWords)].map((match) => match.index);
  let first = places.at(-1);
  if (first === undefined) return null;
  for (const place of places.toReversed()) if (first - place <= 500) first = place;
  const said = new Set(tail.slice(first).match(footerWords));
  if (said.size < 2 && !plainMarks.test(tail.slice(first))) return null;
  const lineStart = tail.lastIndexOf("\n", first) + 1;
  return { start: from + lineStart, end: text.length };
}

function overlaps(a: TextRange, b: TextRange): boolean {
  return a.start < b.end && b.start < a.end;
}
