// Promises a new version of one row of the law: the old one is shown as it was, what is typed stays until it is saved.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { LawTable, PutReply } from "../../../api/law.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Trouble } from "../../ui/states.tsx";
import styles from "./law.module.css";
import { type RowField, rowFields, sayOption, toRow, toValues, type Values } from "./row-fields.ts";

type Put = (name: string, value: string | boolean) => void;

function Control({ field, values, put }: { field: RowField; values: Values; put: Put }) {
  const { name, kind, required = false } = field;
  const value = String(values[name] ?? "");
  const label = t.law.fields[name];
  if (kind === "check")
    return (
      <label className={styles.check}>
        <input type="checkbox" checked={values[name] === true} onChange={(e) => put(name, e.target.checked)} /> {label}
      </label>
    );
  if (typeof kind === "object")
    return (
      <Field label={label}>
        <select value={value} onChange={(e) => put(name, e.target.value)}>
          {kind.options.map((option) => (
            <option key={option} value={option}>
              {sayOption(name, option)}
            </option>
          ))}
        </select>
      </Field>
    );
  if (kind === "area" || kind === "list")
    return (
      <Field label={label} {...(kind === "list" ? { hint: t.law.form.listHint } : {})}>
        <textarea
          rows={kind === "list" ? 2 : 3}
          value={value}
          required={required}
          onChange={(e) => put(name, e.target.value)}
        />
      </Field>
    );
  return (
    <Field label={label}>
      <input
        type={kind === "day" ? "date" : "text"}
        inputMode={kind === "number" ? "numeric" : undefined}
        value={value}
        required={required}
        onChange={(e) => put(name, e.target.value)}
      />
    </Field>
  );
}

export function RowDialog({
  table,
  row,
  close,
  done,
}: {
  table: LawTable;
  row: Record<string, unknown> | null;
  close: () => void;
  done: (reply: PutReply) => void;
}) {
  const [values, setValues] = useState(() => toValues(table, row));
  const [reason, setReason] = useState("");
  const save = useMutation({
    mutationFn: () =>
      callApi<PutReply>("/law/rows", { method: "POST", body: { table, row: toRow(table, values), reason } }),
    onSuccess: done,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const put: Put = (name, value) => setValues((all) => ({ ...all, [name]: value }));
  return (
    <Dialog wide title={row ? t.law.changeRow(String(row.id)) : t.law.form.title} close={close}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.soft}>{t.law.form.hint}</p>
        <div className={styles.columns}>
          {rowFields[table].map((field) => (
            <Control key={field.name} field={field} values={values} put={put} />
          ))}
        </div>
        <Field label={t.law.form.reason} hint={t.law.form.reasonHint}>
          <input value={reason} minLength={3} maxLength={300} required onChange={(e) => setReason(e.target.value)} />
        </Field>
        <Trouble error={save.error} />
        <Button type="submit" tone="accent" disabled={save.isPending}>
          {t.law.form.save}
        </Button>
      </form>
    </Dialog>
  );
}
