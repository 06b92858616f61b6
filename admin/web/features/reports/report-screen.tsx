// Promises one report: its period and texts while it is a draft, its figures with the lists behind them, issued once.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import type { ChangeReport, ReportView } from "../../../api/reports.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { FigureDialog } from "./figure-dialog.tsx";
import { ReportDocuments } from "./report-documents.tsx";
import { type FigureSearch, reportQuery } from "./report-queries.ts";
import { ReportFields } from "./report-fields.tsx";
import { SectionTables } from "./report-tables.tsx";
import styles from "./reports.module.css";
import { sayNumber } from "./say-figures.ts";
import { sayDay } from "../../ui/days.ts";

const r = t.reports;

function IssueDialog({
  close,
  issue,
  busy,
  error,
}: {
  close: () => void;
  issue: () => void;
  busy: boolean;
  error: unknown;
}) {
  return (
    <Dialog title={r.issue} close={close}>
      <p>{r.issueAsk}</p>
      <Trouble error={error} />
      <Button tone="accent" onClick={issue} disabled={busy}>
        {r.issue}
      </Button>{" "}
      <Button onClick={close}>{r.cancel}</Button>
    </Dialog>
  );
}

function TakedownLine({ view }: { view: ReportView }) {
  const { removed, requested, medianHours } = view.figures.takedowns;
  const hours = medianHours === null ? r.noHours : r.hours(sayNumber(Math.round(medianHours * 10) / 10));
  return <p className={screen.quietLine}>{r.takedowns(removed, requested, hours)}</p>;
}

function Report({ view }: { view: ReportView }) {
  const isDraft = view.issuedAt === null;
  const mayMake = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("report.make") ?? false;
  const { title, fromDay, toDay, dueOn, compare, texts } = view;
  const [words, setWords] = useState<ChangeReport>({ title, fromDay, toDay, dueOn, compare, texts });
  const [list, setList] = useState<{ search: FigureSearch; label: string } | null>(null);
  const [asking, setAsking] = useState(false);
  const take = (next: ReportView) => queryClient.setQueryData(reportQuery(view.id).queryKey, next);
  const save = useMutation({
    mutationFn: () => callApi<ReportView>(`/reports/${view.id}`, { method: "PUT", body: words }),
    onSuccess: take,
  });
  const issue = useMutation({
    mutationFn: async () => {
      await callApi<ReportView>(`/reports/${view.id}`, { method: "PUT", body: words });
      return callApi<ReportView>(`/reports/${view.id}/issue`, { method: "POST" });
    },
    onSuccess: (next) => {
      take(next);
      setAsking(false);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const edits = isDraft && mayMake;
  return (
    <form onSubmit={submit}>
      <header className={screen.head}>
        <h1>{view.title}</h1>
        <div className={screen.acts}>
          <Link to="/reports">{r.back}</Link>
          {edits ? (
            <>
              <Button type="submit" disabled={save.isPending}>
                {r.save}
              </Button>
              <Button tone="accent" onClick={() => setAsking(true)}>
                {r.issue}
              </Button>
            </>
          ) : null}
        </div>
      </header>
      <ReportDocuments id={view.id} />
      <Trouble error={save.error} />
      {save.isSuccess ? (
        <p className={screen.said} role="status">
          {r.saved}
        </p>
      ) : null}
      {view.issuedAt ? (
        <p className={screen.said}>{r.issuedLine(view.issuedBy ?? "", sayWhen(view.issuedAt))}</p>
      ) : null}
      {edits ? (
        <div className={styles.head}>
          <ReportFields words={words} put={(change) => setWords({ ...words, ...change })} />
        </div>
      ) : (
        <p className={screen.lines}>
          {r.period}: {sayDay(view.fromDay)}–{sayDay(view.toDay)} · {r.compare}: {r.compareWith[view.compare]}
        </p>
      )}
      <TakedownLine view={view} />
      {view.figures.sections.map((section) => (
        <section key={section.number} className={styles.section}>
          <h2>
            {section.number}. {section.title}
          </h2>
          <SectionTables
            section={section}
            figures={view.figures}
            open={(search, label) => setList({ search, label })}
          />
          {section.text && edits ? (
            <Field label={r.texts[section.text] ?? section.title}>
              <textarea
                rows={4}
                maxLength={20_000}
                value={words.texts[section.text] ?? ""}
                onChange={(e) => setWords({ ...words, texts: { ...words.texts, [section.text]: e.target.value } })}
              />
            </Field>
          ) : null}
          {section.text && !edits ? <p className={screen.lines}>{view.texts[section.text]}</p> : null}
        </section>
      ))}
      {list ? <FigureDialog search={list.search} label={list.label} close={() => setList(null)} /> : null}
      {asking ? (
        <IssueDialog
          close={() => setAsking(false)}
          issue={() => issue.mutate()}
          busy={issue.isPending}
          error={issue.error}
        />
      ) : null}
    </form>
  );
}

export function ReportScreen({ id }: { id: string }) {
  const report = useQuery(reportQuery(id));
  useEffect(() => {
    document.title = `${r.title} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      {report.isPending ? <Loading /> : null}
      {report.error ? <Failure error={report.error} retry={() => void report.refetch()} /> : null}
      {report.data ? <Report key={report.data.issuedAt ?? "draft"} view={report.data} /> : null}
    </div>
  );
}
