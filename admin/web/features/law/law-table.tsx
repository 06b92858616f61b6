// Promises one table of the law: searched, by a day, a page at a time, each row with its mark, source and origin.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LawPage, LawTable as Table, PutReply } from "../../../api/law.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import ui from "../../ui/table.module.css";
import { lawColumns } from "./law-columns.tsx";
import styles from "./law.module.css";
import type { LawFilter } from "./read-law-filter.ts";
import { RowDialog } from "./row-dialog.tsx";
import { MarkBadge } from "./say-law.tsx";

const pageSize = 100;
type Row = LawPage["items"][number];

function RowLine({
  table,
  row,
  mayChange,
  change,
}: {
  table: Table;
  row: Row;
  mayChange: boolean;
  change: () => void;
}) {
  return (
    <tr className={row.withdrawnAt ? styles.gone : undefined}>
      {lawColumns[table].map((column) => (
        <td key={column.title}>{column.cell(row)}</td>
      ))}
      <td>
        <MarkBadge mark={row.mark} />
        <div className={styles.soft}>{row.source}</div>
      </td>
      <td>
        {row.withdrawnAt ? (
          <span title={row.withdrawReason ?? ""}>{t.law.setAsideBy(row.withdrawnBy ?? "")}</span>
        ) : (
          <>
            <Badge tone={row.origin === "office" ? "accent" : "plain"}>{t.law[row.origin]}</Badge>
            {mayChange ? (
              <Button quiet onClick={change} aria-label={t.law.changeRow(row.id)}>
                {t.law.change}
              </Button>
            ) : null}
          </>
        )}
      </td>
    </tr>
  );
}

function Search({ filter, go }: { filter: LawFilter; go: (next: LawFilter) => void }) {
  const { q: _q, on: _on, all: _all, ...rest } = filter;
  const say = (change: { q?: string; on?: string; all?: boolean }) => {
    const next = { q: filter.q ?? "", on: filter.on ?? "", all: filter.all === "yes", ...change };
    go({
      ...rest,
      ...(next.q ? { q: next.q } : {}),
      ...(next.on ? { on: next.on } : {}),
      ...(next.all ? { all: "yes" as const } : {}),
    });
  };
  return (
    <div className={styles.ask}>
      <div className={styles.grow}>
        <Field label={t.law.search}>
          <input type="search" value={filter.q ?? ""} onChange={(e) => say({ q: e.target.value })} />
        </Field>
      </div>
      <Field label={t.law.on}>
        <input type="date" value={filter.on ?? ""} onChange={(e) => say({ on: e.target.value })} />
      </Field>
      <label className={styles.check}>
        <input type="checkbox" checked={filter.all === "yes"} onChange={(e) => say({ all: e.target.checked })} />
        {t.law.showAll}
      </label>
    </div>
  );
}

export function LawTable({
  table,
  filter,
  go,
  mayChange,
}: {
  table: Table;
  filter: LawFilter;
  go: (next: LawFilter) => void;
  mayChange: boolean;
}) {
  const [limit, setLimit] = useState(pageSize);
  const [editing, setEditing] = useState<{ row: Row | null } | null>(null);
  const [said, setSaid] = useState("");
  const search = new URLSearchParams({
    limit: String(Math.min(limit, 500)),
    q: filter.q ?? "",
    all: filter.all ?? "no",
    ...(filter.on ? { on: filter.on } : {}),
  }).toString();
  const page = useQuery({
    queryKey: ["law", table, search],
    queryFn: ({ signal }) => callApi<LawPage>(`/law/tables/${table}?${search}`, { signal }),
    placeholderData: keepPreviousData,
  });
  const done = (reply: PutReply) => {
    void queryClient.invalidateQueries({ queryKey: ["law"] });
    setEditing(null);
    setSaid(`${t.law.form.done[reply.result]}: ${reply.id}`);
  };
  const data = page.data?.table === table ? page.data : undefined;
  return (
    <>
      <Search filter={filter} go={go} />
      <div className={styles.line}>
        {data ? t.law.rows(data.total) : ""}{" "}
        {mayChange ? (
          <Button quiet onClick={() => setEditing({ row: null })}>
            {t.law.add}
          </Button>
        ) : null}
      </div>
      {said ? (
        <p role="status" className={screen.said}>
          {said}
        </p>
      ) : null}
      {page.isPending ? <Loading /> : null}
      {page.error ? <Failure error={page.error} retry={() => void page.refetch()} /> : null}
      {data?.items.length === 0 ? <Empty>{t.law.rows(0)}</Empty> : null}
      {data && data.items.length > 0 ? (
        <div className={ui.scroll} tabIndex={0} role="region" aria-label={t.law.tabs[table]}>
          <table className={ui.table}>
            <thead>
              <tr>
                {lawColumns[table].map((column) => (
                  <th key={column.title} scope="col">
                    {column.title}
                  </th>
                ))}
                <th scope="col">{t.law.source}</th>
                <th scope="col">{t.law.version}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((row) => (
                <RowLine
                  key={row.id}
                  table={table}
                  row={row}
                  mayChange={mayChange}
                  change={() => setEditing({ row })}
                />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {data && data.nextAfter !== null && limit < 500 ? (
        <div className={screen.foot}>
          <Button onClick={() => setLimit(limit + pageSize)}>{t.law.more}</Button>
        </div>
      ) : null}
      {editing ? (
        <RowDialog
          table={table}
          row={editing.row as Record<string, unknown> | null}
          close={() => setEditing(null)}
          done={done}
        />
      ) : null}
    </>
  );
}
