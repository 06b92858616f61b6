// Promises a captured page of any height: only the tiles near what is in sight are asked for, boxes stand where their signals fired.
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import type { BoxView, TileView } from "../../../api/captures.ts";
import { t } from "../../i18n/messages.ts";
import styles from "./picture.module.css";
import { markOf, numberOf } from "./signal-mark.ts";

export interface Sheet {
  width: number;
  height: number;
}

export function sizeOf(page: { pageWidth: number; pageHeight: number; tiles: readonly TileView[] }): Sheet {
  return {
    width: Math.max(1, page.pageWidth, ...page.tiles.map((tile) => tile.x + tile.width)),
    height: Math.max(1, page.pageHeight, ...page.tiles.map((tile) => tile.y + tile.height)),
  };
}

/** The stretch of the sheet in sight, in screen px from its top, and one frame more to either side. */
export function useInSight(frame: RefObject<HTMLElement | null>): { top: number; bottom: number } {
  const [sight, setSight] = useState({ top: 0, bottom: 2400 });
  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    let asked = 0;
    const read = () => {
      asked = 0;
      const { scrollTop, clientHeight } = box;
      setSight({ top: scrollTop - clientHeight, bottom: scrollTop + 2 * clientHeight });
    };
    const ask = () => {
      asked ||= requestAnimationFrame(read);
    };
    const watch = new ResizeObserver(ask);
    watch.observe(box);
    box.addEventListener("scroll", ask, { passive: true });
    return () => {
      cancelAnimationFrame(asked);
      watch.disconnect();
      box.removeEventListener("scroll", ask);
    };
  }, [frame]);
  return sight;
}

export function Tiles({
  tiles,
  scale,
  sight,
}: {
  tiles: readonly TileView[];
  scale: number;
  sight: { top: number; bottom: number };
}) {
  return tiles.map((tile, i) => {
    const top = tile.y * scale;
    const height = tile.height * scale;
    const isNear = top < sight.bottom && top + height > sight.top;
    const place = { left: tile.x * scale, top, width: tile.width * scale, height };
    const key = `${tile.x},${tile.y}`;
    return isNear ? (
      <img key={key} src={tile.url} alt={t.finding.tileAlt(i + 1, tiles.length)} draggable={false} style={place} />
    ) : (
      <span key={key} className={styles.far} style={place} />
    );
  });
}

export function Boxes({
  boxes,
  scale,
  says,
  now,
}: {
  boxes: readonly BoxView[];
  scale: number;
  says: (signal: number) => string;
  /** Place of the box that was jumped to; -1 for none. */
  now: number;
}) {
  return boxes.map((box, i) => (
    <span
      key={i}
      data-box={i}
      className={`${markOf(box.signal)} ${i === now ? styles.boxNow : ""}`}
      title={says(box.signal)}
      style={{
        left: box.x * scale - 2,
        top: box.y * scale - 2,
        width: box.width * scale + 4,
        height: box.height * scale + 4,
      }}
    >
      <span className={`${numberOf(box.signal)} ${styles.boxNumber}`}>{box.signal + 1}</span>
    </span>
  ));
}

export function SheetFrame({ sheet, scale, children }: { sheet: Sheet; scale: number; children: ReactNode }) {
  return (
    <div className={styles.sheet} style={{ width: sheet.width * scale, height: sheet.height * scale }}>
      {children}
    </div>
  );
}
