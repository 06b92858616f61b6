// Promises the overview's cards: a chart where one helps, and always the table under it.
import { Link } from "@tanstack/react-router";
import type { Overview } from "../../../api/overview.ts";
import { t } from "../../i18n/messages.ts";
import { Empty } from "../../ui/states.tsx";
import { sayAge } from "../../ui/when.tsx";
import type { OfficeState } from "../../../api/office.ts";
import { stateName, useOffice } from "../../app/office.ts";
import { readFilter } from "../queue/read-filter.ts";
import { BarChart } from "./bar-chart.tsx";
import { FiguresTable } from "./figures-table.tsx";
import styles from "./overview.module.css";

const d = t.dashboards;
const numbers = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });
const percent = (share: number) => `${numbers.format(share * 100)} %`;
const hoursOf = (hours: number | null) => (hours === null ? "" : d.hours(numbers.format(hours)));
const shortDay = (day: string) => day.slice(5).split("-").reverse().join("/");

export function WaitingCard({ data }: { data: Overview }) {
  const [green, amber] = data.ageHours;
  const heads = [d.category, d.verdict, d.fresh(green), d.aging(green, amber), d.old(amber), d.oldest];
  const rows = data.waiting.map((row) => ({
    key: `${row.verdict}-${row.category}`,
    cells: [
      <Link key="l" to="/queue" search={readFilter({ category: row.category, verdict: row.verdict })}>
        {t.category[row.category]}
      </Link>,
      t.verdict[row.verdict],
      row.fresh,
      row.aging,
      row.old,
      sayAge(row.oldestAt),
    ],
  }));
  return (
    <section className={styles.card}>
      <h2>{d.waiting}</h2>
      {rows.length === 0 ? (
        <Empty>{d.waitingNone}</Empty>
      ) : (
        <FiguresTable label={d.waiting} heads={heads} rows={rows} />
      )}
      <p className={styles.line}>{d.deadlines(data.deadlines.overdue, data.deadlines.soon)}</p>
    </section>
  );
}

export function DaysCard({ days }: { days: Overview["days"] }) {
  if (days.length === 0)
    return (
      <section className={styles.card}>
        <h2>{d.days}</h2>
        <Empty>{d.noDays}</Empty>
      </section>
    );
  const say = (day: Overview["days"][number]) =>
    `${shortDay(day.day)}: ${d.confirmed} ${day.confirmed}, ${d.dismissed} ${day.dismissed}`;
  const bars = days.map((day) => ({ key: day.day, parts: [day.confirmed, day.dismissed], title: say(day) }));
  const rows = days.toReversed().map((day) => ({
    key: day.day,
    cells: [shortDay(day.day), day.confirmed, day.dismissed, hoursOf(day.medianHours)],
  }));
  return (
    <section className={styles.card}>
      <h2>{d.days}</h2>
      <BarChart bars={bars} label={d.days} />
      <FiguresTable label={d.days} heads={[d.day, d.confirmed, d.dismissed, d.median]} rows={rows} />
    </section>
  );
}

export function PeopleCard({ people }: { people: Overview["people"] }) {
  const rows = people.map((person) => ({
    key: person.actor,
    cells: [person.name || person.actor, person.confirmed, person.dismissed, person.steps],
  }));
  return (
    <section className={styles.card}>
      <h2>{d.people}</h2>
      {rows.length === 0 ? (
        <Empty>{d.noDays}</Empty>
      ) : (
        <FiguresTable label={d.people} heads={[d.person, d.confirmed, d.dismissed, d.steps]} rows={rows} />
      )}
    </section>
  );
}

export function RulesCard({ rules }: { rules: Overview["rules"] }) {
  const rows = rules.map((rule) => ({
    key: rule.rule,
    cells: [
      rule.rule,
      rule.confirmed + rule.dismissed,
      rule.precision === null ? "" : percent(rule.precision),
      `${percent(rule.low)} – ${percent(rule.high)}`,
    ],
  }));
  return (
    <section className={styles.card}>
      <h2>{d.rules}</h2>
      {rows.length === 0 ? (
        <Empty>{d.noRules}</Empty>
      ) : (
        <FiguresTable label={d.rules} heads={[d.rule, d.judged, d.precision, d.interval]} rows={rows} />
      )}
    </section>
  );
}

export function ScansCard({ scans }: { scans: Overview["scans"] }) {
  const { targets, withinDay, withinWeek, older, never } = scans;
  const rows = Object.entries({ targets, withinDay, withinWeek, older, never }).map(([name, n]) => ({
    key: name,
    cells: [d[name as "targets"], n],
  }));
  const outcomes = scans.outcomes.map(({ outcome, scans: n }) => ({
    key: outcome,
    cells: [outcome === "running" ? d.running : (t.outcome[outcome] ?? outcome), n],
  }));
  return (
    <section className={styles.card}>
      <h2>{d.scans}</h2>
      <FiguresTable label={d.scans} heads={[d.targets, d.count]} rows={rows} />
      {scans.oldestAt ? <p className={styles.line}>{d.oldestCheck(sayAge(scans.oldestAt))}</p> : null}
      <h2>{d.health}</h2>
      <FiguresTable label={d.health} heads={[d.outcome, d.count]} rows={outcomes} />
    </section>
  );
}

export function CasesCard({ cases }: { cases: Overview["cases"] }) {
  useOffice();
  const rows = cases.map((row) => ({
    key: row.state,
    cells: [stateName(row.state as OfficeState), row.cases, sayAge(row.oldestAt)],
  }));
  return (
    <section className={styles.card}>
      <h2>{d.cases}</h2>
      {rows.length === 0 ? (
        <Empty>{d.noCases}</Empty>
      ) : (
        <FiguresTable label={d.cases} heads={[d.state, d.number, d.oldest]} rows={rows} />
      )}
    </section>
  );
}
