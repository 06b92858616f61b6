// Promises the list of cases: filtered by its address, walked by keys, the proposals that wait one press away.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { casesQuery, caseWordsQuery, may } from "./case-queries.ts";
import { CasesFilter } from "./cases-filter.tsx";
import { CasesTable } from "./cases-table.tsx";
import styles from "./cases.module.css";
import { OpenCaseDialog } from "./open-case-dialog.tsx";
import { readCaseFilter } from "./read-case-filter.ts";

export function CasesScreen() {
  const filter = readCaseFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const list = useInfiniteQuery(casesQuery(filter));
  const words = useQuery(caseWordsQuery).data;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [at, setAt] = useState(-1);
  const [opening, setOpening] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = `${t.cases.title} · ${t.product}`;
  }, []);
  useKeys({
    down: () => setAt((i) => Math.min(i + 1, rows.length - 1)),
    up: () => setAt((i) => Math.max(i - 1, 0)),
    open: () => {
      const row = rows[at];
      if (row) void navigate({ to: "/cases/$id", params: { id: row.id } });
    },
    search: () => searchRef.current?.focus(),
  });
  const first = list.data?.pages[0];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{t.cases.title}</h1>
        {first ? (
          <span className={screen.soft} role="status">
            {t.cases.list.total(first.total, first.countedUpTo)}
          </span>
        ) : null}
        <div className={screen.acts}>
          <Link to="/cases/registrars" className={styles.asButton}>
            {t.cases.registrars.short}
          </Link>
          <Link to="/approvals" className={styles.asButton}>
            {t.cases.approvals}
            {words && words.waitingForApproval > 0 ? (
              <span className={styles.count}>{words.waitingForApproval}</span>
            ) : null}
          </Link>
          {may("case.change") ? (
            <Button tone="accent" onClick={() => setOpening(true)}>
              {t.cases.open.button}
            </Button>
          ) : null}
        </div>
      </header>
      <CasesFilter filter={filter} searchRef={searchRef} />
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty>{isFiltered ? t.cases.list.empty : t.cases.list.none}</Empty> : null}
      {rows.length > 0 ? <CasesTable rows={rows} at={at} /> : null}
      {list.hasNextPage ? (
        <footer className={screen.foot}>
          <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
            {t.state.more}
          </Button>
        </footer>
      ) : null}
      {opening ? <OpenCaseDialog close={() => setOpening(false)} /> : null}
    </div>
  );
}
