// Promises how far two people agree who look at the same finding apart, and to the lead each disagreement with what to make of it.
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { Agreement, AgreementView, Disagreement, DisagreementPage, Settle } from "../../../api/second-reviews.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Empty, Failure, Loading, Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { readFilter } from "../queue/read-filter.ts";
import { FiguresTable } from "./figures-table.tsx";
import styles from "./overview.module.css";

const s = t.dashboards.secondLooks;
const days = 90;
const numbers = new Intl.NumberFormat("vi-VN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const reasons: Record<string, string> = { ...t.confirmReason, ...t.dismissReason };

const cellsOf = (name: string, a: Agreement) => [
  name,
  a.pairs,
  a.agreed,
  a.kappa === null ? s.unknown : numbers.format(a.kappa),
  a.waiting,
  a.unsettled,
];

function Opinion({ title, said }: { title: string; said: Disagreement["first"] }) {
  return (
    <p>
      {title}: <strong>{t.finding.said[said.verdict]}</strong>, {reasons[said.reason] ?? said.reason} ({said.by},{" "}
      {sayWhen(said.at)}){said.note ? `. ${said.note}` : ""}
    </p>
  );
}

/** What was typed stays where saving it fails. */
function One({ row }: { row: Disagreement }) {
  const [note, setNote] = useState("");
  const settle = useMutation({
    mutationFn: (outcome: Settle["outcome"]) =>
      callApi(`/second-reviews/${row.id}/settlement`, { method: "POST", body: { outcome, note: note.trim() } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["second-looks"] }),
  });
  const keep = (event: FormEvent) => {
    event.preventDefault();
    settle.mutate("kept");
  };
  const isIdle = note.trim() === "" || settle.isPending;
  return (
    <li className={styles.disagreement}>
      <h3>
        <Link to="/findings/$id" params={{ id: row.findingId }} search={readFilter({})}>
          {row.host}
        </Link>{" "}
        · {t.category[row.category]}
      </h3>
      <Opinion title={s.first} said={row.first} />
      <Opinion title={s.second} said={row.second} />
      <form onSubmit={keep}>
        <Field label={s.note}>
          <input value={note} maxLength={2000} required onChange={(e) => setNote(e.target.value)} />
        </Field>
        <div className={styles.choices}>
          <Button type="submit" disabled={isIdle}>
            {s.keep}
          </Button>
          <Button disabled={isIdle} onClick={() => settle.mutate("reopened")}>
            {s.reopen}
          </Button>
        </div>
        <Trouble error={settle.error} />
      </form>
    </li>
  );
}

function Disagreements() {
  const list = useInfiniteQuery({
    queryKey: ["second-looks", "disagreements"],
    queryFn: ({ pageParam, signal }) =>
      callApi<DisagreementPage>(
        `/second-reviews/disagreements?${new URLSearchParams({ settled: "no", ...(pageParam && { cursor: pageParam }) })}`,
        { signal, background: true },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  if (list.isPending) return <Loading />;
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <Empty>{s.none}</Empty>;
  return (
    <>
      <ul className={styles.disagreements} aria-label={s.disagreements}>
        {rows.map((row) => (
          <One key={row.id} row={row} />
        ))}
      </ul>
      {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>{s.more}</Button> : null}
    </>
  );
}

export function SecondLooksCard() {
  const acts = useQuery(sessionQuery).data?.acts ?? [];
  const agreement = useQuery({
    queryKey: ["second-looks", "agreement"],
    queryFn: ({ signal }) =>
      callApi<AgreementView>(`/second-reviews/agreement?days=${days}`, { signal, background: true }),
  });
  const { data } = agreement;
  const rows = data
    ? [
        ...data.byCategory.map((a) => ({ key: a.category, cells: cellsOf(t.category[a.category], a) })),
        { key: "all", cells: cellsOf(s.all, data.all) },
      ]
    : [];
  return (
    <section className={`${styles.card} ${styles.whole}`}>
      <h2>{s.title(days)}</h2>
      {agreement.isPending ? <Loading /> : null}
      {agreement.error ? <Failure error={agreement.error} retry={() => void agreement.refetch()} /> : null}
      {rows.length === 1 ? <Empty>{s.nothing}</Empty> : null}
      {rows.length > 1 ? (
        <FiguresTable
          label={s.title(days)}
          heads={[s.category, s.pairs, s.agreed, s.kappa, s.waiting, s.unsettled]}
          rows={rows}
        />
      ) : null}
      <p className={styles.line}>{s.about}</p>
      {acts.includes("finding.lead") ? <Disagreements /> : null}
    </section>
  );
}
