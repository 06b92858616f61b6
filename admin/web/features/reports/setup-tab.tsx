// Promises the rows by which reports count cases: the office's own, in its order, each category in one row only.
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { CategoryRows } from "../../../api/reports.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import { categoriesQuery } from "./report-queries.ts";
import styles from "./reports.module.css";

const r = t.reports;
type Row = CategoryRows["items"][number];

interface RowProps {
  row: Row;
  mayChange: boolean;
  put: (row: Row) => void;
  remove: () => void;
}

function SetupRow({ row, mayChange, put, remove }: RowProps) {
  const [words, setWords] = useState(row.categories.join(", "));
  const putCategories = (text: string) => {
    setWords(text);
    const categories = text.split(",").map((word) => word.trim());
    put({ ...row, categories: categories.filter(Boolean) });
  };
  return (
    <div className={styles.setup}>
      <Field label={r.rowCode}>
        <input
          value={row.code}
          pattern="[a-z][a-z\-]{1,40}"
          onChange={(e) => put({ ...row, code: e.target.value })}
          disabled={!mayChange}
          required
        />
      </Field>
      <Field label={r.rowLabel}>
        <input
          value={row.label}
          minLength={2}
          maxLength={200}
          onChange={(e) => put({ ...row, label: e.target.value })}
          disabled={!mayChange}
          required
        />
      </Field>
      <Field label={r.rowCategories}>
        <input value={words} onChange={(e) => putCategories(e.target.value)} disabled={!mayChange} />
      </Field>
      {mayChange ? (
        <Button quiet onClick={remove} aria-label={`${r.removeRow}: ${row.label}`}>
          {r.removeRow}
        </Button>
      ) : null}
    </div>
  );
}

function Setup({ start, mayChange }: { start: readonly Row[]; mayChange: boolean }) {
  const [rows, setRows] = useState(start.map((row, i) => ({ key: i, row })));
  const save = useMutation({
    mutationFn: () => callApi("/report-categories", { method: "PUT", body: { items: rows.map(({ row }) => row) } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: categoriesQuery.queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const add = () =>
    setRows([
      ...rows,
      { key: Math.max(0, ...rows.map((r2) => r2.key)) + 1, row: { code: "", label: "", categories: [] } },
    ]);
  return (
    <form onSubmit={submit}>
      {rows.map(({ key, row }) => (
        <SetupRow
          key={key}
          row={row}
          mayChange={mayChange}
          put={(next) => setRows(rows.map((one) => (one.key === key ? { key, row: next } : one)))}
          remove={() => setRows(rows.filter((one) => one.key !== key))}
        />
      ))}
      <Trouble error={save.error} />
      {save.isSuccess ? (
        <p className={screen.said} role="status">
          {r.saved}
        </p>
      ) : null}
      {mayChange ? (
        <div className={styles.inline}>
          <Button onClick={add}>{r.addRow}</Button>
          <Button type="submit" tone="accent" disabled={save.isPending || rows.length === 0}>
            {r.save}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

export function SetupTab({ mayChange }: { mayChange: boolean }) {
  const categories = useQuery(categoriesQuery);
  if (categories.error) return <Failure error={categories.error} retry={() => void categories.refetch()} />;
  if (!categories.data) return <Loading />;
  return (
    <>
      <p className={screen.lines}>{r.setupLead}</p>
      <Setup start={categories.data.items} mayChange={mayChange} />
    </>
  );
}
