// Promises a count of rows that look like lists of people; the rows themselves are never an anchor, so nobody's data is quoted.
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known } from "./fact.ts";
import type { Gather } from "./page.ts";
import { textAnchor } from "../text/fields.ts";

const phone = /(?<!\d)(?:\+?84|0)[\s.-]?[2-9]\d{1,2}[\s.-]?\d{3}[\s.-]?\d{3,4}(?!\d)/u;
/** CCCD (twelve digits), CMND (nine) or an account number standing for itself. */
const document = /(?<![\d.,-])(?!0[35789]\d{8}(?!\d))\d{9,14}(?![\d.,-])/u;
const heads = /(?:họ (?:và )?tên|điện thoại|sđt|số đt|cccd|cmnd|căn cước|số tài khoản|stk)/giu;
const mostLines = 20_000;
const longestRow = 400;

/** Lines with a phone and another number of a person beside it. */
function sampleRows(page: Page): { rows: number; firstAt: number } {
  let [rows, firstAt, at] = [0, -1, 0];
  for (const line of page.text.split("\n", mostLines)) {
    const found = line.length <= longestRow ? phone.exec(line) : null;
    if (found && document.test(line.replace(found[0], " "))) {
      rows += 1;
      if (firstAt < 0) firstAt = at;
    }
    at += line.length + 1;
  }
  return { rows, firstAt };
}

/** The column heads within the two lines before the first row; nothing where it has none. */
function headAnchors(page: Page, firstAt: number): Anchor[] {
  if (firstAt < 0) return [];
  const before = page.text.slice(Math.max(0, firstAt - longestRow), firstAt);
  const lines = before.split("\n").slice(-3).join("\n");
  const from = firstAt - lines.length;
  return [...lines.matchAll(heads)].map((m) =>
    textAnchor("text", page.text, from + m.index, from + m.index + m[0].length),
  );
}

export const personalDataFacts: Gather = ({ page }) => {
  const { rows, firstAt } = sampleRows(page);
  return [["pii.samples", known(rows, headAnchors(page, firstAt))]];
};
