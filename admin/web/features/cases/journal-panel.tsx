// Promises the journal of the case in one list by time, as it is printed into the file.
import { useQuery } from "@tanstack/react-query";
import type { CaseWords, JournalEntry } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { caseWordsQuery, journalQuery, sayState } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import styles from "./cases.module.css";

/** The closed word of an entry in this language; "" where its kind has none. */
function sayWord(entry: JournalEntry, words: CaseWords | undefined): string {
  const c = t.cases;
  const tables: Partial<Record<JournalEntry["kind"], Record<string, string>>> = {
    opened: c.source,
    finding: t.category,
    referral: c.referralKind,
    reply: c.referralResult,
    takedown: c.takedownKind,
    "takedown-settled": c.takedownState,
    check: c.recheck,
    outcome: c.outcomeKind,
    "outcome-withdrawn": c.outcomeKind,
    changed: c.journal.edits,
    document: t.documents.kind,
    "document-withdrawn": t.documents.kind,
  };
  if (entry.kind === "step") return sayState(words, entry.word as keyof typeof c.state);
  return tables[entry.kind]?.[entry.word] ?? "";
}

export function JournalTable({ entries }: { entries: JournalEntry[] }) {
  const words = useQuery(caseWordsQuery).data;
  const j = t.cases.journal;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={j.title}>
      <table className={`${table.table} ${styles.journal}`}>
        <thead>
          <tr>
            <th scope="col">{t.cases.common.at}</th>
            <th scope="col">{j.what}</th>
            <th scope="col">{j.words}</th>
            <th scope="col">{t.cases.common.by}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, i) => (
            <tr key={i}>
              <td>{sayWhen(entry.at)}</td>
              <td>{t.cases.journalKind[entry.kind]}</td>
              <td className={styles.cell}>{[sayWord(entry, words), entry.text].filter(Boolean).join(": ")}</td>
              <td>{entry.actor}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function JournalPanel({ view }: PanelProps) {
  const journal = useQuery(journalQuery(view.file.id));
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2>{`${t.cases.journal.title} ${view.file.number}`}</h2>
        <Button className={styles.noPrint ?? ""} onClick={() => window.print()}>
          {t.cases.journal.print}
        </Button>
      </div>
      {journal.isPending ? <Loading /> : null}
      {journal.error ? <Failure error={journal.error} retry={() => void journal.refetch()} /> : null}
      {journal.data ? <JournalTable entries={journal.data.entries} /> : null}
    </section>
  );
}
