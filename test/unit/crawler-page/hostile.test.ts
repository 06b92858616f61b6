// Promises that no document makes the reader throw, overflow or slow down out of proportion to its size.
import { describe, expect, it } from "vitest";
import { extractPage } from "#crawler/page/extract-page.ts";

const read = (html: string) => extractPage({ url: "https://mau.vn/", finalUrl: "https://mau.vn/", status: 200, html });
const fill = (piece: string, sizeChars: number): string => piece.repeat(Math.ceil(sizeChars / piece.length));

describe("hostile documents", () => {
  it("reads a link below ten thousand nested elements", () => {
    const page = read(`${"<div>".repeat(10_000)}<a href="/sau">đáy</a>`);
    expect(page.text).toBe("đáy");
    expect(page.links[0]?.href).toBe("https://mau.vn/sau");
  });

  it.each([
    ["lone surrogates", "\ud800\udc00\ud800<a href='\udfff'>\udc00</a>"],
    ["NUL everywhere", "\0<\0p\0>\0x\0<a hre\0f=x>\0"],
    ["references out of range", "&#0;&#xD800;&#x110000;&#99999999999999999999;&#;&#x;"],
    [
      "addresses that do not parse",
      '<base href="http://["><a href="http://[::1">x</a><img src="//"><form action="http://%"><input></form><link rel=icon href="::">',
    ],
    ["structured data nested without end", `<script type="application/ld+json">${"[".repeat(50_000)}</script>`],
    ["a style sheet of braces", `<style>${"{".repeat(50_000)}</style><p class=a>x`],
  ])("survives %s", (_what, html) => {
    expect(() => read(html)).not.toThrow();
  });

  it("reads the beginning of a document without measure and says so", () => {
    const page = read(`<p>đầu trang</p>${fill("chữ ", 6_000_000)}<p>đáy trang</p>`);
    expect(page.text.startsWith("đầu trang")).toBe(true);
    expect(page.text).not.toContain("đáy trang");
    expect(page.conditionReason).toContain("chỉ đọc phần đầu");
    expect(read("<p>đáy trang</p>").conditionReason).not.toContain("chỉ đọc phần đầu");
  });

  it("survives an address of its own that is none", () => {
    expect(() =>
      extractPage({ url: "không phải", finalUrl: "", status: null, html: "<a href=/x>x</a>" }),
    ).not.toThrow();
  });

  // Eight times the size may cost at most twenty times the time: a quadratic reader costs sixty-four.
  it.each([
    [
      "five megabytes of mixed junk",
      "<p class='a b'>x &agrave;  <b>0912 &#7871;@<a href=x>y</div><!-- --><i style='left:-999px'></table>\r\n",
    ],
    ["unclosed formatting", "<p><b><i>x"],
    ["open tables", "<table><tr><td>x<br>"],
    ["digits, signs and at marks", "0 9@a.b 1-2 stk "],
    ["angle brackets", "<"],
    ["hidden nests", "<div hidden>a"],
  ])(
    "takes time in proportion to size for %s",
    (what, piece) => {
      const large = what.startsWith("five") ? 5_000_000 : 200_000;
      read(fill(piece, 50_000));
      const timeMs = (sizeChars: number): number => {
        const html = fill(piece, sizeChars);
        const from = performance.now();
        read(html);
        return performance.now() - from;
      };
      // A busy machine can slow one run: up to three tries, and one within bounds is enough.
      let ratio = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < 3 && ratio >= 20; attempt++) {
        const small = Math.max(1, timeMs(large / 8));
        ratio = Math.min(ratio, timeMs(large) / small);
      }
      expect(ratio).toBeLessThan(20);
    },
    180_000,
  );
});
