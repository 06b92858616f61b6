// Promises the scale at which a sheet of this width fits its frame, never larger than 1, asked again when the frame changes.
import { type RefObject, useLayoutEffect, useState } from "react";

export function useFit(frame: RefObject<HTMLElement | null>, width: number): number {
  const [fit, setFit] = useState(1);
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const measure = () => setFit(Math.min(1, (box.clientWidth - 2) / width));
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    measure();
    return () => watch.disconnect();
  }, [frame, width]);
  return fit;
}
