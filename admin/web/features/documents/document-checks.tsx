// Promises everything that a person should look at before a document is signed, in words.
import type { DocumentView } from "../../../api/documents.ts";
import { t } from "../../i18n/messages.ts";
import styles from "./documents.module.css";

const d = t.documents;

function Lines({ say, items, tone }: { say: string; items: readonly string[]; tone: string | undefined }) {
  if (items.length === 0) return null;
  return (
    <div>
      <strong className={tone}>{say}</strong>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

export function DocumentChecks({ view }: { view: DocumentView }) {
  return (
    <section className={styles.checks} aria-label={d.checks}>
      <h2>{d.checks}</h2>
      <Lines say={d.notYet} items={view.missing} tone={styles.bad} />
      {view.outgoing && view.ownDraft ? <p className={styles.warn}>{d.ownDraft}</p> : null}
      {view.verdict ? <Lines say={d.verdict} items={[view.verdict]} tone={styles.bad} /> : null}
      <Lines say={d.warnings} items={view.warnings} tone={styles.warn} />
      {view.gaps.length > 0 ? (
        <Lines say={d.gaps(view.gaps.length)} items={view.gaps.map((gap) => gap.say)} tone={styles.warn} />
      ) : (
        <p className={styles.ok}>{d.noGaps}</p>
      )}
    </section>
  );
}
