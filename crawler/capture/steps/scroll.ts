// Promises that every viewport of the page was on the screen once, so that what loads lazily has loaded, and what was seen there is noted.
import { nowMs } from "#core/clock.ts";
import { evaluateApart, remainingMs, type Visit } from "../visit.ts";
import { listMarks, type Mark } from "./list-marks.ts";

export const maxPageHeight = 120_000;
/** A page of full height needs 150 screens; half of what is left of the visit is the most that scrolling may take. */
const budgetMs = 40_000;
const maxHeightAfterGrowth = 40_000;
const maxMarks = 30_000;

/** Moves the screen; waits for two frames and a breath, so that observers fire. Returns [position, page height, marks]. */
const scrollTo = `async (y, covered) => {
  window.scrollTo({ top: y, behavior: "instant" });
  const frame = () => new Promise((done) => { requestAnimationFrame(() => done()); setTimeout(done, 100); });
  await frame(); await frame();
  await new Promise((done) => setTimeout(done, 40));
  return [Math.round(window.scrollY), document.documentElement.scrollHeight, (${listMarks})(covered)];
}`;

/** Puts row `y` of the page at the top of the screen, as far as the page goes, and tells what is on the screen then. */
export async function showRow(
  visit: Visit,
  y: number,
  covered = false,
): Promise<{ y: number; height: number; marks: Mark[] }> {
  const [at, height, marks] = await evaluateApart<[number, number, Mark[]]>(visit, scrollTo, 5000, y, covered);
  return { y: at, height, marks };
}

/** Pages that grow while one scrolls end at a height budget of their own. */
export async function scrollThrough(visit: Visit): Promise<string> {
  const endMs = nowMs() + Math.min(budgetMs, remainingMs(visit) / 2);
  const { marks } = visit.findings;
  const look = async (at: number): Promise<number> => {
    const seen = await showRow(visit, at);
    if (marks.length < maxMarks) marks.push(...seen.marks);
    return seen.height;
  };
  const firstHeight = await look(0);
  let height = firstHeight;
  const limit = Math.min(Math.max(firstHeight, maxHeightAfterGrowth), maxPageHeight);
  let y = 0;
  while (y + visit.view.height < Math.min(height, limit)) {
    if (nowMs() >= endMs) return `cuộn tới ${y} px thì hết giờ (trang cao ${height} px)`;
    y += visit.view.height;
    height = await look(y);
  }
  return height > firstHeight + 1
    ? `cuộn hết, trang dài thêm từ ${firstHeight} tới ${height} px`
    : `cuộn hết ${height} px`;
}

export async function scrollToTop(visit: Visit): Promise<string> {
  const { y } = await showRow(visit, 0);
  return y === 0 ? "ở đầu trang" : `dừng ở ${y} px`;
}
