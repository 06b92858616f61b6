// Promises the queue: the gravest and oldest first, moved through and opened by keys, the address being the filter.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { QueueFilter } from "../../../api/findings.ts";
import { queueQuery } from "../../app/queries.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { DecidedLine } from "../finding/decided-line.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { QueueCounts } from "./queue-counts.tsx";
import { QueueTable } from "./queue-table.tsx";
import styles from "./queue.module.css";

export function QueueScreen({ filter }: { filter: QueueFilter }) {
  const navigate = useNavigate();
  const queue = useInfiniteQuery(queueQuery(filter));
  const [at, setAt] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  const rows = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const current = Math.min(at, Math.max(0, rows.length - 1));
  useEffect(() => {
    document.title = `${t.queue.title} · ${t.product}`;
  }, []);
  const open = (index: number, decide?: "confirm" | "dismiss") => {
    const row = rows[index];
    if (!row) return;
    void navigate({ to: "/findings/$id", params: { id: row.id }, search: filter, state: decide ? { decide } : {} });
  };
  const move = (step: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, current + step));
    setAt(next);
    // Only keys move the page: a row that slides away under a mouse button loses its click.
    document.querySelectorAll("tbody tr")[next]?.scrollIntoView({ block: "nearest" });
    if (next >= rows.length - 3 && queue.hasNextPage && !queue.isFetchingNextPage) void queue.fetchNextPage();
  };
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    open: () => open(current),
    confirm: () => open(current, "confirm"),
    dismiss: () => open(current, "dismiss"),
    search: () => search.current?.focus(),
  });
  const total = queue.data?.pages[0]?.total ?? 0;
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h1>{t.queue.title}</h1>
        <QueueCounts />
      </header>
      <FilterBar filter={filter} searchRef={search} />
      <DecidedLine />
      {queue.isPending ? <Loading /> : null}
      {queue.error ? <Failure error={queue.error} retry={() => void queue.refetch()} /> : null}
      {queue.data && rows.length === 0 ? (
        <Empty>{filter.status === "new" && !filter.q ? t.queue.emptyNew : t.queue.empty}</Empty>
      ) : null}
      {rows.length > 0 ? <QueueTable rows={rows} filter={filter} current={current} onPoint={setAt} /> : null}
      {rows.length > 0 ? (
        <footer className={styles.foot}>
          <span>{t.queue.shown(rows.length, total)}</span>
          {queue.hasNextPage ? <Button onClick={() => void queue.fetchNextPage()}>{t.state.more}</Button> : null}
        </footer>
      ) : null}
    </div>
  );
}
