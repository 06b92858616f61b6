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
import { ReportFields } from "./report-fields.tsx";
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
        <ReportFields words={words} put={put} />
        <Trouble error={add.error} />
        <Button type="submit" tone="accent" disabled={add.isPending}>
          {r.make}
        </Button>
      </form>
    </Dialog>
  );
}
