// Promises counters of other bodies: typed or pasted line by line, corrected by entering them again.
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { AddCounters, CounterView } from "../../../api/reports.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { readCounterLines } from "./read-counter-lines.ts";
import { countersQuery } from "./report-queries.ts";
import styles from "./reports.module.css";
import { sayNumber } from "./say-figures.ts";
import { sayDay } from "../../ui/days.ts";

const r = t.reports;
const year = () => new Date().getFullYear();

function CounterRows({ items }: { items: readonly CounterView[] }) {
  if (items.length === 0) return <Empty>{r.emptyList}</Empty>;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={r.tabs.counters}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{r.counterName}</th>
            <th>{r.period}</th>
            <th className={table.number}>{r.value}</th>
            <th>{r.note}</th>
            <th>{r.by}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((c) => (
            <tr key={`${c.name}-${c.fromDay}-${c.toDay}`}>
              <th scope="row">{c.name}</th>
              <td>
                {sayDay(c.fromDay)}–{sayDay(c.toDay)}
              </td>
              <td className={table.number}>{sayNumber(c.value)}</td>
              <td>{c.note}</td>
              <td>{c.enteredBy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function CountersTab({ mayEnter }: { mayEnter: boolean }) {
  const [text, setText] = useState("");
  const [bad, setBad] = useState<number | null>(null);
  const counters = useQuery(countersQuery(`${year() - 1}-01-01`, `${year()}-12-31`));
  const enter = useMutation({
    mutationFn: (items: AddCounters["items"]) => callApi("/counters", { method: "POST", body: { items } }),
    onSuccess: () => {
      setText("");
      return queryClient.invalidateQueries({ queryKey: ["counters"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readCounterLines(text);
    setBad(read.badLine);
    if (read.badLine === null && read.items.length > 0) enter.mutate(read.items);
  };
  return (
    <>
      <p className={screen.lines}>{r.counterLead}</p>
      {mayEnter ? (
        <form className={styles.section} onSubmit={submit}>
          <Field label={r.paste} hint={r.pasteHint}>
            <textarea rows={4} value={text} onChange={(e) => setText(e.target.value)} maxLength={50_000} required />
          </Field>
          {bad === null ? null : <p role="alert">{r.badLine(bad)}</p>}
          <Trouble error={enter.error} />
          <Button type="submit" disabled={enter.isPending}>
            {r.add}
          </Button>
        </form>
      ) : null}
      {counters.data ? <CounterRows items={counters.data.items} /> : null}
      <Trouble error={counters.error} />
    </>
  );
}
