// Promises a walk through a screen by the Tab key alone: every visible control is reached and shows that it has the focus.
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Controls that Tab should reach; of radio buttons with one name it reaches the chosen one alone. */
const controls =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary";

interface Walk {
  left: string[];
  unseen: string[];
}

/** Throws (expect) with the controls that were not reached, or that did not show their focus. */
export async function walkByTab(page: Page, where: string): Promise<void> {
  const count = await page.evaluate((all) => {
    const isThere = (it: Element) => it.checkVisibility({ visibilityProperty: true }) && !it.matches("[tabindex='-1']");
    const wanted = [...document.querySelectorAll(all)].filter(isThere);
    const walk = { wanted, seen: new Set<Element>(), bare: new Set<Element>() };
    Object.assign(window, { walk });
    document.addEventListener("focusin", ({ target }) => {
      const it = target as Element;
      walk.seen.add(it);
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it);
      if ((outlineStyle === "none" || Number.parseFloat(outlineWidth) < 1) && boxShadow === "none") walk.bare.add(it);
    });
    (document.activeElement as HTMLElement | null)?.blur();
    // A field of a day is four stops: day, month, year, calendar.
    const days = document.querySelectorAll("[type=date], [type=datetime-local]").length;
    return wanted.length + 6 * days + document.querySelectorAll("[tabindex='0']").length;
  }, controls);
  for (let i = 0; i < count + 3; i++) await page.keyboard.press("Tab");
  const found: Walk = await page.evaluate(() => {
    const { walk } = window as unknown as { walk: { wanted: Element[]; seen: Set<Element>; bare: Set<Element> } };
    const left = walk.wanted.filter((it) => it.isConnected && !walk.seen.has(it));
    const say = (it: Element) => it.outerHTML.slice(0, 160);
    return { left: left.map(say), unseen: [...walk.bare].map(say) };
  });
  expect([where, found]).toEqual([where, { left: [], unseen: [] }]);
}
