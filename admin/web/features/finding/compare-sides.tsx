// Promises two pictures beside each other that scroll as one, the changed stretches outlined in both.
import { type RefObject, useRef, useState } from "react";
import type { CompareSide, CompareView } from "../../../api/compare.ts";
import { t } from "../../i18n/messages.ts";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./compare.module.css";
import { Boxes, SheetFrame, sizeOf, Tiles, useInSight } from "./page-sheet.tsx";
import { usePan } from "./use-pan.ts";
import { useFit } from "./use-fit.ts";

export function Areas({ view, scale }: { view: CompareView; scale: number }) {
  return view.picture.areas.map((area) => (
    <span
      key={`${area.x},${area.y}`}
      className={styles.area}
      style={{ left: area.x * scale, top: area.y * scale, width: area.width * scale, height: area.height * scale }}
    />
  ));
}

interface SideProps {
  side: CompareSide;
  view: CompareView;
  name: string;
  frame: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
}

function Side({ side, view, name, frame, onScroll }: SideProps) {
  const sheet = sizeOf(side);
  const scale = useFit(frame, sheet.width);
  const sight = useInSight(frame);
  usePan(frame);
  return (
    <section className={styles.side}>
      <h3>
        {name} · {sayWhen(side.at)}
      </h3>
      <div
        ref={frame}
        className={styles.frame}
        tabIndex={0}
        role="region"
        aria-label={`${name}, ${sayWhen(side.at)}`}
        onScroll={onScroll}
        data-own-arrows
      >
        <SheetFrame sheet={sheet} scale={scale}>
          <Tiles tiles={side.tiles} scale={scale} sight={sight} />
          <Areas view={view} scale={scale} />
          <Boxes boxes={side.boxes} scale={scale} now={-1} says={(n) => side.signals[n] ?? ""} />
        </SheetFrame>
      </div>
    </section>
  );
}

export function CompareSides({ view }: { view: CompareView }) {
  const before = useRef<HTMLDivElement>(null);
  const after = useRef<HTMLDivElement>(null);
  const [linked, setLinked] = useState(true);
  const follow = (from: HTMLDivElement | null, to: HTMLDivElement | null) => () => {
    if (!linked || !from || !to) return;
    if (Math.abs(to.scrollTop - from.scrollTop) > 1) to.scrollTop = from.scrollTop;
    if (Math.abs(to.scrollLeft - from.scrollLeft) > 1) to.scrollLeft = from.scrollLeft;
  };
  return (
    <>
      <label className={styles.toggle}>
        <input type="checkbox" checked={linked} onChange={(e) => setLinked(e.target.checked)} />
        {t.compare.linked}
      </label>
      <div className={styles.sides}>
        <Side
          side={view.before}
          view={view}
          name={t.compare.before}
          frame={before}
          onScroll={() => follow(before.current, after.current)()}
        />
        <Side
          side={view.after}
          view={view}
          name={t.compare.after}
          frame={after}
          onScroll={() => follow(after.current, before.current)()}
        />
      </div>
    </>
  );
}
