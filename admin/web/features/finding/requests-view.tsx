// Promises every request of the visit with the hash of what came back.
import type { RequestView } from "../../../api/captures.ts";
import { t } from "../../i18n/messages.ts";
import { Hash } from "../../ui/hash.tsx";
import { Empty } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayClock } from "../../ui/when.tsx";
import { sayWhole } from "../../ui/numbers.ts";
import styles from "./evidence.module.css";

export function RequestsView({ requests }: { requests: RequestView[] }) {
  const r = t.finding.requests;
  if (requests.length === 0) return <Empty>{r.empty}</Empty>;
  return (
    <div className={styles.textFrame} tabIndex={0} role="region" aria-label={t.finding.tabs.requests} data-own-arrows>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{r.time}</th>
            <th scope="col">{r.status}</th>
            <th scope="col">{r.type}</th>
            <th scope="col">{r.address}</th>
            <th scope="col">{r.ip}</th>
            <th scope="col" className={table.number}>
              {r.size}
            </th>
            <th scope="col">{r.hash}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request, i) => (
            <tr key={i}>
              <td>{sayClock(request.startedAt)}</td>
              <td>{request.status ?? request.outcome}</td>
              <td>{request.type}</td>
              <td className={table.address}>
                {request.method === "GET" ? "" : `${request.method} `}
                {request.url}
                {request.reason ? <span className={styles.soft}> {request.reason}</span> : null}
              </td>
              <td>{request.ip ?? "—"}</td>
              <td className={table.number}>{sayWhole(request.sizeBytes)}</td>
              <td>{request.sha256 ? <Hash value={request.sha256} /> : "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
