// Promises the captured text as text, the fired spans marked, and a way from one match to the next.
import { useEffect, useMemo, useRef, useState } from "react";
import type { CaptureView } from "../../../api/captures.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/states.tsx";
import { Plain } from "../../ui/plain.tsx";
import styles from "./evidence.module.css";
import type { Wanted } from "./picture-view.tsx";
import { numberOf } from "./signal-mark.ts";

interface Piece {
  text: string;
  mark: number | null;
  signal: number;
}

/** The text cut at its marks; marks are sorted and do not overlap. */
function cutPieces(text: string, marks: CaptureView["marks"]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  marks.forEach((mark, i) => {
    if (mark.start > at) pieces.push({ text: text.slice(at, mark.start), mark: null, signal: -1 });
    pieces.push({ text: text.slice(mark.start, mark.end), mark: i, signal: mark.signal });
    at = mark.end;
  });
  pieces.push({ text: text.slice(at), mark: null, signal: -1 });
  return pieces;
}

export function TextView({ capture, wanted }: { capture: CaptureView; wanted: Wanted | null }) {
  const root = useRef<HTMLDivElement>(null);
  const [now, setNow] = useState(0);
  const pieces = useMemo(() => cutPieces(capture.text, capture.marks), [capture.text, capture.marks]);
  const count = capture.marks.length;
  const show = (index: number) => {
    if (count === 0) return;
    const next = (index + count) % count;
    setNow(next);
    root.current?.querySelector(`[data-mark="${next}"]`)?.scrollIntoView({ block: "center" });
  };
  useEffect(() => {
    if (!wanted) return;
    const index = capture.marks.findIndex((mark) => mark.signal === wanted.signal);
    if (index >= 0) show(index);
    else root.current?.querySelector(`[data-excerpt="${wanted.signal}"]`)?.scrollIntoView({ block: "center" });
    // Only a new wish moves the text.
  }, [wanted]);
  useKeys({ match: () => show(now + 1) });
  return (
    <>
      <div className={styles.tools}>
        <span>{count > 0 ? `${now + 1} / ${t.finding.matches(count)}` : t.finding.noMatches}</span>
        <Button quiet disabled={count === 0} onClick={() => show(now - 1)}>
          {t.finding.previousMatch}
        </Button>
        <Button quiet hint="m" disabled={count === 0} onClick={() => show(now + 1)}>
          {t.finding.nextMatch}
        </Button>
      </div>
      <div
        ref={root}
        className={styles.textFrame}
        tabIndex={0}
        role="region"
        aria-label={t.finding.tabs.text}
        data-own-arrows
      >
        {capture.text ? null : <Empty>{t.finding.noText}</Empty>}
        <div className={styles.text}>
          {pieces.map((piece, i) =>
            piece.mark === null ? (
              <Plain key={i}>{piece.text}</Plain>
            ) : (
              <mark key={i} data-mark={piece.mark} className={piece.mark === now ? styles.markNow : ""}>
                <Plain>{piece.text}</Plain>
                <sup className={numberOf(piece.signal)}>{piece.signal + 1}</sup>
              </mark>
            ),
          )}
        </div>
        {capture.textTruncated ? <p className={styles.soft}>{t.finding.textCut}</p> : null}
        {capture.excerpts.length > 0 ? <h2 className={styles.sub}>{t.finding.excerpts}</h2> : null}
        {capture.excerpts.map((excerpt, i) => (
          <pre key={i} className={styles.excerpt} data-excerpt={excerpt.signal}>
            <Plain>{excerpt.before}</Plain>
            <mark>
              <Plain>{excerpt.raw}</Plain>
              <sup className={numberOf(excerpt.signal)}>{excerpt.signal + 1}</sup>
            </mark>
            <Plain>{excerpt.after}</Plain>
          </pre>
        ))}
      </div>
    </>
  );
}
