// Promises the bell as a list: what is over, what comes next, what is back after it was removed, and the law's yearly dates.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Bell, DeadlinesPage } from "../../../api/deadlines.ts";
import { callApi } from "../../app/call-api.ts";
import { stateName, useOffice } from "../../app/office.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty, Failure, Loading, Trouble } from "../../ui/states.tsx";
import ui from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { bellQuery } from "./bell-query.ts";
import styles from "./law.module.css";

const words = t.law.deadlines;

function Returned({ items }: { items: Bell["returned"] }) {
  const see = useMutation({
    mutationFn: (id: string) => callApi(`/takedowns/${id}/returned-seen`, { method: "POST" }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["bell"] }),
  });
  if (items.length === 0) return null;
  return (
    <div className={styles.hint}>
      <p className={styles.over}>{words.returned}</p>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <Link to="/cases/$id" params={{ id: item.caseId }} search={{}}>
              {item.number}
            </Link>{" "}
            <bdi>{item.url}</bdi> · {sayWhen(item.returnedAt)}{" "}
            <Button quiet onClick={() => see.mutate(item.id)} aria-label={words.seenOf(item.url)}>
              {words.seen}
            </Button>
          </li>
        ))}
      </ul>
      <Trouble error={see.error} />
    </div>
  );
}

function Yearly({ items }: { items: Bell["yearly"] }) {
  if (items.length === 0) return null;
  return (
    <div className={styles.line}>
      <p className={styles.sub}>{words.yearly}</p>
      <ul>
        {items.map((item) => (
          <li key={item.termId}>
            {item.label}: {sayWhen(item.dueAt).slice(0, 10)}{" "}
            {item.isUnverified ? <Badge tone="warn">⚠ {t.law.unverified}</Badge> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Rows({ items }: { items: DeadlinesPage["items"] }) {
  useOffice(); // state names are the office's
  return (
    <div className={ui.scroll} tabIndex={0} role="region" aria-label={t.law.tabs.deadlines}>
      <table className={ui.table}>
        <thead>
          <tr>
            <th scope="col">{words.due}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.case}</th>
            <th scope="col">{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((d) => (
            <tr key={d.id}>
              <td className={styles.money}>
                {sayWhen(d.dueAt)} {d.isOverdue ? <Badge tone="danger">{words.isOver}</Badge> : null}
              </td>
              <td>{d.label}</td>
              <td>
                <Link to="/cases/$id" params={{ id: d.caseId }} search={{}}>
                  {d.number}
                </Link>{" "}
                <bdi>{d.title}</bdi>
              </td>
              <td>{stateName(d.state)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function DeadlineList() {
  const bell = useQuery(bellQuery);
  const list = useQuery({
    queryKey: ["deadlines"],
    queryFn: () => callApi<DeadlinesPage>("/deadlines?days=3660&limit=200", { background: true }),
    refetchInterval: 60_000,
  });
  if (bell.isPending || list.isPending) return <Loading />;
  const error = bell.error ?? list.error;
  if (error) return <Failure error={error} retry={() => void Promise.all([bell.refetch(), list.refetch()])} />;
  return (
    <>
      <p className={styles.line}>
        <span className={bell.data!.overdue > 0 ? styles.over : undefined}>{words.overdue(bell.data!.overdue)}</span> ·{" "}
        {words.dueSoon(bell.data!.dueSoon)}
      </p>
      <Returned items={bell.data!.returned} />
      <Yearly items={bell.data!.yearly} />
      {list.data!.items.length === 0 ? <Empty>{words.none}</Empty> : <Rows items={list.data!.items} />}
    </>
  );
}
