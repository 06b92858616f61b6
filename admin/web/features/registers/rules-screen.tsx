// Promises every rule with its state and how often people found it right, with the interval; read only.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RuleView } from "../../../api/knowledge.ts";
import { rulesQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { WatchFrame } from "../watchlist/watch-frame.tsx";

const tones: Record<string, Tone> = { live: "ok", shadow: "warn" };
const percent = (share: number) => `${(share * 100).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} %`;

function Row({ rule }: { rule: RuleView }) {
  const r = t.watch.rules;
  const decided = rule.confirmed + rule.dismissed;
  const isUnder = decided > 0 && rule.high < rule.target;
  return (
    <tr>
      <td className={table.address}>
        {rule.rule} <span className={table.soft}>{rule.version}</span>
        <p className={table.soft}>
          {(t.category as Record<string, string>)[rule.category] ?? rule.category}
          {rule.isOwn ? `, ${r.own}` : ""}
        </p>
      </td>
      <td>
        <Badge tone={tones[rule.state] ?? "plain"}>{r.states[rule.state] ?? rule.state}</Badge>
      </td>
      <td className={table.number}>{decided > 0 ? `${rule.confirmed} / ${decided}` : "—"}</td>
      <td className={table.number}>
        {rule.precision === null ? "—" : percent(rule.precision)}{" "}
        {isUnder ? <Badge tone="danger">{r.under}</Badge> : null}
      </td>
      <td className={table.number}>{decided > 0 ? `${percent(rule.low)} – ${percent(rule.high)}` : "—"}</td>
      <td className={table.number}>{percent(rule.target)}</td>
      <td className={table.number}>{rule.uncounted}</td>
      <td className={table.number}>{rule.waiting}</td>
      <td className={table.number}>{rule.shadowHits}</td>
    </tr>
  );
}

export function RulesScreen() {
  const r = t.watch.rules;
  const [q, setQ] = useState("");
  const rules = useQuery(rulesQuery);
  const rows = (rules.data?.items ?? []).filter((rule) => rule.rule.includes(q.trim().toLowerCase()));
  const head = (
    <input
      className={screen.search}
      type="search"
      aria-label={r.search}
      placeholder={r.search}
      value={q}
      onChange={(e) => setQ(e.target.value)}
    />
  );
  return (
    <WatchFrame title={r.title} head={head}>
      <p className={screen.quietLine}>{r.about}</p>
      <p className={screen.quietLine}>{r.counted}</p>
      {rules.isPending ? <Loading /> : null}
      {rules.error ? <Failure error={rules.error} retry={() => void rules.refetch()} /> : null}
      {rules.data ? (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={r.title}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{r.rule}</th>
                <th scope="col">{r.state}</th>
                {[r.decided, r.precision, r.interval, r.target, r.uncounted, r.waiting, r.shadow].map((name) => (
                  <th key={name} scope="col" className={table.number}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((rule) => (
                <Row key={`${rule.rule}@${rule.version}`} rule={rule} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </WatchFrame>
  );
}
