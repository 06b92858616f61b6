// Promises every request of the visit with the hash of what came back, and what the second witness says of it.
import type { RequestView } from "../../../api/captures.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Hash } from "../../ui/hash.tsx";
import { Empty } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayClock } from "../../ui/when.tsx";
import { sayWhole } from "../../ui/numbers.ts";
import styles from "./evidence.module.css";

const tones: Record<string, Tone> = { agrees: "ok", "agrees-decoded": "ok", differs: "danger", unseen: "warn" };

function Type({ type, phase }: { type: string; phase: string }) {
  const r = t.finding.requests;
  return (
    <span title={type}>
      {t.finding.resource[type.toLowerCase()] ?? type}
      {phase === "scan" ? ` (${r.scan})` : ""}
    </span>
  );
}

/** What the browser's network log says of the same answer. */
function Verdict({ netlog }: Pick<RequestView, "netlog">) {
  if (!netlog) return <>—</>;
  return (
    <span title={[netlog.verdict, netlog.note].filter(Boolean).join(": ")}>
      <Badge tone={tones[netlog.verdict] ?? "plain"}>
        {t.finding.requests.verdict[netlog.verdict] ?? netlog.verdict}
      </Badge>
    </span>
  );
}

function Row({ request }: { request: RequestView }) {
  const r = t.finding.requests;
  const form = request.headersForm;
  const more = [r.cut[request.truncated] ?? request.truncated, request.reason].filter(Boolean).join("; ");
  return (
    <tr>
      <td>{sayClock(request.startedAt)}</td>
      <td title={request.outcome}>{request.status ?? r.outcome[request.outcome] ?? request.outcome}</td>
      <td>
        <Type type={request.type} phase={request.phase} />
      </td>
      <td className={`${table.address} ${table.wide}`}>
        {request.method === "GET" ? "" : `${request.method} `}
        {request.url}
        {more ? <span className={styles.soft}> {more}</span> : null}
        {request.ip ? <span className={styles.ip}>{`${r.ip} ${request.ip}`}</span> : null}
      </td>
      <td className={table.number}>{sayWhole(request.sizeBytes)}</td>
      <td>
        <Verdict netlog={request.netlog} />
      </td>
      <td className={styles.form}>
        {form ? <span title={`${form}: ${r.formWhy[form] ?? ""}`}>{r.form[form] ?? form}</span> : "—"}
      </td>
      <td>{request.sha256 ? <Hash value={request.sha256} /> : "—"}</td>
    </tr>
  );
}

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
            <th scope="col" className={table.number}>
              {r.size}
            </th>
            <th scope="col">{r.netlog}</th>
            <th scope="col">{r.headers}</th>
            <th scope="col">{r.hash}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request, i) => (
            <Row key={i} request={request} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
