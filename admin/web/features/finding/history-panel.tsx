// Promises every decision ever made on a finding, oldest first; none is changed or hidden.
import type { DecisionView } from "../../../api/decisions.ts";
import { t } from "../../i18n/messages.ts";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./finding.module.css";

const reasons: Record<string, string> = {
  ...t.confirmReason,
  ...t.dismissReason,
  ...t.reopenReason,
  undone: t.finding.undone,
};

export function HistoryPanel({ decisions }: { decisions: DecisionView[] }) {
  return (
    <section className={styles.panel}>
      <h2>{t.finding.history}</h2>
      {decisions.length === 0 ? <p className={styles.soft}>{t.finding.noHistory}</p> : null}
      <ol className={styles.history}>
        {decisions.map((d) => (
          <li key={d.id}>
            <p>
              <strong>{t.finding.said[d.verdict]}</strong>: {reasons[d.reason] ?? d.reason}
            </p>
            <p className={styles.soft}>
              {d.actor}, {sayWhen(d.at)}
            </p>
            {d.note ? <p>{d.note}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
