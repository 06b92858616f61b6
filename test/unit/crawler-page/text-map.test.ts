// Promises that every character of a page's text can be traced to its source, for documents that nobody wrote by hand.
import { parseFragment } from "parse5";
import { describe, expect, it } from "vitest";
import type { Page } from "#core/nouns/page.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { htmlSpan, textSpan } from "#crawler/page/locate.ts";
import { brokenDocument, randomFrom, testSeed, wellFormedDocument } from "./random-html.ts";

const read = (html: string): Page =>
  extractPage({ url: "https://mau.vn/", finalUrl: "https://mau.vn/", status: 200, html });

/** Decodes a source slice with the parser itself, not with the code under test. */
function decodeIndependently(slice: string): string {
  const fragment = parseFragment(`<div>${slice}`);
  const div = fragment.childNodes[0];
  const node = div && "childNodes" in div ? div.childNodes[0] : undefined;
  return node && "value" in node ? node.value : "";
}

const fold = (text: string): string => text.replace(/[ \t\n\f\r\u00a0]+/g, " ");

function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  let at = 0;
  for (const segment of page.textMap) {
    const gap = page.text.slice(at, segment.textStart);
    if (segment.textStart < at || /\S/.test(gap)) problems.push(`gap ${JSON.stringify(gap)} at ${at}`);
    const shown = page.text.slice(segment.textStart, segment.textStart + segment.length);
    const source = page.html.slice(segment.htmlStart, segment.htmlStart + segment.htmlLength);
    // NUL is shown as U+FFFD in foreign content and dropped elsewhere (HTML 13.2.6.5).
    const decoded =
      segment.length === segment.htmlLength ? source.replaceAll("\0", "\ufffd") : decodeIndependently(source);
    if (fold(decoded) !== fold(shown)) problems.push(`${JSON.stringify(source)} shown as ${JSON.stringify(shown)}`);
    at = segment.textStart + segment.length;
  }
  if (/\S/.test(page.text.slice(at))) problems.push("text without source at the end");
  return problems;
}

describe("text and its source", () => {
  it("traces named, numeric and bare references, no-break spaces and folded white space", () => {
    const html = "<p>Gi&#7845;y ph&eacute;p&nbsp;s&#x1ED1;   12 <b>a&amp;b</b>&copy2024</p>";
    const page = read(html);
    expect(page.text).toBe("Giấy phép số 12 a&b©2024");
    expect(problemsOf(page)).toEqual([]);
    const span = htmlSpan(page, 0, "Giấy phép số".length);
    expect(span && html.slice(span.start, span.end)).toBe("Gi&#7845;y ph&eacute;p&nbsp;s&#x1ED1;");
    expect(textSpan(page, html.indexOf("a&amp;b"), html.indexOf("</b>"))).toEqual({ start: 16, end: 19 });
  });

  it("maps CDATA in foreign content to the characters inside its marks", () => {
    const html = "<svg><text><![CDATA[Cong & <b>]]></text></svg>";
    const page = read(html);
    expect(page.text).toBe("Cong & <b>");
    expect(htmlSpan(page, 0, page.text.length)).toEqual({ start: html.indexOf("Cong"), end: html.indexOf("]]>") });
  });

  it("keeps places right when an ignored end tag, a comment or a foster-parented table cuts a run of text", () => {
    for (const html of [
      "<p>mot</khong>hai<!-- x -->ba",
      "<table>ngoai<tr><td>trong</td>ngoai nua</table>",
      "<p>a</>b",
      "<p>a\u0000b",
    ]) {
      expect(problemsOf(read(html)), html).toEqual([]);
    }
  });

  it("gives no place for a line break that the reader inserted", () => {
    const page = read("<p>một</p><p>hai</p>");
    expect(page.text).toBe("một\nhai");
    expect(htmlSpan(page, 3, 4)).toBeNull();
    expect(htmlSpan(page, 2, 5)).toEqual({ start: 5, end: 14 });
  });

  it(`holds for 300 random well-formed documents, which show exactly the visible words (seed ${testSeed})`, () => {
    const random = randomFrom(testSeed);
    for (let run = 0; run < 300; run++) {
      const { html, shown } = wellFormedDocument(random);
      const page = read(html);
      expect(problemsOf(page), `seed ${testSeed} run ${run}: ${html}`).toEqual([]);
      expect(page.text.replace(/[\s\u00a0]+/g, ""), `seed ${testSeed} run ${run}: ${html}`).toBe(shown);
    }
  });

  it(`holds for 500 random broken documents, none of which throws (seed ${testSeed})`, () => {
    const random = randomFrom(testSeed + 1);
    for (let run = 0; run < 500; run++) {
      const html = brokenDocument(random);
      const page = read(html);
      expect(problemsOf(page), `seed ${testSeed} run ${run}: ${JSON.stringify(html)}`).toEqual([]);
      const spans = [...page.links, ...page.images, ...page.forms, ...page.identifiers, ...page.hiddenText];
      const outside = spans.filter(
        (span) => span.htmlStart < 0 || span.htmlStart > span.htmlEnd || span.htmlEnd > html.length,
      );
      expect(outside, `seed ${testSeed} run ${run}: ${JSON.stringify(html)}`).toEqual([]);
    }
  });
});
