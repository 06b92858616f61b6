// Promises who the case is about as far as it is known, with how sure the file is; "chưa xác định" is a value.
import { useState } from "react";
import type { SubjectView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import table from "../../ui/table.module.css";
import { ActDialog, Options, textOf } from "./act-dialog.tsx";
import { useCaseAct } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import { CaseTrouble } from "./case-trouble.tsx";
import styles from "./cases.module.css";
import { ConfidenceBadge } from "./confidence-badge.tsx";
import { IdentifiersPanel } from "./identifiers-panel.tsx";

function SubjectDialog({ caseId, subject, close }: { caseId: string; subject: SubjectView | null; close: () => void }) {
  const s = t.cases.subjects;
  const read = (form: FormData) => ({
    kind: textOf(form, "kind"),
    name: textOf(form, "name"),
    address: textOf(form, "address"),
    confidence: textOf(form, "confidence"),
    note: textOf(form, "note"),
  });
  return (
    <ActDialog
      caseId={caseId}
      title={s.add}
      path={subject ? `/subjects/${subject.id}` : "/subjects"}
      method={subject ? "PUT" : "POST"}
      read={read}
      close={close}
    >
      <Field label={s.kind}>
        <select name="kind" defaultValue={subject?.kind ?? "organisation"} autoFocus>
          <Options table={t.cases.subjectKind} />
        </select>
      </Field>
      <Field label={s.name}>
        <input name="name" maxLength={300} defaultValue={subject?.name} />
      </Field>
      <Field label={s.address}>
        <input name="address" maxLength={500} defaultValue={subject?.address} />
      </Field>
      <Field label={s.confidence}>
        <select name="confidence" defaultValue={subject?.confidence ?? "low"}>
          <Options table={t.cases.confidence} />
        </select>
      </Field>
      <Field label={s.note}>
        <textarea name="note" rows={3} maxLength={2000} defaultValue={subject?.note} />
      </Field>
    </ActDialog>
  );
}

function SubjectTable({ view, edits }: PanelProps) {
  const [editing, setEditing] = useState<SubjectView | null>(null);
  const act = useCaseAct(view.file.id);
  const s = t.cases.subjects;
  return (
    <>
      <CaseTrouble error={act.error} />
      <div className={table.scroll} tabIndex={0} role="region" aria-label={s.title}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{s.name}</th>
              <th scope="col">{s.kind}</th>
              <th scope="col">{s.address}</th>
              <th scope="col">{s.confidence}</th>
              <th scope="col">{s.note}</th>
              <th scope="col">{t.cases.common.by}</th>
              {edits ? <td /> : null}
            </tr>
          </thead>
          <tbody>
            {view.subjects.map((row) => (
              <tr key={row.id}>
                <td className={styles.cell}>
                  <b>{row.name || s.unknown}</b>
                </td>
                <td>{t.cases.subjectKind[row.kind]}</td>
                <td className={styles.cell}>{row.address}</td>
                <td>
                  <ConfidenceBadge level={row.confidence} />
                </td>
                <td className={styles.cell}>{row.note}</td>
                <td className={table.soft}>{row.addedBy}</td>
                {edits ? (
                  <td>
                    <span className={styles.cellActs}>
                      <Button quiet onClick={() => setEditing(row)} aria-label={`${t.cases.common.edit} ${row.name}`}>
                        {t.cases.common.edit}
                      </Button>
                      <Button
                        quiet
                        onClick={() => act.mutate({ path: `/subjects/${row.id}`, method: "DELETE" })}
                        aria-label={`${t.cases.common.remove} ${row.name}`}
                      >
                        {t.cases.common.remove}
                      </Button>
                    </span>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {editing ? <SubjectDialog caseId={view.file.id} subject={editing} close={() => setEditing(null)} /> : null}
    </>
  );
}

export function SubjectsPanel(props: PanelProps) {
  const { view, edits } = props;
  const [adding, setAdding] = useState(false);
  const isUnknown = view.subjects.every((row) => !row.name);
  const s = t.cases.subjects;
  return (
    <>
      <section className={styles.block}>
        <div className={styles.blockHead}>
          <h2>{s.title}</h2>
          {edits ? <Button onClick={() => setAdding(true)}>{s.add}</Button> : null}
        </div>
        {isUnknown ? (
          <div className={styles.unknown}>
            <b>{s.unknown}</b>
            <p className={styles.hint}>{s.unknownHint}</p>
          </div>
        ) : (
          <SubjectTable {...props} />
        )}
        {adding ? <SubjectDialog caseId={view.file.id} subject={null} close={() => setAdding(false)} /> : null}
      </section>
      <IdentifiersPanel {...props} />
    </>
  );
}
