// Promises where each run of text stands on the picture, so that the desk can draw a fired span on it.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { evaluateApart, type Visit } from "../visit.ts";

const maxRuns = 30_000;
const budgetMs = 3000;

/** One run = the words of one text node on one line, in CSS px from the page's top left corner. Hidden text has no boxes. */
const locateAll = `(maxRuns, ms) => {
  const end = performance.now() + ms;
  const runs = [];
  const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const round = (n) => Math.round(n * 10) / 10;
  const push = (text, r) => runs.push({ text, x: round(r.left + scrollX), y: round(r.top + scrollY), width: round(r.width), height: round(r.height) });
  let complete = true;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (runs.length >= maxRuns || performance.now() > end) { complete = false; break; }
    const parent = node.parentElement;
    if (!/\\S/.test(node.data) || !parent || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    range.selectNodeContents(node);
    const whole = [...range.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
    if (whole.length === 0) continue;
    if (whole.length === 1) { push(node.data.replace(/\\s+/g, " ").trim(), whole[0]); continue; }
    let line = null;
    for (const word of node.data.matchAll(/\\S+/g)) {
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      for (const r of range.getClientRects()) {
        if (r.width === 0) continue;
        if (line && Math.abs(line.top - r.top) < 2) { line.right = Math.max(line.right, r.right); if (line.last !== word.index) line.text += " " + word[0]; }
        else { if (line) push(line.text, { left: line.left, top: line.top, width: line.right - line.left, height: line.height }); line = { text: word[0], left: r.left, right: r.right, top: r.top, height: r.height }; }
        line.last = word.index;
      }
    }
    if (line) push(line.text, { left: line.left, top: line.top, width: line.right - line.left, height: line.height });
  }
  return { runs, complete };
}`;

/** Writes `text-boxes.json`: {unit: "css-px", complete, runs: [{text, x, y, width, height}]}. */
export async function locateText(visit: Visit): Promise<string> {
  const seen = await evaluateApart<{ runs: Visit["findings"]["boxes"]; complete: boolean }>(
    visit,
    locateAll,
    budgetMs + 5000,
    maxRuns,
    budgetMs,
  );
  visit.findings.boxes = seen.runs;
  await writeFile(path.join(visit.request.outDir, "text-boxes.json"), JSON.stringify({ unit: "css-px", ...seen }), {
    flag: "wx",
  });
  visit.findings.textBoxesFile = "text-boxes.json";
  if (!seen.complete) visit.notCaptured.push({ what: "vị trí của phần chữ cuối trang", why: "quá nhiều chữ" });
  return `${seen.runs.length} đoạn chữ`;
}
