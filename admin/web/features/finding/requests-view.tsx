// Promises every request of the visit with the hash of what came back, and what the second witness says of it.
import { useState } from "react";
import type { RequestView } from "../../../api/captures.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Hash } from "../../ui/hash.tsx";
import { Plain } from "../../ui/plain.tsx";
import { Empty } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayClock } from "../../ui/when.tsx";
import { sayWhole } from "../../ui/numbers.ts";
import styles from "./evidence.module.css";
import { writeTable } from "./requests-table.ts";

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
        <Plain>{request.url}</Plain>
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
      <td>
        {request.sha256 ? <Hash value={request.sha256} /> : "—"}
        {request.elsewhere > 0 ? (
          <span className={styles.ip}>{t.compare.requests.elsewhere(request.elsewhere)}</span>
        ) : null}
      </td>
    </tr>
  );
}

/** Every word must stand somewhere in the row as a person reads it. */
function matches(request: RequestView, words: readonly string[]): boolean {
  const { url, method, status, type, ip, sha256, reason, outcome } = request;
  const said = [url, method, status, type, t.finding.resource[type.toLowerCase()], ip, sha256, reason, outcome];
  const row = said.join(" ").toLowerCase();
  return words.every((word) => row.includes(word));
}

function Tools({
  shown,
  of,
  query,
  ask,
}: {
  shown: RequestView[];
  of: number;
  query: string;
  ask: (q: string) => void;
}) {
  const r = t.compare.requests;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(writeTable(shown));
    setCopied(true);
  };
  return (
    <div className={styles.tools}>
      <label className={styles.filter}>
        <span>{r.filter}</span>
        <input type="search" value={query} placeholder={r.filterHint} onChange={(e) => ask(e.target.value)} />
      </label>
      <span role="status">{r.shown(shown.length, of)}</span>
      <Button quiet onClick={() => void copy()}>
        {copied ? r.copied : r.copyAll}
      </Button>
    </div>
  );
}

export function RequestsView({ requests }: { requests: RequestView[] }) {
  const r = t.finding.requests;
  const [query, setQuery] = useState("");
  if (requests.length === 0) return <Empty>{r.empty}</Empty>;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = requests.filter((request) => matches(request, words));
  return (
    <>
      <Tools shown={shown} of={requests.length} query={query} ask={setQuery} />
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
            {shown.map((request, i) => (
              <Row key={i} request={request} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 ? <Empty>{t.compare.requests.none}</Empty> : null}
      </div>
    </>
  );
}
