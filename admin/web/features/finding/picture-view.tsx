// Promises the captured page as it looked, tile by tile, with zoom and the boxes of what fired.
import { useLayoutEffect, useRef, useState } from "react";
import type { CaptureView } from "../../../api/captures.ts";
import type { FindingView } from "../../../api/finding.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/states.tsx";
import styles from "./evidence.module.css";

const least = 0.1;
const most = 4;

export function PictureView({ capture, finding }: { capture: CaptureView; finding: FindingView }) {
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number | null>(null);
  const [fit, setFit] = useState(1);
  const [boxes, setBoxes] = useState(true);
  const width = Math.max(1, capture.pageWidth, ...capture.tiles.map((tile) => tile.x + tile.width));
  const height = Math.max(1, capture.pageHeight, ...capture.tiles.map((tile) => tile.y + tile.height));
  useLayoutEffect(() => {
    const measure = () => setFit(Math.min(1, ((frame.current?.clientWidth ?? width) - 2) / width));
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [width]);
  const scale = zoom ?? fit;
  const change = (factor: number) => setZoom(Math.min(most, Math.max(least, scale * factor)));
  useKeys({ zoomIn: () => change(1.25), zoomOut: () => change(0.8), fit: () => setZoom(null) });
  if (capture.tiles.length === 0) return <Empty>{t.finding.noPicture}</Empty>;
  return (
    <>
      <div className={styles.tools}>
        <Button quiet hint="−" onClick={() => change(0.8)}>
          {t.finding.zoomOut}
        </Button>
        <span className={styles.percent}>{Math.round(scale * 100)}%</span>
        <Button quiet hint="+" onClick={() => change(1.25)}>
          {t.finding.zoomIn}
        </Button>
        <Button quiet hint="0" onClick={() => setZoom(null)}>
          {t.finding.fit}
        </Button>
        <Button quiet onClick={() => setZoom(1)}>
          {t.finding.actual}
        </Button>
        <label className={styles.toggle}>
          <input type="checkbox" checked={boxes} onChange={(e) => setBoxes(e.target.checked)} />
          {t.finding.boxes} ({capture.boxes.length})
        </label>
      </div>
      <div
        ref={frame}
        className={styles.frame}
        tabIndex={0}
        role="region"
        aria-label={t.finding.tabs.picture}
        data-own-arrows
      >
        <div className={styles.sheet} style={{ width: width * scale, height: height * scale }}>
          {capture.tiles.map((tile, i) => (
            <img
              key={`${tile.x},${tile.y}`}
              src={tile.url}
              alt={t.finding.tileAlt(i + 1, capture.tiles.length)}
              loading={i < 2 ? "eager" : "lazy"}
              draggable={false}
              style={{
                left: tile.x * scale,
                top: tile.y * scale,
                width: tile.width * scale,
                height: tile.height * scale,
              }}
            />
          ))}
          {boxes
            ? capture.boxes.map((box, i) => (
                <span
                  key={i}
                  className={styles.box}
                  title={finding.signals[box.signal]?.say}
                  style={{
                    left: box.x * scale - 2,
                    top: box.y * scale - 2,
                    width: box.width * scale + 4,
                    height: box.height * scale + 4,
                  }}
                >
                  <span className={styles.boxNumber}>{box.signal + 1}</span>
                </span>
              ))
            : null}
        </div>
      </div>
    </>
  );
}
