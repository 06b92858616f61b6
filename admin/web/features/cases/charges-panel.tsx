// Promises the articles that the file proposes, chosen by the day of the conduct, with what the law's records warn of.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { CaseView, ChargeView } from "../../../api/cases.ts";
import type { ArticleView, InstrumentView, LawPage } from "../../../api/law.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import table from "../../ui/table.module.css";
import { Options, orNull, textOf } from "./act-dialog.tsx";
import styles from "./add.module.css";
import { useCaseAct } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import { CaseTrouble } from "./case-trouble.tsx";
import own from "./cases.module.css";
import { sayKnownDay } from "./say-known-day.ts";

const shown = 30;

function useArticles(q: string, on: string | null) {
  const search = new URLSearchParams({ q, limit: String(shown), ...(on ? { on } : {}) });
  return useQuery({
    queryKey: ["law-articles", q, on],
    queryFn: ({ signal }) => callApi<LawPage>(`/law/tables/articles?${search}`, { signal, background: true }),
    staleTime: 60_000,
    select: (page) => page.items as ArticleView[],
  });
}

/** An article names its instrument by series; people read the instrument's number. */
function useInstrumentNumbers() {
  const { data } = useQuery({
    queryKey: ["law-instruments"],
    queryFn: ({ signal }) => callApi<LawPage>("/law/tables/instruments?limit=500", { signal, background: true }),
    staleTime: 60_000,
  });
  const rows = (data?.items ?? []) as InstrumentView[];
  return new Map(rows.map((row) => [row.series, row.number || row.title]));
}

function ChargeDialog({ view, close }: { view: CaseView; close: () => void }) {
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState("");
  const found = useArticles(q, view.file.conductOn);
  const numbers = useInstrumentNumbers();
  const act = useCaseAct(view.file.id, close);
  const c = t.cases.charges;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    act.mutate({
      path: "/charges",
      body: { articleId: chosen, subjectId: orNull(form, "subjectId"), note: textOf(form, "note") },
    });
  };
  const subjects = Object.fromEntries(view.subjects.filter((s) => s.name).map((s) => [s.id, s.name]));
  return (
    <Dialog title={c.add} wide close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p className={own.hint}>
          {view.file.conductOn ? `${t.cases.open.conductOn}: ${sayKnownDay(view.file.conductOn)}` : c.noDate}
        </p>
        <Field label={c.search}>
          <input type="search" value={q} onChange={(e) => setQ(e.target.value)} autoFocus />
        </Field>
        <div className={styles.list} role="radiogroup" aria-label={c.add}>
          {(found.data ?? []).map((row) => (
            <label key={row.id} className={styles.choice}>
              <input type="radio" name="article" checked={chosen === row.id} onChange={() => setChosen(row.id)} />
              <span className={styles.number}>{row.article || row.id}</span>
              <span>{row.conduct}</span>
              <span className={own.soft}>{numbers.get(row.instrument) ?? ""}</span>
            </label>
          ))}
        </div>
        <Field label={c.subject}>
          <select name="subjectId">
            <option value="">{t.cases.common.unknown}</option>
            <Options table={subjects} />
          </select>
        </Field>
        <Field label={t.cases.common.note}>
          <textarea name="note" rows={2} maxLength={2000} />
        </Field>
        <CaseTrouble error={act.error ?? found.error} />
        <div className={screen.acts}>
          <Button type="submit" tone="accent" disabled={!chosen || act.isPending}>
            {t.cases.common.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A newer article is named by its id: no day turns on it. */
function Warnings({ row }: { row: ChargeView }) {
  const c = t.cases.charges;
  if (row.warnings.length === 0) return null;
  return (
    <ul aria-label={c.warns} className={own.warnings}>
      {row.warnings.map(({ problem, detail }) => (
        <li key={problem + (detail ?? "")}>
          <Badge tone={problem === "expired" || problem === "not-yet" ? "danger" : "warn"}>
            {`▲ ${c.problem[problem](detail && problem !== "lighter-now" ? sayKnownDay(detail) : "")}`}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

export function ChargesPanel({ view, edits }: PanelProps) {
  const [adding, setAdding] = useState(false);
  const act = useCaseAct(view.file.id);
  const c = t.cases.charges;
  const nameOf = (id: string | null) => view.subjects.find((row) => row.id === id)?.name || t.cases.common.unknown;
  return (
    <section className={own.block}>
      <div className={own.blockHead}>
        <h2>{c.title}</h2>
        {edits ? <Button onClick={() => setAdding(true)}>{c.add}</Button> : null}
      </div>
      <p className={own.hint}>{c.hint}</p>
      <p>{view.file.conductOn ? `${t.cases.open.conductOn}: ${sayKnownDay(view.file.conductOn)}` : `◆ ${c.noDate}`}</p>
      <CaseTrouble error={act.error} />
      {view.charges.length === 0 ? <p className={own.soft}>{c.none}</p> : null}
      {view.charges.length > 0 ? (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={c.title}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t.cases.tabs.charges}</th>
                <th scope="col">{c.conduct}</th>
                <th scope="col">{c.subject}</th>
                <th scope="col">{t.cases.common.note}</th>
                {edits ? <td /> : null}
              </tr>
            </thead>
            <tbody>
              {view.charges.map((row) => (
                <tr key={row.id}>
                  <td className={own.cell}>
                    {row.law ? `${row.law.article} ${row.law.instrument}` : `${row.articleId} (${c.gone})`}
                    <Warnings row={row} />
                  </td>
                  <td className={own.cell}>{row.law?.conduct}</td>
                  <td className={own.cell}>{nameOf(row.subjectId)}</td>
                  <td className={own.cell}>{row.note}</td>
                  {edits ? (
                    <td>
                      <Button quiet onClick={() => act.mutate({ path: `/charges/${row.id}`, method: "DELETE" })}>
                        {t.cases.common.remove}
                      </Button>
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {adding ? <ChargeDialog view={view} close={() => setAdding(false)} /> : null}
    </section>
  );
}
