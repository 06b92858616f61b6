// Promises the words of both captures in three colours that also differ in form: what triggered, what changed, what only moves on.
import type { CompareView, WordPiece } from "../../../api/compare.ts";
import { t } from "../../i18n/messages.ts";
import { sayWhole } from "../../ui/numbers.ts";
import { Plain } from "../../ui/plain.tsx";
import styles from "./compare.module.css";
import { numberOf } from "./signal-mark.ts";

/** Beyond this, words that are alike are folded away. */
const foldFrom = 600;
const keep = 200;

function Same({ text }: { text: string }) {
  if (text.length <= foldFrom) return <Plain>{text}</Plain>;
  return (
    <>
      <Plain>{text.slice(0, keep)}</Plain>
      <span className={styles.fold}>{t.compare.folded(sayWhole(text.length - 2 * keep))}</span>
      <Plain>{text.slice(-keep)}</Plain>
    </>
  );
}

function Piece({ piece, says }: { piece: WordPiece; says: (signal: number, kind: WordPiece["kind"]) => string }) {
  const { kind, cause, text, signal } = piece;
  const shown =
    cause === "trigger" && signal !== null ? (
      <mark className={styles.trigger} title={says(signal, kind)}>
        <Plain>{text}</Plain>
        <sup className={numberOf(signal)}>{signal + 1}</sup>
      </mark>
    ) : (
      <Plain>{text}</Plain>
    );
  if (kind === "same") return cause === "trigger" ? shown : <Same text={text} />;
  const look = cause === "noise" ? styles.noise : kind === "added" ? styles.come : styles.went;
  return kind === "added" ? <ins className={look}>{shown}</ins> : <del className={look}>{shown}</del>;
}

function Legend() {
  const l = t.compare.legend;
  return (
    <aside className={styles.legend} aria-label={l.label}>
      <p>
        <mark className={styles.trigger}>abc</mark> {l.trigger}
      </p>
      <p>
        <ins className={styles.come}>abc</ins> <del className={styles.went}>abc</del> {l.change}
      </p>
      <p>
        <ins className={styles.noise}>12:30</ins> {l.noise}
      </p>
      <p className={styles.soft}>{l.noiseWhy}</p>
    </aside>
  );
}

export function CompareWords({ view }: { view: CompareView }) {
  const { pieces, coarse, cut } = view.words;
  const c = t.compare;
  const says = (signal: number, kind: WordPiece["kind"]) =>
    (kind === "removed" ? view.before : view.after).signals[signal] ?? "";
  return (
    <>
      <Legend />
      {coarse ? <p className={styles.soft}>{c.coarse}</p> : null}
      {cut ? <p className={styles.soft}>{c.cut}</p> : null}
      {pieces.every((piece) => piece.kind === "same") ? <p className={styles.soft}>{c.same}</p> : null}
      <div className={styles.words} tabIndex={0} role="region" aria-label={c.ways.words} data-own-arrows>
        {pieces.map((piece, i) => (
          <Piece key={i} piece={piece} says={says} />
        ))}
      </div>
    </>
  );
}
