// Promises one picture over the other: the later one as strong as the slider says, or cut by a curtain that keys move too.
import { useRef, useState } from "react";
import type { CompareView } from "../../../api/compare.ts";
import { t } from "../../i18n/messages.ts";
import { sayWhen } from "../../ui/when.tsx";
import { Areas } from "./compare-sides.tsx";
import styles from "./compare.module.css";
import { SheetFrame, sizeOf, Tiles, useInSight } from "./page-sheet.tsx";
import { useFit } from "./use-fit.ts";

export function CompareOver({ view, way }: { view: CompareView; way: "overlay" | "swipe" }) {
  const c = t.compare;
  const frame = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(50);
  const [one, two] = [sizeOf(view.before), sizeOf(view.after)];
  const sheet = { width: Math.max(one.width, two.width), height: Math.max(one.height, two.height) };
  const scale = useFit(frame, sheet.width);
  const sight = useInSight(frame);
  const upper = way === "overlay" ? { opacity: share / 100 } : { clipPath: `inset(0 0 0 ${share}%)` };
  return (
    <>
      <label className={styles.slider}>
        <span>{way === "overlay" ? c.opacity : c.swipe}</span>
        <input
          type="range"
          min={0}
          max={100}
          step={1}
          value={share}
          onChange={(e) => setShare(Number(e.target.value))}
        />
        <output>{share} %</output>
      </label>
      <p className={styles.soft}>
        {c.before}: {sayWhen(view.before.at)} · {c.after}: {sayWhen(view.after.at)}
      </p>
      <div ref={frame} className={styles.frame} tabIndex={0} role="region" aria-label={c.ways[way]} data-own-arrows>
        <SheetFrame sheet={sheet} scale={scale}>
          <Tiles tiles={view.before.tiles} scale={scale} sight={sight} />
          <div className={styles.upper} style={upper}>
            <Tiles tiles={view.after.tiles} scale={scale} sight={sight} />
          </div>
          {way === "swipe" ? <span className={styles.curtain} style={{ left: `${share}%` }} /> : null}
          <Areas view={view} scale={scale} />
        </SheetFrame>
      </div>
    </>
  );
}
