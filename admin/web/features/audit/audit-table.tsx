// Promises the lines of the audit log as a table, every value as text.
import type { TrailView } from "../../../api/audit.ts";
import { t } from "../../i18n/messages.ts";
import { Empty } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./audit.module.css";

const a = t.audit;
const areaOf = (act: string) => a.areas[act.split(".")[0] ?? ""];

function Line({ row }: { row: TrailView }) {
  return (
    <tr>
      <td className={table.number}>{row.id}</td>
      <td className={styles.time}>
        <time dateTime={row.at}>{sayWhen(row.at)}</time>
      </td>
      <td>
        {row.name || row.actor}
        {row.name ? <span className={table.soft}> {row.actor}</span> : null}
      </td>
      <td>
        {areaOf(row.act) ?? row.act} <code className={styles.act}>{row.act}</code>
      </td>
      <td className={table.address}>
        <code>{row.object}</code>
      </td>
      <td className={table.address}>{row.detail.map((d) => `${d.key}: ${d.value}`).join(" · ")}</td>
    </tr>
  );
}

export function AuditTable({ rows }: { rows: readonly TrailView[] }) {
  if (rows.length === 0) return <Empty>{a.none}</Empty>;
  const c = a.columns;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={a.title}>
      <table className={table.table}>
        <thead>
          <tr>
            <th className={table.number}>{c.number}</th>
            <th>{c.at}</th>
            <th>{c.actor}</th>
            <th>{c.act}</th>
            <th>{c.object}</th>
            <th>{c.detail}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
