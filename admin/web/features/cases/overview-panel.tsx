// Promises the case at a glance: its facts and summary, what waits, its findings, who wrote in it, notes that are only added.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { CaseView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { readFilter } from "../queue/read-filter.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { ActDialog, Options, orNull, textOf } from "./act-dialog.tsx";
import { caseWordsQuery, may, useCaseAct } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import { CaseTrouble } from "./case-trouble.tsx";
import styles from "./cases.module.css";
import { DetachDialog } from "./detach-dialog.tsx";
import { sayKnownDay } from "./say-known-day.ts";

function EditDialog({ view, close }: { view: CaseView; close: () => void }) {
  const { file } = view;
  const o = t.cases.open;
  const read = (form: FormData) => ({
    title: textOf(form, "title"),
    category: textOf(form, "category"),
    source: textOf(form, "source"),
    area: textOf(form, "area"),
    summary: textOf(form, "summary"),
    conductOn: orNull(form, "conductOn"),
  });
  return (
    <ActDialog caseId={file.id} title={t.cases.overview.edit} path="" method="PATCH" read={read} close={close}>
      <Field label={o.name} hint={o.nameHint}>
        <input name="title" required maxLength={300} defaultValue={file.title} autoFocus />
      </Field>
      <Field label={o.category}>
        <select name="category" defaultValue={file.category}>
          <Options table={t.category} />
        </select>
      </Field>
      <Field label={o.source}>
        <select name="source" defaultValue={file.source}>
          <Options table={t.cases.source} />
        </select>
      </Field>
      <Field label={o.area}>
        <input name="area" maxLength={200} defaultValue={file.area} />
      </Field>
      <Field label={o.conductOn} hint={o.conductHint}>
        <input name="conductOn" type="date" defaultValue={file.conductOn ?? ""} />
      </Field>
      <Field label={o.summary}>
        <textarea name="summary" rows={6} maxLength={8000} defaultValue={file.summary} />
      </Field>
    </ActDialog>
  );
}

function Facts({ view, edits }: PanelProps) {
  const [editing, setEditing] = useState(false);
  const { file } = view;
  const o = t.cases.overview;
  const rows: [string, string][] = [
    [t.cases.open.source, t.cases.source[file.source]],
    [o.detected, sayWhen(file.detectedAt)],
    [o.opened, `${sayWhen(file.createdAt)}, ${file.createdByName}`],
    [o.conduct, sayKnownDay(file.conductOn)],
    [o.area, file.area || t.cases.common.unknown],
    ...(file.duplicateNumber ? [[o.duplicateOf, file.duplicateNumber] as [string, string]] : []),
  ];
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2>{o.facts}</h2>
        {edits ? <Button onClick={() => setEditing(true)}>{o.edit}</Button> : null}
      </div>
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{o.summary}</h3>
      <p className={file.summary ? styles.prose : styles.soft}>{file.summary || o.noSummary}</p>
      {editing ? <EditDialog view={view} close={() => setEditing(false)} /> : null}
    </section>
  );
}

