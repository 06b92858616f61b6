// Promises the article's own text as a range: the element with the densest prose, links and page furniture left out.
import { attributeOf } from "./parse-html.ts";
import type { Box, DocumentReading } from "./read-document.ts";
import type { TextRange } from "./read-footer.ts";

const furnitureTags = new Set(["nav", "header", "footer", "aside", "form", "button", "select"]);
const furnitureName =
  /(?:^|[-_ ])(?:nav|navbar|menu|sidebar|side|footer|header|breadcrumb|comment|comments|related|share|social|popup|modal|banner|widget|advert|ads|tags?|pagination)(?:[-_ ]|$)/i;
const articleName =
  /(?:^|[-_ ])(?:article|content|post|entry|detail|chi-?tiet|noi-?dung|body|story|bai-?viet|main)(?:[-_ ]|$)/i;
const leafTags = new Set(["p", "pre", "blockquote", "td", "div", "section", "article", "li", "center", "font", "span"]);

/** Scores prose by length and commas and hands it to parent and grandparent; the best sum, corrected for links, wins. */
export function readMainText(reading: DocumentReading, footer: TextRange | null): TextRange | null {
  const { boxes, text } = reading;
  const linkLength = new Float64Array(boxes.length);
  const direct = new Float64Array(boxes.length);
  const furniture = new Uint8Array(boxes.length);
  for (const [index, box] of boxes.entries()) {
    direct[index] = box.textEnd - box.textStart;
    const parent = boxes[box.parent];
    furniture[index] = (parent && furniture[box.parent]) || isFurniture(box) ? 1 : 0;
  }
  for (let index = boxes.length - 1; index >= 0; index--) {
    const box = boxes[index];
    if (!box) continue;
    const length = box.textEnd - box.textStart;
    if (box.tag === "a") linkLength[index] = length;
    if (box.parent < 0) continue;
    linkLength[box.parent] = (linkLength[box.parent] ?? 0) + (linkLength[index] ?? 0);
    if (leafTags.has(box.tag) && box.tag !== "span" && box.tag !== "font")
      direct[box.parent] = (direct[box.parent] ?? 0) - length;
  }
  const scores = new Float64Array(boxes.length);
  for (const [index, box] of boxes.entries()) {
    const length = Math.min(direct[index] ?? 0, 4000);
    if (furniture[index] || box.hiddenBy !== "" || length < 40 || !leafTags.has(box.tag)) continue;
    const whole = box.textEnd - box.textStart;
    if ((linkLength[index] ?? 0) > whole * 0.5) continue;
    const commas = countCommas(text, box.textStart, Math.min(box.textEnd, box.textStart + 2000));
    const points = 1 + commas + Math.min(length / 100, 6);
    scores[index] = (scores[index] ?? 0) + points * 0.5;
    if (box.parent < 0) continue;
    scores[box.parent] = (scores[box.parent] ?? 0) + points;
    const grand = boxes[box.parent]?.parent ?? -1;
    if (grand >= 0) scores[grand] = (scores[grand] ?? 0) + points / 2;
  }
  return best(boxes, scores, linkLength, footer);
}

function best(
  boxes: Box[],
  scores: Float64Array,
  linkLength: Float64Array,
  footer: TextRange | null,
): TextRange | null {
  let winner: Box | null = null;
  let top = 3;
  for (const [index, box] of boxes.entries()) {
    const length = box.textEnd - box.textStart;
    if (length === 0 || box.tag === "html" || !scores[index]) continue;
    const bonus = box.tag === "article" || box.tag === "main" ? 1.4 : articleName.test(namesOf(box)) ? 1.25 : 1;
    const score = (scores[index] ?? 0) * bonus * (1 - Math.min(1, (linkLength[index] ?? 0) / length));
    if (score > top) {
      top = score;
      winner = box;
    }
  }
  if (!winner) return null;
  const end = footer && footer.start > winner.textStart ? Math.min(winner.textEnd, footer.start) : winner.textEnd;
  return { start: winner.textStart, end };
}

function isFurniture(box: Box): boolean {
  if (box.tag === "body" || box.tag === "html") return false;
  return furnitureTags.has(box.tag) || furnitureName.test(namesOf(box));
}

function namesOf(box: Box): string {
  return `${attributeOf(box.element, "id") ?? ""} ${attributeOf(box.element, "class") ?? ""}`.slice(0, 500);
}

function countCommas(text: string, start: number, end: number): number {
  let commas = 0;
  for (let at = text.indexOf(",", start); at !== -1 && at < end; at = text.indexOf(",", at + 1)) commas++;
  return Math.min(commas, 10);
}
