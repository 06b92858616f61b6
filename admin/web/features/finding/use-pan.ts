// Promises a picture that can be dragged by mouse or pen; fingers and wheels scroll as they always do, and Ctrl+wheel stays the browser's.
import { type RefObject, useEffect } from "react";

export function usePan(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    let from: { x: number; y: number; left: number; top: number } | null = null;
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      if (event.target instanceof Element && event.target.closest("button, a, input")) return;
      from = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop };
      box.setPointerCapture(event.pointerId);
      box.dataset.panning = "";
    };
    const move = (event: PointerEvent) => {
      if (from) box.scrollTo(from.left - (event.clientX - from.x), from.top - (event.clientY - from.y));
    };
    const up = () => {
      from = null;
      delete box.dataset.panning;
    };
    box.addEventListener("pointerdown", down);
    box.addEventListener("pointermove", move);
    box.addEventListener("pointerup", up);
    box.addEventListener("pointercancel", up);
    return () => {
      box.removeEventListener("pointerdown", down);
      box.removeEventListener("pointermove", move);
      box.removeEventListener("pointerup", up);
      box.removeEventListener("pointercancel", up);
    };
  }, [frame]);
}
