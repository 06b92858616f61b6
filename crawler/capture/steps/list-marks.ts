// Promises a sample of what truly stands on the screen now: text and pictures that a visitor would hit, with their places on the page.

/** Something that must leave ink on the picture. CSS px from the page's top left corner. */
export interface Mark {
  kind: "text" | "image";
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Source of a function (covered) → Mark[] of the present viewport. A grid of points is asked what lies there: on top only,
 * so that covered things do not count, or in all layers with `covered`. Left out: what is fixed or sticky (it moves with
 * the screen), invisible, text in the colour of its own ground (a trick of pages, not a fault of the picture), text cut
 * by the screen's edge, tiny images, and broken ones unless `covered`: those may have been loading when first seen.
 */
export const listMarks = `(covered) => {
  const marks = [], seen = new Set(), moving = new Map();
  const moves = (el) => {
    if (!el || el === document.documentElement) return false;
    if (!moving.has(el)) { const at = getComputedStyle(el).position; moving.set(el, at === "fixed" || at === "sticky" || moves(el.parentElement)); }
    return moving.get(el);
  };
  const channels = (css) => { const n = (css.match(/[\\d.]+/g) || []).map(Number); return n.length < 3 ? null : [n[0], n[1], n[2], n.length > 3 ? n[3] : 1]; };
  const groundOf = (el) => {
    for (let e = el; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== "none") return null;
      const c = channels(style.backgroundColor);
      if (c && c[3] > 0.5) return c;
    }
    return [255, 255, 255, 1];
  };
  const inkless = (el) => {
    const ink = channels(getComputedStyle(el).webkitTextFillColor), ground = groundOf(el);
    return !ink || ink[3] < 0.2 || (ground && ink.every((v, i) => i === 3 || Math.abs(v - ground[i]) < 24));
  };
  const push = (kind, r, minWidth, minHeight) => {
    if (kind === "text" && (r.top < 0 || r.bottom > innerHeight)) return;
    const top = Math.max(r.top, 0), bottom = Math.min(r.bottom, innerHeight), left = Math.max(r.left, 0), right = Math.min(r.right, innerWidth);
    if (right - left < minWidth || bottom - top < minHeight) return;
    marks.push({ kind, x: Math.round(left + scrollX), y: Math.round(top + scrollY), width: Math.round(right - left), height: Math.round(bottom - top) });
  };
  const points = Array.from({ length: 240 }, (_, i) => [((i % 10) + 0.5) * innerWidth / 10, (Math.floor(i / 10) + 0.5) * innerHeight / 24]);
  const at = (x, y) => covered ? document.elementsFromPoint(x, y) : [document.elementFromPoint(x, y)];
  for (const el of points.flatMap(([x, y]) => at(x, y))) {
    if (!el || seen.has(el) || marks.length > 400) continue;
    seen.add(el);
    if (!el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) || moves(el)) continue;
    if (el instanceof HTMLImageElement) {
      const source = el.currentSrc || el.src;
      const expected = source !== "" && !source.startsWith("data:") && (covered || !el.complete || (el.naturalWidth >= 32 && el.naturalHeight >= 32));
      if (expected) push("image", el.getBoundingClientRect(), 32, 32);
      continue;
    }
    const texts = [...el.childNodes].filter((node) => node.nodeType === 3 && node.data.trim().length > 1);
    if (texts.length === 0 || inkless(el)) continue;
    for (const node of texts.slice(0, 4)) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const r of [...range.getClientRects()].slice(0, 8)) push("text", r, 12, 7);
    }
  }
  return marks;
}`;
