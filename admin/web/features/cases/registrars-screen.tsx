// Promises the domains that were asked to be suspended or revoked, by registrar: what is open, since when, how it ended.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { RegistrarRegister } from "../../../api/case-acts.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./registrars.module.css";
import { takedownTones } from "./takedown-tones.ts";

const g = t.cases.registrars;
type Line = RegistrarRegister["items"][number];

const registrarsQuery = queryOptions({
  queryKey: ["registrars"],
  queryFn: () => callApi<RegistrarRegister>("/takedowns/registrars", { background: true }),
  refetchInterval: 60_000,
});

const dayMs = 86_400_000;
const daysSince = (from: string, to = new Date()) => Math.max(0, Math.floor((to.getTime() - Date.parse(from)) / dayMs));

/** How long it has been open, or how long it took. */
const sayAge = (line: Line) =>
  line.settledAt
    ? g.took(daysSince(line.requestedAt, new Date(line.settledAt)))
    : g.openFor(daysSince(line.requestedAt));

const isLate = (line: Line) => line.state === "requested" && line.dueAt !== null && Date.parse(line.dueAt) < Date.now();

function Row({ line }: { line: Line }) {
  return (
    <tr>
      <td className={styles.url}>{line.url}</td>
      <td>{t.cases.takedownKind[line.kind]}</td>
      <td>
        <Badge tone={takedownTones[line.state]}>{t.cases.takedownState[line.state]}</Badge>
        {isLate(line) ? <Badge tone="danger">{`! ${t.cases.list.late}`}</Badge> : null}
      </td>
      <td>
        {sayWhen(line.requestedAt)}
        <div className={table.soft}>{sayAge(line)}</div>
      </td>
      <td>{line.dueAt ? sayWhen(line.dueAt) : "–"}</td>
      <td>{line.lastResult ? t.cases.recheck[line.lastResult] : g.notChecked}</td>
      <td>
        <Link to="/cases/$id" params={{ id: line.caseId }} search={{ tab: "takedowns" }}>
          {line.number}
        </Link>
      </td>
    </tr>
  );
}

function Registrar({ name, lines }: { name: string; lines: Line[] }) {
  const count = (...states: Line["state"][]) => lines.filter((line) => states.includes(line.state)).length;
  const title = name || g.unknown;
  return (
    <section className={styles.registrar} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <span>
          {g.counts(count("requested"), lines.filter(isLate).length, count("removed"), count("still-up", "refused"))}
        </span>
      </div>
      <div className={table.scroll} tabIndex={0} role="region" aria-label={title}>
        <table className={table.table}>
          <thead>
            <tr>
              {g.heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function RegistrarsScreen() {
  const register = useQuery(registrarsQuery);
  useEffect(() => {
    document.title = `${g.title} · ${t.product}`;
  }, []);
  const items = register.data?.items ?? [];
  const byName = Map.groupBy(items, (line) => line.registrar);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{g.title}</h1>
        <div className={screen.acts}>
          <Link to="/cases">{t.cases.title}</Link>
        </div>
      </header>
      {register.isPending ? <Loading /> : null}
      {register.error ? <Failure error={register.error} retry={() => void register.refetch()} /> : null}
      {register.data && items.length === 0 ? <Empty>{g.none}</Empty> : null}
      {[...byName].map(([name, lines]) => (
        <Registrar key={name} name={name} lines={lines} />
      ))}
    </div>
  );
}
