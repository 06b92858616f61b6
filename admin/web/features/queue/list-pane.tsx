// Promises the list pane: whole with figures and filters while nothing is open, narrow beside an open finding.
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { RefObject } from "react";
import type { QueueFilter, QueuePage, QueueRow } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { sayWhole } from "../../ui/numbers.ts";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { DecidedLine } from "../finding/decided-line.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { QueueCounts } from "./queue-counts.tsx";
import { QueueTable } from "./queue-table.tsx";
import { isNarrowed } from "./read-filter.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { StartButtons } from "./start-buttons.tsx";
import styles from "./queue.module.css";
import type { Selection } from "./use-selection.ts";

interface Props {
  queue: UseInfiniteQueryResult<InfiniteData<QueuePage>>;
  rows: QueueRow[];
  filter: QueueFilter;
  current: number;
  openId: string | null;
  selection: Selection;
  frame: RefObject<HTMLDivElement | null>;
  searchRef: RefObject<HTMLInputElement | null>;
  onPoint: (index: number) => void;
}

function Foot({ queue, rows }: Pick<Props, "queue" | "rows">) {
  const first = queue.data?.pages[0];
  if (!first) return null;
  const total = first.totalIsCapped ? t.triage.facets.atLeast(sayWhole(first.total)) : sayWhole(first.total);
  return (
    <footer className={styles.foot}>
      <span>{t.triage.shown(sayWhole(rows.length), total)}</span>
      {queue.hasNextPage ? <Button onClick={() => void queue.fetchNextPage()}>{t.state.more}</Button> : null}
    </footer>
  );
}

export function ListPane({ queue, rows, filter, current, openId, selection, frame, searchRef, onPoint }: Props) {
  const narrow = openId !== null;
  return (
    <section className={narrow ? styles.paneNarrow : styles.pane} aria-label={t.queue.title}>
      {narrow ? (
        <header className={styles.narrowHead}>
          <Link to="/queue" search={filter} className={styles.toQueue}>
            ← {t.finding.back}
          </Link>
          <span className={styles.soft}>{t.status[filter.status]}</span>
        </header>
      ) : (
        <header className={styles.head}>
          <h1>{t.queue.title}</h1>
          <QueueCounts />
          <StartButtons filter={filter} />
        </header>
      )}
      <FilterBar filter={filter} searchRef={searchRef} narrow={narrow} />
      <FilterChips filter={filter} />
      {narrow ? null : <DecidedLine />}
      <SelectionBar selection={selection} />
      {queue.isPending ? <Loading /> : null}
      {queue.error ? <Failure error={queue.error} retry={() => void queue.refetch()} /> : null}
      {queue.data && rows.length === 0 ? (
        <Empty>{filter.status === "new" && !isNarrowed(filter) ? t.queue.emptyNew : t.queue.empty}</Empty>
      ) : null}
      {rows.length > 0 ? (
        <QueueTable
          rows={rows}
          filter={filter}
          current={current}
          narrow={narrow}
          selection={selection}
          frame={frame}
          onPoint={onPoint}
        />
      ) : null}
      {rows.length > 0 ? <Foot queue={queue} rows={rows} /> : null}
    </section>
  );
}
