// Promises documents as rows of the register: number, day, subject, recipients, state; each opens by its subject.
import { Link } from "@tanstack/react-router";
import type { DocumentLine } from "../../../api/documents.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import table from "../../ui/table.module.css";
import { sayDay } from "../../ui/days.ts";

const d = t.documents;
const tones: Record<string, Tone> = { draft: "warn", issued: "ok", withdrawn: "plain" };

export function StateBadge({ state }: { state: string }) {
  return <Badge tone={tones[state] ?? "plain"}>{d.state[state] ?? state}</Badge>;
}

export function DocumentsTable({ rows, inCase }: { rows: readonly DocumentLine[]; inCase: boolean }) {
  const heads = [
    d.number,
    d.date,
    d.subject,
    d.recipients,
    ...(inCase ? [] : [d.case]),
    d.stateHead,
    d.maker,
    d.signed,
  ];
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={d.register}>
      <table className={table.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{row.number || "…"}</td>
              <td>{row.datedOn ? sayDay(row.datedOn) : "…"}</td>
              <td className={table.wide}>
                <Link to="/documents/$id" params={{ id: row.id }}>
                  {d.kind[row.kind]}
                </Link>
                <div className={table.soft}>{row.title}</div>
              </td>
              <td>{row.recipients}</td>
              {inCase ? null : (
                <td>
                  {row.caseId ? (
                    <Link to="/cases/$id" params={{ id: row.caseId }}>
                      {row.caseNumber}
                    </Link>
                  ) : null}
                </td>
              )}
              <td>
                <StateBadge state={row.state} />
              </td>
              <td>{row.madeByLogin}</td>
              <td>{row.state === "issued" ? (row.hasScan ? d.hasScan : d.noScan) : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
