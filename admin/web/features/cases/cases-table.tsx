// Promises one dense row a case: what it is about, where it stands, who has it, what is due.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { CaseListItem } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import table from "../../ui/table.module.css";
import { sayWhen, When } from "../../ui/when.tsx";
import styles from "./cases.module.css";
import { caseWordsQuery, sayState, toneOf } from "./case-queries.ts";

function Due({ iso }: { iso: string | null }) {
  if (!iso) return <span className={table.soft}>–</span>;
  const late = new Date(iso).getTime() < Date.now();
  return (
    <span className={late ? styles.late : ""}>
      <span className={styles.day}>{sayWhen(iso).slice(0, 16)}</span>{" "}
      {late ? <Badge tone="danger">{`! ${t.cases.list.late}`}</Badge> : null}
    </span>
  );
}

function About({ row }: { row: CaseListItem }) {
  const subjects = row.subjects.length > 0 ? row.subjects.join(", ") : t.cases.list.unknown;
  return (
    <>
      <Link to="/cases/$id" params={{ id: row.id }} className={styles.titleLink}>
        {row.title}
      </Link>
      <p className={table.soft}>
        {subjects}
        {row.hosts.length > 0 ? <span className={styles.hosts}> · {row.hosts.join(" · ")}</span> : null}
      </p>
    </>
  );
}

export function CasesTable({ rows, at }: { rows: CaseListItem[]; at: number }) {
  const words = useQuery(caseWordsQuery).data;
  const c = t.cases.list.columns;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={t.cases.title}>
      <table className={`${table.table} ${styles.table}`}>
        <thead>
          <tr>
            <th scope="col">{c.number}</th>
            <th scope="col">{c.title}</th>
            <th scope="col">{c.category}</th>
            <th scope="col">{c.state}</th>
            <th scope="col">{c.assigned}</th>
            <th scope="col" className={table.number}>
              {c.exhibits}
            </th>
            <th scope="col">{c.due}</th>
            <th scope="col">{c.updated}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row.id} className={i === at ? styles.at : ""} aria-current={i === at ? "true" : undefined}>
              <td className={styles.mono}>{row.number}</td>
              <td className={styles.about}>
                <About row={row} />
              </td>
              <td>{t.category[row.category]}</td>
              <td>
                <Badge tone={toneOf(row.state)}>{sayState(words, row.state)}</Badge>
              </td>
              <td>{row.assignedName ?? <span className={table.soft}>{t.cases.list.nobody}</span>}</td>
              <td className={table.number}>{row.exhibits}</td>
              <td>
                <Due iso={row.nextDueAt} />
              </td>
              <td>
                <When iso={row.updatedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
