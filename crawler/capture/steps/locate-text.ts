// Promises where each run of text stands on the picture, so that the desk can draw a fired span on it.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { evaluateApart, type Visit } from "../visit.ts";

const maxRuns = 30_000;
const budgetMs = 3000;

/**
 * One run = the words of one text node on one line, in CSS px from the page's top left corner; `words` holds the left
 * edge and the width of each of its words. Hidden text has no boxes.
 */
const locateAll = `(maxRuns, ms) => {
  const end = performance.now() + ms;
  const runs = [];
  const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const round = (n) => Math.round(n * 10) / 10;
  const push = (line) => line && runs.push({ text: line.texts.join(" "), x: round(line.left + scrollX), y: round(line.top + scrollY),
    width: round(line.right - line.left), height: round(line.height), words: line.words.map(([l, w]) => [round(l + scrollX), round(w)]) });
  let complete = true;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (runs.length >= maxRuns || performance.now() > end) { complete = false; break; }
    const parent = node.parentElement;
    if (!/\\S/.test(node.data) || !parent || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    let line = null;
    for (const word of node.data.matchAll(/\\S+/g)) {
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      for (const r of range.getClientRects()) {
        if (r.width === 0 || r.height === 0) continue;
        if (!line || Math.abs(line.top - r.top) >= 2) { push(line); line = { texts: [], words: [], left: r.left, right: r.right, top: r.top, height: r.height }; }
        line.right = Math.max(line.right, r.right); line.left = Math.min(line.left, r.left);
        line.texts.push(word[0]); line.words.push([r.left, r.width]);
      }
    }
    push(line);
  }
  return { runs, complete };
}`;

/** Writes `text-boxes.json`: {unit: "css-px", complete, runs: [{text, x, y, width, height, words: [[x, width]]}]}. */
export async function locateText(visit: Visit): Promise<string> {
  const seen = await evaluateApart<{ runs: unknown[]; complete: boolean }>(
    visit,
    locateAll,
    budgetMs + 5000,
    maxRuns,
    budgetMs,
  );
  await writeFile(path.join(visit.request.outDir, "text-boxes.json"), JSON.stringify({ unit: "css-px", ...seen }), {
    flag: "wx",
  });
  visit.findings.textBoxesFile = "text-boxes.json";
  if (!seen.complete) visit.notCaptured.push({ what: "vị trí của phần chữ cuối trang", why: "quá nhiều chữ" });
  return `${seen.runs.length} đoạn chữ`;
}
