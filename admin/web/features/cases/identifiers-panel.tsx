// Promises what identifies the subjects of a case: where each was read, how sure it is, and in which other cases it stands.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { CaseView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import table from "../../ui/table.module.css";
import { ActDialog, Options, orNull, textOf } from "./act-dialog.tsx";
import { useCaseAct } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import { CaseTrouble } from "./case-trouble.tsx";
import styles from "./cases.module.css";
import { ConfidenceBadge } from "./confidence-badge.tsx";

function IdentifierDialog({ view, close }: { view: CaseView; close: () => void }) {
  const s = t.cases.subjects;
  const read = (form: FormData) => ({
    kind: textOf(form, "kind"),
    value: textOf(form, "value"),
    subjectId: orNull(form, "subjectId"),
    confidence: textOf(form, "confidence"),
    origin: textOf(form, "origin"),
    captureId: orNull(form, "captureId"),
  });
  return (
    <ActDialog caseId={view.file.id} title={s.addIdentifier} path="/identifiers" read={read} close={close}>
      <Field label={s.identifierKind}>
        <select name="kind" autoFocus>
          <Options table={t.cases.identifierKind} />
        </select>
      </Field>
      <Field label={s.value}>
        <input name="value" required maxLength={500} spellCheck={false} />
      </Field>
      <Field label={s.of}>
        <select name="subjectId">
          <option value="">{t.cases.common.unknown}</option>
          {view.subjects
            .filter((subject) => subject.name)
            .map((subject) => (
              <option key={subject.id} value={subject.id}>
                {subject.name}
              </option>
            ))}
        </select>
      </Field>
      <Field label={s.confidence}>
        <select name="confidence" defaultValue="medium">
          <Options table={t.cases.confidence} />
        </select>
      </Field>
      <Field label={s.exhibit}>
        <select name="captureId">
          <option value="">–</option>
          {view.exhibits.map((exhibit) => (
            <option key={exhibit.id} value={exhibit.captureId}>
              {`${s.fromExhibit(exhibit.position)}: ${exhibit.caption || exhibit.url}`.slice(0, 90)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={s.origin} hint={s.originHint}>
        <input name="origin" maxLength={500} />
      </Field>
    </ActDialog>
  );
}

export function IdentifiersPanel({ view, edits }: PanelProps) {
  const [adding, setAdding] = useState(false);
  const act = useCaseAct(view.file.id);
  const s = t.cases.subjects;
  const nameOf = (id: string | null) => view.subjects.find((row) => row.id === id)?.name || t.cases.common.unknown;
  const placeOf = (id: string | null) => view.exhibits.find((row) => row.captureId === id)?.position;
  const sharedOf = (row: { kind: string; value: string }) =>
    view.sharedIdentifiers.filter((other) => other.kind === row.kind && other.value === row.value);
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2>{s.identifiers}</h2>
        {edits ? <Button onClick={() => setAdding(true)}>{s.addIdentifier}</Button> : null}
      </div>
      <CaseTrouble error={act.error} />
      {view.identifiers.length === 0 ? <p className={styles.soft}>{s.noneYet}</p> : null}
      {view.identifiers.length > 0 ? (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={s.identifiers}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{s.identifierKind}</th>
                <th scope="col">{s.value}</th>
                <th scope="col">{s.of}</th>
                <th scope="col">{s.confidence}</th>
                <th scope="col">{s.origin}</th>
                <th scope="col">{s.shared}</th>
                {edits ? <td /> : null}
              </tr>
            </thead>
            <tbody>
              {view.identifiers.map((row) => {
                const place = placeOf(row.captureId);
                return (
                  <tr key={row.id}>
                    <td>{t.cases.identifierKind[row.kind]}</td>
                    <td className={`${styles.cell} ${styles.mono}`}>{row.value}</td>
                    <td>{nameOf(row.subjectId)}</td>
                    <td>
                      <ConfidenceBadge level={row.confidence} />
                    </td>
                    <td className={styles.cell}>
                      {[place ? s.fromExhibit(place) : "", row.origin].filter(Boolean).join(". ")}
                    </td>
                    <td>
                      {sharedOf(row).map((other) => (
                        <Link key={other.caseId} to="/cases/$id" params={{ id: other.caseId }} className={styles.mono}>
                          {other.number}{" "}
                        </Link>
                      ))}
                    </td>
                    {edits ? (
                      <td>
                        <span className={styles.cellActs}>
                          <Button
                            quiet
                            onClick={() => act.mutate({ path: `/identifiers/${row.id}`, method: "DELETE" })}
                            aria-label={`${t.cases.common.remove} ${row.value}`}
                          >
                            {t.cases.common.remove}
                          </Button>
                        </span>
                      </td>
                    ) : null}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
      {adding ? <IdentifierDialog view={view} close={() => setAdding(false)} /> : null}
    </section>
  );
}
