// Promises triage on one screen: the list alone, or list, evidence and decision side by side, all moved through by keys; the address is the filter.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import type { QueueFilter } from "../../../api/findings.ts";
import { startMove } from "../../app/next-timing.ts";
import { queueQuery } from "../../app/queries.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { FindingScreen } from "../finding/finding-screen.tsx";
import { findFree } from "./free-rows.ts";
import { ListPane } from "./list-pane.tsx";
import { headPx, rowPx } from "./queue-table.tsx";
import styles from "./queue.module.css";
import { useAhead } from "./use-ahead.ts";
import { useDefaultFilter } from "./saved-filters.tsx";
import { useSelection } from "./use-selection.ts";
import { showRow } from "./use-window.ts";

/** Rows of the list, more of them asked for when the end comes near. */
function useRows(filter: QueueFilter, current: number) {
  const queue = useInfiniteQuery(queueQuery(filter));
  const rows = useMemo(() => queue.data?.pages.flatMap((page) => page.items) ?? [], [queue.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = queue;
  useEffect(() => {
    if (current >= rows.length - 5 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [current, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { queue, rows };
}

export function TriageScreen({ filter, openId }: { filter: QueueFilter; openId: string | null }) {
  const navigate = useNavigate();
  const [pointed, setPointed] = useState(0);
  const { queue, rows } = useRows(filter, pointed);
  const selection = useSelection(rows);
  const search = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const openAt = rows.findIndex((row) => row.id === openId);
  const current = openId ? openAt : Math.min(pointed, Math.max(0, rows.length - 1));
  useAhead(rows, filter, openId);
  useDefaultFilter(filter, openId);
  useEffect(() => {
    if (openId === null) document.title = `${t.queue.title} · ${t.product}`;
  }, [openId]);
  useEffect(() => {
    if (openAt >= 0) setPointed(openAt);
    showRow(frame.current, openAt, rowPx.narrow, 0);
  }, [openAt]);
  const go = (id: string | undefined, atMs: number, decide?: "confirm" | "dismiss") => {
    if (!id) return;
    startMove(atMs);
    void navigate({ to: "/findings/$id", params: { id }, search: filter, state: decide ? { decide } : {} });
  };
  const move = (step: 1 | -1, atMs: number) => {
    if (openId) return go(findFree(rows, filter, openId, step)[0]?.id, atMs);
    const next = Math.max(0, Math.min(rows.length - 1, current + step));
    setPointed(next);
    // Only keys move the page: a row that slides away under a mouse button loses its click.
    showRow(frame.current, next, rowPx.wide, headPx);
  };
  const back = () => void navigate({ to: "/queue", search: filter });
  useKeys({
    down: ({ atMs }) => move(1, atMs),
    up: ({ atMs }) => move(-1, atMs),
    search: () => search.current?.focus(),
    select: () => selection.toggle(current, false),
    range: () => selection.toggle(current, true),
    ...(openId
      ? { back }
      : {
          open: ({ atMs }) => go(rows[current]?.id, atMs),
          confirm: ({ atMs }) => go(rows[current]?.id, atMs, "confirm"),
          dismiss: ({ atMs }) => go(rows[current]?.id, atMs, "dismiss"),
        }),
  });
  const next = openId ? findFree(rows, filter, openId)[0]?.id : undefined;
  const previous = openId ? findFree(rows, filter, openId, -1)[0]?.id : undefined;
  return (
    <div className={openId ? styles.triageOpen : styles.triage} data-fills>
      <ListPane
        queue={queue}
        rows={rows}
        filter={filter}
        current={current}
        openId={openId}
        selection={selection}
        frame={frame}
        searchRef={search}
        onPoint={openId ? () => undefined : setPointed}
      />
      {openId ? (
        <FindingScreen
          key={openId}
          id={openId}
          filter={filter}
          place={openAt < 0 ? null : { at: openAt + 1, of: queue.data?.pages[0]?.total ?? 0 }}
          previousId={previous}
          nextId={next}
          go={go}
          leave={(atMs) => (next ? go(next, atMs) : back())}
        />
      ) : null}
    </div>
  );
}
