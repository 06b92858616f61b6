// Promises what is to be done, by whom and until when; deadlines of the law beside the office's own tasks.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CaseView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { ActDialog, orNull, textOf } from "./act-dialog.tsx";
import { caseWordsQuery, may, useCaseAct } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import { CaseTrouble } from "./case-trouble.tsx";
import styles from "./cases.module.css";
import { sayKnownDay } from "./say-known-day.ts";

function TaskDialog({ caseId, close }: { caseId: string; close: () => void }) {
  const people = useQuery(caseWordsQuery).data?.people ?? [];
  const k = t.cases.tasks;
  const read = (form: FormData) => ({
    title: textOf(form, "title"),
    assignedTo: orNull(form, "assignedTo"),
    dueOn: orNull(form, "dueOn"),
  });
  return (
    <ActDialog caseId={caseId} title={k.add} path="/tasks" read={read} close={close}>
      <Field label={k.name}>
        <input name="title" required maxLength={300} autoFocus />
      </Field>
      <Field label={k.who}>
        <select name="assignedTo">
          <option value="">{t.cases.list.nobody}</option>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={k.due}>
        <input name="dueOn" type="date" />
      </Field>
    </ActDialog>
  );
}

function Tasks({ view }: { view: CaseView }) {
  const act = useCaseAct(view.file.id);
  const k = t.cases.tasks;
  return (
    <>
      <CaseTrouble error={act.error} />
      {view.tasks.length === 0 ? <p className={styles.soft}>{k.noTask}</p> : null}
      <ul className={styles.list}>
        {view.tasks.map((task) => {
          const late =
            !task.doneAt && task.dueOn !== null && new Date(`${task.dueOn}T23:59:59+07:00`).getTime() < Date.now();
          return (
            <li key={task.id} className={styles.line}>
              <label>
                <input
                  type="checkbox"
                  checked={task.doneAt !== null}
                  disabled={act.isPending || !may("case.step")}
                  onChange={(e) =>
                    act.mutate({ path: `/tasks/${task.id}`, method: "PUT", body: { done: e.target.checked } })
                  }
                />{" "}
                {task.doneAt ? <s>{task.title}</s> : task.title}
              </label>
              <span className={styles.soft}>{task.assignedName ?? ""}</span>
              <span className={late ? styles.late : styles.soft}>
                {late ? `! ${k.late} ` : ""}
                {task.doneAt
                  ? `${k.done}: ${task.doneBy}, ${sayWhen(task.doneAt)}`
                  : task.dueOn
                    ? sayKnownDay(task.dueOn)
                    : ""}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Deadlines({ view }: { view: CaseView }) {
  const k = t.cases.tasks;
  if (view.deadlines.length === 0) return <p className={styles.soft}>{k.noDeadline}</p>;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={k.deadlines}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{k.term}</th>
            <th scope="col">{k.starts}</th>
            <th scope="col">{k.due}</th>
            <th scope="col">{t.cases.list.state}</th>
          </tr>
        </thead>
        <tbody>
          {view.deadlines.map((row) => {
            const late = !row.metAt && new Date(row.dueAt).getTime() < Date.now();
            return (
              <tr key={row.id}>
                <td>{row.label}</td>
                <td>{sayWhen(row.startsAt)}</td>
                <td className={late ? styles.late : ""}>{sayWhen(row.dueAt)}</td>
                <td>
                  <Badge tone={row.metAt ? "ok" : late ? "danger" : "accent"}>
                    {row.metAt ? `${k.met} ${sayWhen(row.metAt)}` : late ? k.late : k.running}
                  </Badge>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function TasksPanel({ view }: PanelProps) {
  const [adding, setAdding] = useState(false);
  const k = t.cases.tasks;
  return (
    <>
      <section className={styles.block}>
        <div className={styles.blockHead}>
          <h2>{k.title}</h2>
          {may("case.change") ? <Button onClick={() => setAdding(true)}>{k.add}</Button> : null}
        </div>
        <Tasks view={view} />
        {adding ? <TaskDialog caseId={view.file.id} close={() => setAdding(false)} /> : null}
      </section>
      <section className={styles.block}>
        <h2>{k.deadlines}</h2>
        <Deadlines view={view} />
      </section>
    </>
  );
}
