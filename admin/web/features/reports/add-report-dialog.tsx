// Promises a report made for any kind, period, due day and comparison; what the calendar knows is filled in and can be changed.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { AddReport, ReportView } from "../../../api/reports.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { kindsQuery } from "./report-queries.ts";

const r = t.reports;

export function AddReportDialog({ start, close }: { start: AddReport; close: () => void }) {
  const kinds = useQuery(kindsQuery);
  const navigate = useNavigate();
  const [words, setWords] = useState(start);
  const put = (change: Partial<AddReport>) => setWords({ ...words, ...change });
  const add = useMutation({
    mutationFn: () => callApi<ReportView>("/reports", { method: "POST", body: words }),
    onSuccess: (made) => {
      void queryClient.invalidateQueries({ queryKey: ["reports"] });
      void queryClient.invalidateQueries({ queryKey: ["report-calendar"] });
      void navigate({ to: "/reports/$id", params: { id: made.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog title={r.make} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <Field label={r.kind}>
          <select value={words.kind} onChange={(e) => put({ kind: e.target.value })}>
            {(kinds.data?.items ?? []).map((kind) => (
              <option key={kind.code} value={kind.code}>
                {kind.label}
              </option>
            ))}
          </select>
        </Field>
        <Field label={r.name}>
          <input
            value={words.title}
            onChange={(e) => put({ title: e.target.value })}
            minLength={3}
            maxLength={300}
            required
          />
        </Field>
        <Field label={r.from}>
          <input type="date" value={words.fromDay} onChange={(e) => put({ fromDay: e.target.value })} required />
        </Field>
        <Field label={r.to}>
          <input
            type="date"
            value={words.toDay}
            min={words.fromDay}
            onChange={(e) => put({ toDay: e.target.value })}
            required
          />
        </Field>
        <Field label={r.due}>
          <input type="date" value={words.dueOn ?? ""} onChange={(e) => put({ dueOn: e.target.value || null })} />
        </Field>
        <Field label={r.compare}>
          <select value={words.compare} onChange={(e) => put({ compare: e.target.value as AddReport["compare"] })}>
            {Object.entries(r.compareWith).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        <Trouble error={add.error} />
        <Button type="submit" tone="accent" disabled={add.isPending}>
          {r.make}
        </Button>
      </form>
    </Dialog>
  );
}
