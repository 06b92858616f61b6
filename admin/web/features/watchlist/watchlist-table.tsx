// Promises one row per watched address, and no address that can be clicked.
import type { TargetView } from "../../../api/targets.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import table from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import styles from "./watch.module.css";
import { sayDay } from "../../ui/days.ts";

interface Props {
  rows: TargetView[];
  chosen: ReadonlySet<string>;
  mayChange: boolean;
  onChoose: (id: string) => void;
  onEdit: (row: TargetView) => void;
  onPause: (row: TargetView) => void;
}

function Terms({ row }: { row: TargetView }) {
  return (
    <>
      {row.purpose || <span className={styles.missing}>{t.watch.noPurpose}</span>}
      <p className={row.legalBasis ? table.soft : styles.missing}>{row.legalBasis || t.watch.noBasis}</p>
    </>
  );
}

function Expiry({ row }: { row: TargetView }) {
  if (row.expiresOn === null) return <span className={table.soft}>{t.watch.noExpiry}</span>;
  const day = sayDay(row.expiresOn);
  if (row.expiry === "running") return <>{day}</>;
  return (
    <>
      {day}{" "}
      <Badge tone={row.expiry === "over" ? "danger" : "warn"}>
        {row.expiry === "over" ? t.watch.over : t.watch.soon}
      </Badge>
    </>
  );
}

function sayCadence(minutes: number | null): string {
  if (minutes === null) return t.targets.onDemand;
  if (minutes % 1440 === 0) return t.targets.every(t.targets.days(minutes / 1440));
  if (minutes % 60 === 0) return t.targets.every(t.targets.hours(minutes / 60));
  return t.targets.every(t.targets.minutes(minutes));
}

function LastScan({ row }: { row: TargetView }) {
  if (!row.lastScan) return <span className={table.soft}>{t.targets.never}</span>;
  const { state, outcome, at, reason } = row.lastScan;
  const tone: Tone = state === "running" ? "accent" : outcome === "scanned" ? "ok" : "warn";
  return (
    <>
      <Badge tone={tone}>{state === "running" ? t.targets.running : (t.outcome[outcome ?? ""] ?? outcome)}</Badge>{" "}
      <When iso={at} />
      {reason ? <p className={table.soft}>{reason}</p> : null}
    </>
  );
}

export function WatchlistTable({ rows, chosen, mayChange, onChoose, onEdit, onPause }: Props) {
  const c = t.targets.columns;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={t.targets.title}>
      <table className={table.table}>
        <thead>
          <tr>
            {mayChange ? <th scope="col">{c.select}</th> : null}
            <th scope="col">{c.url}</th>
            <th scope="col">{t.watch.columns.purpose}</th>
            <th scope="col">{t.watch.columns.owner}</th>
            <th scope="col">{t.watch.columns.expires}</th>
            <th scope="col">{c.cadence}</th>
            <th scope="col">{c.last}</th>
            <th scope="col" className={table.number}>
              {c.open}
            </th>
            <th scope="col">{c.state}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {mayChange ? (
                <td>
                  <input
                    type="checkbox"
                    aria-label={`${c.select} ${row.url}`}
                    checked={chosen.has(row.id)}
                    onChange={() => onChoose(row.id)}
                  />
                </td>
              ) : null}
              <td className={`${table.address} ${table.wide}`}>
                {row.url}
                {row.kind === "account" ? <p className={table.soft}>{t.targets.kind[row.kind]}</p> : null}
                {row.label ? <p>{row.label}</p> : null}
                {row.note ? <p className={table.soft}>{row.note}</p> : null}
                {row.tags.length > 0 || row.area ? (
                  <p className={table.soft}>{[row.area, ...row.tags].filter(Boolean).join(" · ")}</p>
                ) : null}
              </td>
              <td className={styles.terms}>
                <Terms row={row} />
              </td>
              <td>{row.ownerName ?? <span className={table.soft}>{t.watch.noOwner}</span>}</td>
              <td>
                <Expiry row={row} />
              </td>
              <td>{sayCadence(row.cadenceMinutes)}</td>
              <td className={styles.last}>
                <LastScan row={row} />
              </td>
              <td className={table.number}>{row.openFindings}</td>
              <td>
                <div className={table.acts}>
                  <Badge tone={row.paused ? "warn" : "plain"}>
                    {row.paused ? t.targets.paused : t.targets.watching}
                  </Badge>
                  {mayChange ? (
                    <>
                      <Button
                        quiet
                        onClick={() => onPause(row)}
                        aria-label={`${row.paused ? t.targets.resume : t.targets.pause} ${row.url}`}
                      >
                        {row.paused ? t.targets.resume : t.targets.pause}
                      </Button>
                      <Button quiet onClick={() => onEdit(row)} aria-label={`${t.watch.edit} ${row.url}`}>
                        {t.watch.edit}
                      </Button>
                    </>
                  ) : null}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
