// Promises the captured page as it looked: zoom, drag, a box for each place that fired, and a veil that is lifted only while a key is held.
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { CaptureView } from "../../../api/captures.ts";
import type { FindingView } from "../../../api/finding.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/states.tsx";
import { Boxes, SheetFrame, sizeOf, Tiles, useInSight } from "./page-sheet.tsx";
import evidence from "./evidence.module.css";
import styles from "./picture.module.css";
import { useFit } from "./use-fit.ts";
import { usePan } from "./use-pan.ts";
import { keepVeil, readVeil, type Veil, veils } from "./veil.ts";

const least = 0.1;
const most = 4;

/** A signal to be shown; `nth` makes the same wish anew. */
export interface Wanted {
  signal: number;
  nth: number;
  on: "picture" | "text";
}

interface Props {
  capture: CaptureView;
  finding: FindingView;
  wanted: Wanted | null;
}

/** Zoom that keeps the middle of the frame where it is. */
function useZoom(frame: RefObject<HTMLDivElement | null>, width: number) {
  const [zoom, setZoom] = useState<number | null>(null);
  const fit = useFit(frame, width);
  const kept = useRef({ scale: 1 });
  const scale = zoom ?? fit;
  useLayoutEffect(() => {
    const box = frame.current;
    const factor = scale / kept.current.scale;
    if (box && factor !== 1) {
      const [halfWidth, halfHeight] = [box.clientWidth / 2, box.clientHeight / 2];
      box.scrollTo(
        (box.scrollLeft + halfWidth) * factor - halfWidth,
        (box.scrollTop + halfHeight) * factor - halfHeight,
      );
    }
    kept.current.scale = scale;
  }, [frame, scale]);
  return { scale, isFit: zoom === null, set: setZoom };
}

function VeilChoice({ veil, choose }: { veil: Veil; choose: (veil: Veil) => void }) {
  return (
    <label className={styles.veilChoice}>
      <span>{t.compare.veil.label}</span>
      <select value={veil} onChange={(e) => choose(e.target.value as Veil)}>
        {veils.map((name) => (
          <option key={name} value={name}>
            {t.compare.veil[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Whether the veil is lifted now: while `b` or the button is held. */
function useHeld() {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const drop = () => setHeld(false);
    window.addEventListener("blur", drop);
    window.addEventListener("pointerup", drop);
    return () => {
      window.removeEventListener("blur", drop);
      window.removeEventListener("pointerup", drop);
    };
  }, []);
  return [held, setHeld] as const;
}

export function PictureView({ capture, finding, wanted }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const sheet = sizeOf(capture);
  const { scale, isFit, set } = useZoom(frame, sheet.width);
  const sight = useInSight(frame);
  const [shown, setShown] = useState(true);
  const [now, setNow] = useState(-1);
  const [veil, setVeil] = useState<Veil>(readVeil);
  const [held, setHeld] = useHeld();
  usePan(frame);
  const count = capture.boxes.length;
  const jump = (to: number) => {
    if (count === 0) return;
    const next = (to + count) % count;
    const box = capture.boxes[next]!;
    const view = frame.current;
    setShown(true);
    setNow(next);
    view?.scrollTo({
      left: (box.x + box.width / 2) * scale - view.clientWidth / 2,
      top: (box.y + box.height / 2) * scale - view.clientHeight / 2,
    });
  };
  useEffect(() => {
    const index = wanted ? capture.boxes.findIndex((box) => box.signal === wanted.signal) : -1;
    if (index >= 0) jump(index);
    // Only a new wish moves the picture.
  }, [wanted]);
  const change = (factor: number) => set(Math.min(most, Math.max(least, scale * factor)));
  useKeys({
    zoomIn: () => change(1.25),
    zoomOut: () => change(0.8),
    fit: () => set(null),
    match: () => jump(now + 1),
    unblur: ({ phase }) => setHeld(phase === "down"),
  });
  if (capture.tiles.length === 0) return <Empty>{t.finding.noPicture}</Empty>;
  const media = veil === "media" ? capture.boxes.filter((box) => box.media) : [];
  const isVeiled = !held && (veil === "page" || media.length > 0);
  const choose = (next: Veil) => {
    setVeil(next);
    keepVeil(next);
  };
  return (
    <>
      <div className={evidence.tools}>
        <span className={styles.group}>
          <Button quiet hint="−" onClick={() => change(0.8)}>
            {t.finding.zoomOut}
          </Button>
          <span className={styles.percent}>{Math.round(scale * 100)}%</span>
          <Button quiet hint="+" onClick={() => change(1.25)}>
            {t.finding.zoomIn}
          </Button>
          <Button quiet hint="0" aria-pressed={isFit} onClick={() => set(null)}>
            {t.finding.fit}
          </Button>
          <Button quiet aria-pressed={scale === 1} onClick={() => set(1)}>
            {t.finding.actual}
          </Button>
        </span>
        <span className={styles.group}>
          <label className={evidence.toggle}>
            <input type="checkbox" checked={shown} onChange={(e) => setShown(e.target.checked)} />
            {t.finding.boxes} ({count})
          </label>
          <Button quiet hint="m" disabled={count === 0} onClick={() => jump(now + 1)}>
            {t.finding.nextMatch}
          </Button>
          <span className={styles.counter} role="status">
            {count > 0 && now >= 0 ? `${now + 1} / ${count}` : ""}
          </span>
        </span>
        <VeilChoice veil={veil} choose={choose} />
      </div>
      {veil === "page" || media.length > 0 ? (
        <div className={styles.hint}>
          <Button quiet hint="b" onPointerDown={() => setHeld(true)} aria-pressed={held}>
            {t.compare.veil.hold}
          </Button>
        </div>
      ) : null}
      <div
        ref={frame}
        className={styles.frame}
        tabIndex={0}
        role="region"
        aria-label={t.finding.tabs.picture}
        data-own-arrows
      >
        <SheetFrame sheet={sheet} scale={scale}>
          <div className={isVeiled && veil === "page" ? styles.veiled : undefined}>
            <Tiles tiles={capture.tiles} scale={scale} sight={sight} />
          </div>
          {isVeiled
            ? media.map((box, i) => (
                <span
                  key={i}
                  className={styles.veil}
                  style={{
                    left: box.x * scale,
                    top: box.y * scale,
                    width: box.width * scale,
                    height: box.height * scale,
                  }}
                />
              ))
            : null}
          {shown ? (
            <Boxes
              boxes={capture.boxes}
              scale={scale}
              now={now}
              says={(signal) => finding.signals[signal]?.say ?? ""}
            />
          ) : null}
        </SheetFrame>
      </div>
    </>
  );
}
