// Promises one dense row per finding, the current one marked and in view.
import { Link } from "@tanstack/react-router";
import type { QueueFilter, QueueRow } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, StampBadge, VerdictBadge } from "../../ui/badge.tsx";
import { sayScore } from "../../ui/numbers.ts";
import table from "../../ui/table.module.css";
import { sayClock, When } from "../../ui/when.tsx";
import styles from "./queue.module.css";

interface Props {
  rows: QueueRow[];
  filter: QueueFilter;
  current: number;
  onPoint: (index: number) => void;
}

function Claim({ row }: { row: QueueRow }) {
  if (!row.claim) return <span className={styles.soft}>—</span>;
  const name = row.claim.mine ? t.queue.you : row.claim.name;
  return (
    <span className={styles.claim}>
      <Badge tone={row.claim.mine ? "accent" : "plain"}>{name}</Badge>
      <span className={styles.soft}>{t.queue.until(sayClock(row.claim.until))}</span>
    </span>
  );
}

function Row({
  row,
  filter,
  current,
  onFocus,
}: {
  row: QueueRow;
  filter: QueueFilter;
  current: boolean;
  onFocus: () => void;
}) {
  return (
    <tr className={current ? styles.current : ""} aria-current={current ? "true" : undefined}>
      <td>
        <VerdictBadge verdict={row.verdict} />
      </td>
      <td className={styles.site}>
        <Link to="/findings/$id" params={{ id: row.id }} search={filter} className={styles.host} onFocus={onFocus}>
          {row.host}
        </Link>
        <span className={styles.title}>{row.title || row.url}</span>
      </td>
      <td className={styles.says}>
        {row.says.map((say) => (
          <p key={say}>{say}</p>
        ))}
        <span className={styles.soft}>
          {row.signalCount > row.says.length ? t.queue.moreSignals(row.signalCount - row.says.length) : ""}{" "}
          {row.reproduced ? "" : t.queue.notReproduced}
        </span>
      </td>
      <td className={styles.category}>{t.category[row.category]}</td>
      <td className={table.number}>{sayScore(row.score)}</td>
      <td>
        <When iso={row.capturedAt} />
        <StampBadge state={row.timeStamp} />
      </td>
      <td>
        <Claim row={row} />
      </td>
    </tr>
  );
}

export function QueueTable({ rows, filter, current, onPoint }: Props) {
  const c = t.queue.columns;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={t.queue.title}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{c.verdict}</th>
            <th scope="col">{c.site}</th>
            <th scope="col">{c.signals}</th>
            <th scope="col">{c.category}</th>
            <th scope="col" className={table.number}>
              {c.score}
            </th>
            <th scope="col">{c.captured}</th>
            <th scope="col">{c.held}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row key={row.id} row={row} filter={filter} current={index === current} onFocus={() => onPoint(index)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
