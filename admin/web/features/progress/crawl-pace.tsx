// Promises what runs now with its own brake, how fast each host is asked, and what met a shut door.
import { useMutation } from "@tanstack/react-query";
import type { Progress } from "../../../api/scans.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";

export function Blocked({ blocked }: { blocked: Progress["blocked"] }) {
  return (
    <section>
      <h2 className={screen.sub}>{t.watch.pace.blocked}</h2>
      {blocked.length === 0 ? <p className={screen.quietLine}>{t.watch.pace.noBlocked}</p> : null}
      <ul className={screen.lines}>
        {blocked.map(({ outcome, scans }) => (
          <li key={outcome}>
            <Badge tone="warn">{t.outcome[outcome] ?? outcome}</Badge> {t.watch.pace.scans(scans)}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Running({ running }: { running: Progress["running"] }) {
  const pause = useMutation({
    mutationFn: (id: string) =>
      callApi("/targets/many", { method: "POST", body: { ids: [id], change: { paused: true } } }),
  });
  const mayPause = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("target.change") ?? false;
  return (
    <>
      <Trouble error={pause.error} />
      <ul className={screen.lines}>
        {running.map(({ id, url, pagesDone, pagesWaiting, target }) => (
          <li key={id}>
            {url} · <span className={screen.soft}>{t.progress.pages(pagesDone, pagesWaiting)}</span>{" "}
            {target?.paused ? <Badge tone="warn">{t.watch.pace.paused}</Badge> : null}
            {target && !target.paused && mayPause ? (
              <Button
                quiet
                disabled={pause.isPending}
                aria-label={`${t.watch.pace.pause} ${url}`}
                onClick={() => pause.mutate(target.id)}
              >
                {t.watch.pace.pause}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function NextTurn({ row }: { row: Progress["pace"][number] }) {
  const p = t.watch.pace;
  if (row.isHeld) return <Badge tone="accent">{p.held}</Badge>;
  return (
    <>
      {row.waitMs > 0 ? p.after(row.waitMs / 1000) : p.now}{" "}
      {row.backOffs > 0 ? <Badge tone="warn">{p.backOff(row.backOffs)}</Badge> : null}
    </>
  );
}

export function Pace({ pace }: { pace: Progress["pace"] }) {
  const p = t.watch.pace;
  if (pace.length === 0) return <p className={screen.quietLine}>{p.none}</p>;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={p.title}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{p.host}</th>
            <th scope="col" className={table.number}>
              {p.requests}
            </th>
            <th scope="col" className={table.number}>
              {p.failed}
            </th>
            <th scope="col">{p.next}</th>
          </tr>
        </thead>
        <tbody>
          {pace.map((row) => (
            <tr key={row.host}>
              <td className={table.address}>{row.host}</td>
              <td className={table.number}>{row.requests}</td>
              <td className={table.number}>{row.failed}</td>
              <td>
                <NextTurn row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
