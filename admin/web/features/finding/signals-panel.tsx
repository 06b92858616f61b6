// Promises the score as a visible sum: each term with its sentence, where it fired, and what would clear it.
import type { FindingView } from "../../../api/finding.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { saySum, sayTerm } from "../../ui/numbers.ts";
import { sayWhen } from "../../ui/when.tsx";
import { BesideButtons } from "./beside-dialog.tsx";
import styles from "./finding.module.css";

type Signal = FindingView["signals"][number];
type Anchor = Signal["anchors"][number];

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

interface TermProps {
  finding: FindingView;
  signal: Signal;
  index: number;
  onShow: () => void;
}

function Term({ finding, signal, index, onShow }: TermProps) {
  const anchors = [...new Set(signal.anchors.map(sayAnchor).filter((say) => say !== null))];
  return (
    <li className={styles.term}>
      <span className={styles.weight}>{sayTerm(signal.weight)}</span>
      <div className={styles.termBody}>
        <p>
          <span className={styles.number}>{index + 1}</span> {signal.say}
        </p>
        {signal.legalGrade ? <p className={styles.soft}>{t.finding.legalGrade}</p> : null}
        {anchors.slice(0, 6).map((say) => (
          <p key={say} className={styles.anchor}>
            {say}
          </p>
        ))}
        {signal.cites.length > 0 ? (
          <p className={styles.soft}>
            {t.finding.cites}: {signal.cites.join("; ")}
          </p>
        ) : null}
        <details className={styles.clears}>
          <summary>{t.finding.clearedBy}</summary>
          <p>{signal.clearedBy}</p>
          <p className={styles.rule}>
            {signal.rule} · {signal.version}
          </p>
        </details>
        {signal.anchors.some(inPage) ? (
          <Button quiet className={styles.show} onClick={onShow}>
            {t.finding.showInText}
          </Button>
        ) : null}
        <BesideButtons finding={finding} anchors={signal.anchors} />
      </div>
    </li>
  );
}

export function SignalsPanel({ finding, onShow }: { finding: FindingView; onShow: (signal: number) => void }) {
  return (
    <section className={styles.panel}>
      <h2>{t.finding.signals}</h2>
      <ol className={styles.terms}>
        {finding.signals.map((signal, i) => (
          <Term key={`${signal.rule}-${i}`} finding={finding} signal={signal} index={i} onShow={() => onShow(i)} />
        ))}
      </ol>
      <p className={styles.total}>
        <span className={styles.weight}>{saySum(finding.score)}</span>
        <span>
          {t.finding.total}: {t.verdict[finding.verdict]}
        </span>
      </p>
    </section>
  );
}
