// Promises the watchlist as a table: what is watched, how often, how the last scan ended, and what waits.
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { AskScanReply, TargetView } from "../../../api/targets.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery, targetsQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failure, Loading, Trouble } from "../../ui/states.tsx";
import screen from "../../ui/screen.module.css";
import { AddDialog } from "./add-dialog.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { WatchlistTable } from "./watchlist-table.tsx";

export function WatchlistScreen() {
  const client = useQueryClient();
  const [q, setQ] = useState("");
  const [open, setOpen] = useState<"add" | "import" | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = useInfiniteQuery(targetsQuery(q));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const mayChange = client.getQueryData(sessionQuery.queryKey)?.acts.includes("target.change") ?? false;
  const refresh = () => void client.invalidateQueries({ queryKey: ["targets"] });
  useEffect(() => {
    document.title = `${t.targets.title} · ${t.product}`;
  }, []);
  const scan = useMutation({
    mutationFn: (ids: string[]) => callApi<AskScanReply>("/targets/scan", { method: "POST", body: { ids } }),
    onSuccess: () => {
      setChosen(new Set());
      refresh();
    },
  });
  const pause = useMutation({
    mutationFn: (row: TargetView) => callApi(`/targets/${row.id}`, { method: "PATCH", body: { paused: !row.paused } }),
    onSuccess: refresh,
  });
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const wanted = chosen.size > 0 ? [...chosen] : rows.filter((row) => !row.paused).map((row) => row.id);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{t.targets.title}</h1>
        <input
          className={screen.search}
          type="search"
          placeholder={t.targets.search}
          aria-label={t.targets.search}
          value={q}
          onChange={(e) => setQ(e.target.value)}
        />
        {mayChange ? (
          <div className={screen.acts}>
            <Button disabled={wanted.length === 0 || scan.isPending} onClick={() => scan.mutate(wanted.slice(0, 1000))}>
              {chosen.size > 0 ? t.targets.scanSelected(chosen.size) : t.targets.scanAll}
            </Button>
            <Button onClick={() => setOpen("import")}>{t.targets.import}</Button>
            <Button tone="accent" onClick={() => setOpen("add")}>
              {t.targets.add}
            </Button>
          </div>
        ) : null}
      </header>
      <Trouble error={scan.error ?? pause.error} />
      {scan.data ? (
        <p className={screen.said} role="status">
          {t.targets.asked(scan.data.asked)}
        </p>
      ) : null}
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty>{t.targets.empty}</Empty> : null}
      {rows.length > 0 ? (
        <WatchlistTable
          rows={rows}
          chosen={chosen}
          mayChange={mayChange}
          onChoose={toggle}
          onPause={(row) => pause.mutate(row)}
        />
      ) : null}
      {list.hasNextPage ? (
        <footer className={screen.foot}>
          <Button onClick={() => void list.fetchNextPage()}>{t.state.more}</Button>
        </footer>
      ) : null}
      {open === "add" ? <AddDialog close={() => setOpen(null)} done={refresh} /> : null}
      {open === "import" ? <ImportDialog close={() => setOpen(null)} done={refresh} /> : null}
    </div>
  );
}
