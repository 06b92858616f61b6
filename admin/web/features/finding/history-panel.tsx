// Promises every decision ever made on a finding and every act on who has it, oldest first; none is changed or hidden.
import { useQuery } from "@tanstack/react-query";
import type { FindingView } from "../../../api/finding.ts";
import type { TriageActView } from "../../../api/triage.ts";
import { actsQuery } from "../../app/triage-queries.ts";
import { t } from "../../i18n/messages.ts";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./finding.module.css";

const reasons: Record<string, string> = {
  ...t.confirmReason,
  ...t.dismissReason,
  ...t.reopenReason,
  undone: t.finding.undone,
};

function sayAct({ kind, person, until }: TriageActView): string {
  const words = t.triage.acts.kind[kind];
  return `${words}${person ? `: ${person}` : ""}${until ? ` (${t.queue.until(sayWhen(until))})` : ""}`;
}

export function HistoryPanel({ finding }: { finding: FindingView }) {
  const { decisions } = finding;
  const acts = useQuery(actsQuery(finding.id)).data?.items ?? [];
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
      {acts.length > 0 ? (
        <details>
          <summary>{t.triage.acts.history(acts.length)}</summary>
          <ol className={styles.history}>
            {acts.toReversed().map((act) => (
              <li key={act.id}>
                <p>{sayAct(act)}</p>
                <p className={styles.soft}>
                  {act.actor}, {sayWhen(act.at)}
                </p>
                {act.note ? <p>{act.note}</p> : null}
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </section>
  );
}
