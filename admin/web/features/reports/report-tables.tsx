// Promises a section's figures as tables in which every number opens the list behind it.
import type { CategoryLine, FigureLine, ReportFigures, SectionView } from "../../../api/reports.ts";
import { t } from "../../i18n/messages.ts";
import table from "../../ui/table.module.css";
import type { FigureSearch } from "./report-queries.ts";
import styles from "./reports.module.css";
import { sayAmount, sayChange, sayFigure, sayNumber } from "./say-figures.ts";
import { sayDay } from "../../ui/days.ts";

const r = t.reports;

export interface OpenList {
  (search: FigureSearch, label: string): void;
}

interface RowProps {
  label: string;
  line: Pick<FigureLine, "count" | "amount" | "before">;
  compared: boolean;
  open: () => void;
}

function FigureRow({ label, line, compared, open }: RowProps) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className={table.number}>
        <button type="button" className={styles.figure} onClick={open} aria-label={`${label}: ${line.count}`}>
          {sayNumber(line.count)}
        </button>
      </td>
      <td className={table.number}>{sayAmount(line.amount)}</td>
      {compared ? (
        <>
          <td className={table.number}>{line.before ? sayNumber(line.before.count) : ""}</td>
          <td className={table.number}>{sayChange(line.count, line.before?.count)}</td>
        </>
      ) : null}
    </tr>
  );
}

function Head({ first, compared }: { first: string; compared: boolean }) {
  return (
    <thead>
      <tr>
        <th>{first}</th>
        <th className={table.number}>{r.count}</th>
        <th className={table.number}>{r.amount}</th>
        {compared ? (
          <>
            <th className={table.number}>{r.beforeCount}</th>
            <th className={table.number}>{r.change}</th>
          </>
        ) : null}
      </tr>
    </thead>
  );
}

function CategoryTable({
  by,
  figures,
  open,
}: {
  by: NonNullable<SectionView["byCategory"]>;
  figures: ReportFigures;
  open: OpenList;
}) {
  const compared = figures.compared !== null;
  const period = { fromDay: figures.period.from, toDay: figures.period.to };
  const openRow = (row: CategoryLine) => () =>
    open({ name: "cases", ...period, categories: row.categories.join(",") || "-" }, row.label);
  return (
    <table className={`${table.table} ${styles.table}`}>
      <Head first={r.category} compared={compared} />
      <tbody>
        {by.rows.map((row) => (
          <FigureRow key={row.code} label={row.label} line={row} compared={compared} open={openRow(row)} />
        ))}
        <tr className={styles.total}>
          <th scope="row">{r.total}</th>
          <td className={table.number}>
            <button
              type="button"
              className={styles.figure}
              onClick={() => open({ name: "cases", ...period }, r.total)}
              aria-label={`${r.total}: ${by.total.count}`}
            >
              {sayNumber(by.total.count)}
            </button>
          </td>
          <td />
          {compared ? (
            <>
              <td />
              <td />
            </>
          ) : null}
        </tr>
      </tbody>
    </table>
  );
}

function AgencyTable({ rows }: { rows: NonNullable<SectionView["byAgency"]> }) {
  return (
    <table className={`${table.table} ${styles.table}`}>
      <thead>
        <tr>
          <th>{r.agency}</th>
          <th className={table.number}>{r.sent}</th>
          <th className={table.number}>{r.answered}</th>
          <th className={table.number}>{r.damage}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.agency}>
            <th scope="row">{row.agency}</th>
            <td className={table.number}>{sayNumber(row.sent)}</td>
            <td className={table.number}>{sayNumber(row.answered)}</td>
            <td className={table.number}>{sayAmount(row.damage)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CounterTable({ counters }: { counters: NonNullable<SectionView["counters"]> }) {
  const before = (name: string) => counters.before.filter((c) => c.name === name).reduce((sum, c) => sum + c.value, 0);
  return (
    <table className={`${table.table} ${styles.table}`}>
      <thead>
        <tr>
          <th>{r.counters}</th>
          <th>{r.period}</th>
          <th className={table.number}>{r.value}</th>
          <th className={table.number}>{r.beforeCount}</th>
        </tr>
      </thead>
      <tbody>
        {counters.now.map((c) => (
          <tr key={`${c.name}-${c.fromDay}-${c.toDay}`}>
            <th scope="row">{c.name}</th>
            <td>
              {sayDay(c.fromDay)}–{sayDay(c.toDay)}
            </td>
            <td className={table.number}>{sayNumber(c.value)}</td>
            <td className={table.number}>{sayNumber(before(c.name))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function SectionTables({
  section,
  figures,
  open,
}: {
  section: SectionView;
  figures: ReportFigures;
  open: OpenList;
}) {
  const compared = figures.compared !== null;
  const period = { fromDay: figures.period.from, toDay: figures.period.to };
  return (
    <>
      {section.figures.length > 0 ? (
        <table className={`${table.table} ${styles.table}`}>
          <Head first={r.figure} compared={compared} />
          <tbody>
            {section.figures.map((line) => {
              const label = sayFigure(line.name, line.label);
              const openLine = () => open({ name: line.name, ...period }, label);
              return <FigureRow key={line.name} label={label} line={line} compared={compared} open={openLine} />;
            })}
          </tbody>
        </table>
      ) : null}
      {section.byCategory ? <CategoryTable by={section.byCategory} figures={figures} open={open} /> : null}
      {section.byAgency && section.byAgency.length > 0 ? <AgencyTable rows={section.byAgency} /> : null}
      {section.counters && section.counters.now.length > 0 ? <CounterTable counters={section.counters} /> : null}
      {section.cases && section.cases.length > 0 ? (
        <>
          <h3>{r.cases}</h3>
          <ol className={styles.cases}>
            {section.cases.map((item) => (
              <li key={item.id}>{item.label}</li>
            ))}
          </ol>
        </>
      ) : null}
    </>
  );
}
