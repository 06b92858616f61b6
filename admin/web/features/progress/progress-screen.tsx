// Promises the crawler's work as it happens, and the red switch.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Progress } from "../../../api/scans.ts";
import { deadJobsQuery, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, sayKeptReason } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayClock, sayWhen } from "../../ui/when.tsx";
import { Blocked, Pace, Running } from "./crawl-pace.tsx";
import { SwitchDialog } from "./switch-dialog.tsx";
import { useProgress } from "./use-progress.ts";

function Figures({ counts }: { counts: Progress["counts"] }) {
  const p = t.progress;
  const figures: [string, number][] = [
    [p.scansRunning, counts.scansRunning],
    [p.pagesWaiting, counts.pagesWaiting],
    [p.pagesDone, counts.pagesDone24h],
    [p.pagesFailed, counts.pagesFailed24h],
    [p.capturesWaiting, counts.capturesWaiting],
    [p.capturesSealed, counts.capturesSealed24h],
    [p.capturesFailed, counts.capturesFailed24h],
    [p.deadJobs, counts.deadJobs],
  ];
  return (
    <dl className={screen.figures}>
      {figures.map(([name, value]) => (
        <div key={name} className={screen.figure}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Sealed and without a time stamp: how many, and why. */
function Stamps({ stamps }: { stamps: Progress["stamps"] }) {
  const p = t.progress;
  const lines = [
    stamps.authorities === 0 ? p.noAuthority : "",
    stamps.waiting > 0 ? p.stampsWaiting(stamps.waiting) : "",
    stamps.refused > 0 ? p.stampsRefused(stamps.refused) : "",
    stamps.unasked24h > 0 ? p.stampsUnasked(stamps.unasked24h) : "",
  ].filter(Boolean);
  return (
    <section>
      <h2 className={screen.sub}>{p.stamps}</h2>
      {lines.length === 0 && !stamps.reason ? <p className={screen.quietLine}>{p.allStamped}</p> : null}
      <ul className={screen.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {stamps.reason ? (
          <li title={stamps.reason}>
            {p.stampsReason}: {sayKeptReason(stamps.reason)}
          </li>
        ) : null}
      </ul>
    </section>
  );
}

function LastPages({ pages }: { pages: Progress["lastPages"] }) {
  const c = t.progress.columns;
  if (pages.length === 0) return <p className={screen.quietLine}>{t.progress.noPages}</p>;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={t.progress.last}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{c.time}</th>
            <th scope="col">{c.url}</th>
            <th scope="col">{c.vantage}</th>
            <th scope="col">{c.via}</th>
            <th scope="col">{c.result}</th>
          </tr>
        </thead>
        <tbody>
          {pages.map((page) => (
            <tr key={page.id}>
              <td>{sayClock(page.at)}</td>
              <td className={table.address}>{page.url}</td>
              <td>{t.finding.vantage[page.vantage] ?? page.vantage}</td>
              <td>{page.via ? (t.progress.via[page.via] ?? page.via) : "—"}</td>
              <td>
                <Badge tone={page.state === "failed" ? "danger" : page.condition === "content" ? "ok" : "warn"}>
                  {page.state === "failed"
                    ? t.outcome.failed
                    : (t.progress.condition[page.condition ?? ""] ?? page.condition)}
                </Badge>{" "}
                {page.status ?? ""} <span className={table.soft}>{t.problem[page.error] ?? page.error}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DeadJobs() {
  const dead = useQuery(deadJobsQuery);
  if (!dead.data) return null;
  return (
    <section>
      <h2 className={screen.sub}>{t.progress.dead}</h2>
      {dead.data.items.length === 0 ? <p className={screen.quietLine}>{t.progress.noDead}</p> : null}
      <ul className={screen.lines}>
        {dead.data.items.map((job) => (
          <li key={job.id}>
            {sayWhen(job.at)} · {job.job} · {t.progress.attempts}: {job.attempts} ·{" "}
            <span className={screen.soft}>{job.error}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ProgressScreen() {
  const { progress, live, error } = useProgress();
  const [asking, setAsking] = useState(false);
  const maySwitch = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("switch.turn") ?? false;
  useEffect(() => {
    document.title = `${t.progress.title} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{t.progress.title}</h1>
        <span role="status">
          <Badge tone={live ? "ok" : "warn"}>{live ? `● ${t.progress.live}` : t.progress.lost}</Badge>
        </span>
        {progress && maySwitch ? (
          <div className={screen.acts}>
            <Button tone={progress.stopped ? "accent" : "danger"} onClick={() => setAsking(true)}>
              {progress.stopped ? t.progress.resume : t.progress.stopAll}
            </Button>
          </div>
        ) : null}
      </header>
      {progress?.stopped ? (
        <p className={screen.alarm} role="alert">
          {t.progress.stopped}
        </p>
      ) : null}
      {!progress && error ? <Failure error={error} /> : null}
      {!progress && !error ? <Loading /> : null}
      {progress ? (
        <>
          <Figures counts={progress.counts} />
          <Stamps stamps={progress.stamps} />
          <Blocked blocked={progress.blocked} />
          <h2 className={screen.sub}>{t.progress.running}</h2>
          {progress.running.length === 0 ? <p className={screen.quietLine}>{t.progress.noneRunning}</p> : null}
          <Running running={progress.running} />
          <h2 className={screen.sub}>{t.watch.pace.title}</h2>
          <Pace pace={progress.pace} />
          <h2 className={screen.sub}>{t.progress.last}</h2>
          <LastPages pages={progress.lastPages} />
          <DeadJobs />
        </>
      ) : null}
      {asking && progress ? <SwitchDialog stopped={progress.stopped} close={() => setAsking(false)} /> : null}
    </div>
  );
}
