// Promises that only the rows in sight are drawn, however long the list is: rows of one height, with room left for the others.
import { type RefObject, useLayoutEffect, useState } from "react";

export interface Span {
  from: number;
  /** Exclusive. */
  to: number;
  /** Room above and below, in px. */
  above: number;
  below: number;
}

const spareRows = 8;

export function useWindow(frame: RefObject<HTMLElement | null>, count: number, rowPx: number): Span {
  const [seen, setSeen] = useState({ top: 0, height: 1200 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = () => setSeen({ top: element.scrollTop, height: element.clientHeight });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    look();
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [frame, rowPx]);
  const from = Math.max(0, Math.min(count, Math.floor(seen.top / rowPx) - spareRows));
  const to = Math.min(count, Math.ceil((seen.top + seen.height) / rowPx) + spareRows);
  return { from, to, above: from * rowPx, below: (count - to) * rowPx };
}

/** Brings a row into sight by the frame's own scrolling. */
export function showRow(frame: HTMLElement | null, index: number, rowPx: number, headPx: number): void {
  if (!frame || index < 0) return;
  const top = index * rowPx;
  const room = frame.clientHeight - headPx;
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (top + rowPx > frame.scrollTop + room) frame.scrollTop = top + rowPx - room;
}
