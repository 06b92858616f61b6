// Promises that every viewport of the page was on the screen once, so that what loads lazily has loaded.
import { nowMs } from "#core/clock.ts";
import { evaluateApart, type Visit } from "../visit.ts";

export const maxPageHeight = 120_000;
const budgetMs = 15_000;
const maxHeightAfterGrowth = 40_000;

/** One screen further; waits for two frames and a breath, so that observers fire. Returns [position, page height]. */
const scrollTo = `async (y) => {
  window.scrollTo({ top: y, behavior: "instant" });
  const frame = () => new Promise((done) => { requestAnimationFrame(() => done()); setTimeout(done, 100); });
  await frame(); await frame();
  await new Promise((done) => setTimeout(done, 40));
  return [Math.round(window.scrollY), document.documentElement.scrollHeight];
}`;

/** Pages that grow while one scrolls end at a height budget of their own. */
export async function scrollThrough(visit: Visit): Promise<string> {
  const endMs = nowMs() + budgetMs;
  let [, height] = await evaluateApart<[number, number]>(visit, scrollTo, 5000, 0);
  const firstHeight = height;
  const limit = Math.min(Math.max(firstHeight, maxHeightAfterGrowth), maxPageHeight);
  let y = 0;
  while (y + visit.view.height < Math.min(height, limit)) {
    if (nowMs() >= endMs) return `cuộn tới ${y} px thì hết giờ (trang cao ${height} px)`;
    y += visit.view.height;
    [, height] = await evaluateApart<[number, number]>(visit, scrollTo, 5000, y);
  }
  return height > firstHeight + 1
    ? `cuộn hết, trang dài thêm từ ${firstHeight} tới ${height} px`
    : `cuộn hết ${height} px`;
}

export async function scrollToTop(visit: Visit): Promise<string> {
  const [y] = await evaluateApart<[number, number]>(visit, scrollTo, 5000, 0);
  return y === 0 ? "ở đầu trang" : `dừng ở ${y} px`;
}
