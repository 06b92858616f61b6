// Promises the watchlist as a table: what is watched, why, by whom and until when, how the last scan ended, and what waits.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { AskScanReply, ChangeMany, TargetFilter, TargetView } from "../../../api/targets.ts";
import { callApi } from "../../app/call-api.ts";
import { facetsQuery, searchOf, watchlistQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading, Trouble } from "../../ui/states.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { readWatchFilter } from "./read-watch-filter.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { TermsDialog } from "./terms-dialog.tsx";
import { may, WatchFrame } from "./watch-frame.tsx";
import { WatchlistFilters, WatchlistTold } from "./watchlist-filters.tsx";
import { WatchlistTable } from "./watchlist-table.tsx";

type Open = { kind: "add" } | { kind: "import" } | { kind: "edit"; row: TargetView } | null;

function useWatchActs(done: () => void) {
  const scan = useMutation({
    mutationFn: (ids: string[]) => callApi<AskScanReply>("/targets/scan", { method: "POST", body: { ids } }),
    onSuccess: done,
  });
  const change = useMutation({
    mutationFn: (body: ChangeMany) => callApi<{ changed: number }>("/targets/many", { method: "POST", body }),
    onSuccess: done,
  });
  return { scan, change };
}

export function WatchlistScreen() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const filter = readWatchFilter(useSearch({ strict: false }));
  const set = (next: TargetFilter) => void navigate({ to: "/watchlist", search: next, replace: true });
  const [open, setOpen] = useState<Open>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = useInfiniteQuery(watchlistQuery(filter));
  const facets = useQuery(facetsQuery).data;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const refresh = () => void client.invalidateQueries({ queryKey: ["targets"] });
  const { scan, change } = useWatchActs(() => {
    setChosen(new Set());
    refresh();
  });
  const mayChange = may("target.change");
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const all = rows.filter((row) => !row.paused && row.expiry !== "over").map((row) => row.id);
  const head = (
    <>
      <input
        className={screen.search}
        type="search"
        placeholder={t.targets.search}
        aria-label={t.targets.search}
        value={filter.q ?? ""}
        onChange={(e) => set({ ...filter, q: e.target.value || undefined })}
      />
      <span className={screen.soft}>{list.data ? t.watch.total(list.data.pages[0]!.total) : ""}</span>
      <div className={screen.acts}>
        <a href={`/api/targets.csv?${searchOf({ ...filter })}`} download>
          {t.watch.export}
        </a>
        {mayChange ? (
          <>
            <Button disabled={all.length === 0 || scan.isPending} onClick={() => scan.mutate(all.slice(0, 1000))}>
              {t.targets.scanAll}
            </Button>
            <Button onClick={() => setOpen({ kind: "import" })}>{t.targets.import}</Button>
            <Button tone="accent" onClick={() => setOpen({ kind: "add" })}>
              {t.targets.add}
            </Button>
          </>
        ) : null}
      </div>
    </>
  );
  return (
    <WatchFrame title={t.targets.title} head={head}>
      <WatchlistTold facets={facets} />
      <WatchlistFilters filter={filter} facets={facets} set={set} />
      {mayChange && chosen.size > 0 ? (
        <SelectionBar
          ids={[...chosen].slice(0, 1000)}
          owners={facets?.owners ?? []}
          busy={scan.isPending || change.isPending}
          scan={(ids) => scan.mutate(ids)}
          change={(body) => change.mutate(body)}
          clear={() => setChosen(new Set())}
        />
      ) : null}
      <Trouble error={scan.error ?? change.error} />
      <Said scan={scan.data} changed={change.data?.changed} />
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty>{t.targets.empty}</Empty> : null}
      {rows.length > 0 ? (
        <WatchlistTable
          rows={rows}
          chosen={chosen}
          mayChange={mayChange}
          onChoose={toggle}
          onEdit={(row) => setOpen({ kind: "edit", row })}
          onPause={(row) => change.mutate({ ids: [row.id], change: { paused: !row.paused } })}
        />
      ) : null}
      {list.hasNextPage ? (
        <footer className={screen.foot}>
          <Button onClick={() => void list.fetchNextPage()}>{t.state.more}</Button>
        </footer>
      ) : null}
      {open?.kind === "add" || open?.kind === "edit" ? (
        <TermsDialog
          row={open.kind === "edit" ? open.row : null}
          owners={facets?.owners ?? []}
          close={() => setOpen(null)}
          done={refresh}
        />
      ) : null}
      {open?.kind === "import" ? <ImportDialog close={() => setOpen(null)} done={refresh} /> : null}
    </WatchFrame>
  );
}

function Said({ scan, changed }: { scan: AskScanReply | undefined; changed: number | undefined }) {
  if (!scan && changed === undefined) return null;
  return (
    <p className={screen.said} role="status">
      {scan ? `${t.targets.asked(scan.asked)} ${scan.skipped > 0 ? t.watch.skipped(scan.skipped) : ""}` : ""}
      {changed !== undefined && !scan ? t.watch.changed(changed) : ""}
    </p>
  );
}