function Findings({ view, edits }: PanelProps) {
  const [detaching, setDetaching] = useState<{ id: string; name: string } | null>(null);
  return (
    <section className={styles.block}>
      <h2>{t.cases.overview.findings}</h2>
      {view.findings.length === 0 ? <p className={styles.soft}>{t.cases.common.none}</p> : null}
      <ul className={styles.list}>
        {view.findings.map((row) => (
          <li key={row.id} className={styles.line}>
            {may("finding.read") ? (
              <Link to="/findings/$id" params={{ id: row.findingId }} search={readFilter({})} className={styles.mono}>
                {row.host}
              </Link>
            ) : (
              <span className={styles.mono}>{row.host}</span>
            )}
            <span className={styles.cell}>{row.title}</span>
            <Badge tone={row.status === "confirmed" ? "ok" : "warn"}>{t.status[row.status]}</Badge>
            {edits ? (
              <Button
                quiet
                aria-label={`${t.cases.exhibits.detach} ${row.host}`}
                onClick={() => setDetaching({ id: row.id, name: row.host })}
              >
                {t.cases.exhibits.detach}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {detaching ? (
        <DetachDialog
          caseId={view.file.id}
          part={`findings/${detaching.id}`}
          name={detaching.name}
          close={() => setDetaching(null)}
        />
      ) : null}
    </section>
  );
}

function Waiting({ view }: { view: CaseView }) {
  const waits = [
    ...view.deadlines.filter((d) => !d.metAt).map((d) => ({ key: d.id, words: d.label, at: d.dueAt })),
    ...view.tasks
      .filter((task) => !task.doneAt && task.dueOn)
      .map((task) => ({ key: task.id, words: task.title, at: `${task.dueOn}T23:59:59+07:00` })),
    ...view.referrals
      .filter((r) => r.dueOn && !r.repliedOn)
      .map((r) => ({
        key: r.id,
        words: `${t.cases.referralKind[r.kind]}: ${r.agency}`,
        at: `${r.dueOn}T23:59:59+07:00`,
      })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <section className={styles.block}>
      <h2>{t.cases.overview.waiting}</h2>
      {waits.length === 0 ? <p className={styles.soft}>{t.cases.overview.nothingWaits}</p> : null}
      <ul className={styles.list}>
        {waits.map(({ key, words, at }) => {
          const late = new Date(at).getTime() < Date.now();
          return (
            <li key={key} className={styles.line}>
              <span>{words}</span>
              <span className={late ? styles.late : styles.soft}>
                {late ? `! ${t.cases.list.late} ` : ""}
                {sayWhen(at).slice(0, 10)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Assign({ view }: { view: CaseView }) {
  const people = useQuery(caseWordsQuery).data?.people ?? [];
  const act = useCaseAct(view.file.id);
  if (!may("case.change")) return null;
  return (
    <section className={styles.block}>
      <Field label={t.cases.overview.assign}>
        <select
          value={view.file.assignedTo ?? ""}
          onChange={(e) => act.mutate({ path: "/assigned", method: "PUT", body: { personId: e.target.value || null } })}
        >
          <option value="">{t.cases.list.nobody}</option>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {`${person.name} · ${t.role[person.role]}`}
            </option>
          ))}
        </select>
      </Field>
      <CaseTrouble error={act.error} />
    </section>
  );
}

function Notes({ view }: { view: CaseView }) {
  const [text, setText] = useState("");
  const act = useCaseAct(view.file.id, () => setText(""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate({ path: "/notes", body: { text } });
  };
  return (
    <section className={styles.block}>
      <h2>{t.cases.overview.notes}</h2>
      <ul className={styles.list}>
        {view.notes.map((note) => (
          <li key={note.id}>
            <p className={styles.hint}>{`${sayWhen(note.addedAt)} · ${note.addedBy}`}</p>
            <p className={styles.prose}>{note.text}</p>
          </li>
        ))}
      </ul>
      {may("case.change") ? (
        <form className={styles.block} onSubmit={submit}>
          <Field label={t.cases.overview.addNote}>
            <textarea rows={3} maxLength={8000} required value={text} onChange={(e) => setText(e.target.value)} />
          </Field>
          <CaseTrouble error={act.error} />
          <div>
            <Button type="submit" disabled={act.isPending || !text.trim()}>
              {t.cases.common.add}
            </Button>
          </div>
        </form>
      ) : null}
    </section>
  );
}

export function OverviewPanel(props: PanelProps) {
  const { view } = props;
  return (
    <div className={styles.columns}>
      <div className={styles.block}>
        <Facts {...props} />
        <Findings {...props} />
      </div>
      <div className={styles.block}>
        <Waiting view={view} />
        <Assign view={view} />
        <section className={styles.block}>
          <h2>{t.cases.overview.authors}</h2>
          <p>{view.authors.map((author) => author.name).join(", ")}</p>
          <p className={styles.hint}>{t.cases.overview.authorsHint}</p>
        </section>
        <Notes view={view} />
      </div>
    </div>
  );
}
