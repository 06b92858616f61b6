// Promises the score as a visible sum: each term with its bar, its sentence, where it fired, its law, and what would clear it.
import { useQuery } from "@tanstack/react-query";
import type { FindingView } from "../../../api/finding.ts";
import { captureQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { saySum, sayTerm } from "../../ui/numbers.ts";
import { Plain } from "../../ui/plain.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { BesideButtons } from "./beside-dialog.tsx";
import styles from "./finding.module.css";
import { numberOf } from "./signal-mark.ts";
import waterfall from "./waterfall.module.css";

type Signal = FindingView["signals"][number];
type Anchor = Signal["anchors"][number];
type On = "picture" | "text";

function sayAnchor(anchor: Anchor): string | null {
  const f = t.finding;
  if (anchor.kind === "absence") return `${f.anchorAbsence}: ${anchor.searched.join(", ")}`;
  if (anchor.kind === "register")
    return `${f.anchorRegister} ${anchor.register}${anchor.row ? `, ${anchor.row}` : ""} (${f.importedAt(sayWhen(anchor.importedAt))})`;
  if (anchor.kind === "difference")
    return `${f.anchorDifference} ${anchor.between.map((side) => f.vantage[side] ?? side).join(" / ")}: ${anchor.what}`;
  if (anchor.kind === "region")
    return `${f.anchorRegion}: ${anchor.read ? `“${anchor.read}” ` : ""}(${anchor.image}; ${anchor.x}, ${anchor.y}, ${anchor.width} × ${anchor.height})`;
  if (anchor.field === "url") return `${f.anchorUrl}: ${anchor.raw}`;
  if (anchor.field === "title") return `${f.anchorTitle}: ${anchor.raw}`;
  return null;
}

const inPage = (anchor: Anchor) => anchor.kind === "text" && (anchor.field === "text" || anchor.field === "html");

/** From where the sum stood before this term to where it stands after it, on one scale for all terms. */
function Bar({ from, to, span }: { from: number; to: number; span: { least: number; most: number } }) {
  const width = Math.max(0.001, span.most - span.least);
  const place = (value: number) => ((value - span.least) / width) * 100;
  const left = place(Math.min(from, to));
  return (
    <span className={waterfall.track} aria-hidden="true">
      <span className={waterfall.zero} style={{ left: `${place(0)}%` }} />
      <span
        className={to >= from ? waterfall.more : waterfall.less}
        style={{ left: `${left}%`, width: `${Math.max(0.8, Math.abs(place(to) - place(from)))}%` }}
      />
    </span>
  );
}

interface TermProps {
  finding: FindingView;
  signal: Signal;
  index: number;
  bar: { from: number; to: number; span: { least: number; most: number } };
  hasBox: boolean;
  onShow: (signal: number, on: On) => void;
}

function Term({ finding, signal, index, bar, hasBox, onShow }: TermProps) {
  const anchors = [...new Set(signal.anchors.map(sayAnchor).filter((say) => say !== null))];
  return (
    <li className={styles.term}>
      <span className={styles.weight}>{sayTerm(signal.weight)}</span>
      <div className={styles.termBody}>
        <Bar {...bar} />
        <p>
          <span className={numberOf(index)}>{index + 1}</span> <Plain>{signal.say}</Plain>
        </p>
        {signal.legalGrade ? <p className={styles.soft}>{t.finding.legalGrade}</p> : null}
        {anchors.slice(0, 6).map((say) => (
          <p key={say} className={styles.anchor}>
            <Plain>{say}</Plain>
          </p>
        ))}
        {signal.cites.length > 0 ? (
          <p className={styles.soft}>
            {t.finding.cites}: {signal.cites.join("; ")}
          </p>
        ) : null}
        <details className={styles.clears}>
          <summary>{t.finding.clearedBy}</summary>
          <p>
            <Plain>{signal.clearedBy}</Plain>
          </p>
          <p className={styles.rule}>
            {signal.rule} · {signal.version}
          </p>
        </details>
        <div className={waterfall.ways}>
          {hasBox ? (
            <Button quiet className={styles.show} onClick={() => onShow(index, "picture")}>
              {t.compare.waterfall.showOnPicture}
            </Button>
          ) : null}
          {!finding.absence && signal.anchors.some(inPage) ? (
            <Button quiet className={styles.show} onClick={() => onShow(index, "text")}>
              {t.finding.showInText}
            </Button>
          ) : null}
        </div>
        <BesideButtons finding={finding} anchors={signal.anchors} />
      </div>
    </li>
  );
}

/** Where the sum stands before and after each term. */
function runSums(signals: readonly Signal[]) {
  let sum = 0;
  const steps = signals.map(({ weight }) => ({ from: sum, to: (sum += weight) }));
  const places = [0, ...steps.map((step) => step.to)];
  return { steps, sum, span: { least: Math.min(...places), most: Math.max(...places) } };
}

function Skipped({ skipped }: { skipped: { rule: string; missing: string }[] }) {
  const w = t.compare.waterfall;
  if (skipped.length === 0) return null;
  return (
    <details className={styles.clears}>
      <summary>{w.skipped(skipped.length)}</summary>
      <p className={styles.soft}>{w.skippedWhy}</p>
      <ul className={waterfall.skipped}>
        {skipped.map(({ rule, missing }, i) => (
          <li key={i}>
            <span className={styles.rule}>{rule}</span>: {w.missing} {missing}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function SignalsPanel({ finding, onShow }: { finding: FindingView; onShow: (signal: number, on: On) => void }) {
  const w = t.compare.waterfall;
  // The pane beside asks for the capture; here it is only looked up.
  const capture = useQuery({ ...captureQuery(finding.seal.captureId, finding.id), enabled: false });
  const { steps, sum, span } = runSums(finding.signals);
  const boxed = new Set(capture.data?.boxes.map((box) => box.signal));
  return (
    <section className={styles.panel}>
      <h2>{t.finding.signals}</h2>
      <p className={styles.soft}>{w.why}</p>
      <ol className={styles.terms}>
        {finding.signals.map((signal, i) => (
          <Term
            key={`${signal.rule}-${i}`}
            finding={finding}
            signal={signal}
            index={i}
            bar={{ ...steps[i]!, span }}
            hasBox={!finding.absence && boxed.has(i)}
            onShow={onShow}
          />
        ))}
      </ol>
      <p className={styles.total}>
        <span className={styles.weight}>{saySum(finding.score)}</span>
        <span>
          {t.finding.total}: {t.verdict[finding.verdict]}
        </span>
      </p>
      {Math.abs(sum - finding.score) > 0.01 ? <p className={styles.warn}>{w.off(saySum(sum))}</p> : null}
      <Skipped skipped={capture.data?.skipped ?? []} />
    </section>
  );
}
