// Promises one dense row per finding, however many there are: wide with columns, or narrow beside an open finding; the current one marked.
import { Link } from "@tanstack/react-router";
import type { RefObject } from "react";
import type { QueueFilter, QueueRow } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";
import { VerdictBadge } from "../../ui/badge.tsx";
import { Plain } from "../../ui/plain.tsx";
import { sayScore } from "../../ui/numbers.ts";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { AgeChip, Marks, SeverityMark, StampMark } from "./row-marks.tsx";
import styles from "./rows.module.css";
import type { Selection } from "./use-selection.ts";
import { useWindow } from "./use-window.ts";

/** Heights in px that the style sheet gives the rows. */
export const rowPx = { wide: 64, narrow: 88 } as const;
export const headPx = 30;

export interface TableProps {
  rows: QueueRow[];
  filter: QueueFilter;
  current: number;
  narrow: boolean;
  selection: Selection;
  frame: RefObject<HTMLDivElement | null>;
  onPoint: (index: number) => void;
}

interface RowProps {
  row: QueueRow;
  index: number;
  props: TableProps;
}

function Tick({ row, index, props: { selection } }: RowProps) {
  return (
    <input
      type="checkbox"
      className={styles.tick}
      aria-label={t.triage.select.row(row.host)}
      checked={selection.ids.has(row.id)}
      onChange={(e) => selection.toggle(index, (e.nativeEvent as MouseEvent).shiftKey)}
    />
  );
}

function Host({ row, index, props: { filter, onPoint } }: RowProps) {
  return (
    <Link
      to="/findings/$id"
      params={{ id: row.id }}
      search={filter}
      className={styles.host}
      title={row.url}
      onFocus={() => onPoint(index)}
    >
      {row.host}
    </Link>
  );
}

function WideCells(own: RowProps) {
  const { row } = own;
  return (
    <>
      <td className={styles.tickCell}>
        <Tick {...own} />
      </td>
      <td className={styles.levelCell}>
        <VerdictBadge verdict={row.verdict} /> <SeverityMark row={row} />
        <span className={styles.line}>{t.category[row.category]}</span>
      </td>
      <td className={styles.siteCell}>
        <Host {...own} />
        <span className={styles.line}>
          <bdi>
            <Plain>{row.title || row.url}</Plain>
          </bdi>
        </span>
      </td>
      <td className={styles.saysCell}>
        {row.says.map((say) => (
          <p key={say} className={styles.line} title={say}>
            {say}
          </p>
        ))}
      </td>
      <td className={`${table.number} ${styles.scoreCell}`}>
        {sayScore(row.score)}
        <span className={styles.soft}>
          {row.signalCount > row.says.length ? t.queue.moreSignals(row.signalCount - row.says.length) : ""}
        </span>
      </td>
      <td className={styles.ageCell}>
        <AgeChip row={row} /> <StampMark row={row} />
        <span className={styles.soft}>{sayWhen(row.capturedAt)}</span>
      </td>
      <td className={styles.marksCell}>
        <Marks row={row} />
      </td>
    </>
  );
}

function NarrowCells(own: RowProps) {
  const { row } = own;
  return (
    <>
      <td className={styles.tickCell}>
        <Tick {...own} />
      </td>
      <td className={styles.cardCell}>
        <span className={styles.cardHead}>
          <Host {...own} />
          <span className={styles.score}>{sayScore(row.score)}</span>
        </span>
        <span className={styles.line}>
          <bdi>
            <Plain>{row.says[0] ?? row.title}</Plain>
          </bdi>
        </span>
        <span className={styles.marks}>
          <SeverityMark row={row} />
          <AgeChip row={row} />
          <Marks row={row} isAhead={own.index !== own.props.current} />
        </span>
      </td>
    </>
  );
}

function Head({ rows, selection }: TableProps) {
  const c = t.queue.columns;
  return (
    <thead>
      <tr>
        <th scope="col" className={styles.tickCell}>
          <input
            type="checkbox"
            className={styles.tick}
            aria-label={t.triage.select.all}
            checked={rows.length > 0 && rows.every((row) => selection.ids.has(row.id))}
            onChange={(e) => (e.target.checked ? selection.all() : selection.clear())}
          />
        </th>
        {[c.verdict, c.site, c.signals, c.score, t.triage.facets.ageTitle, c.held].map((name) => (
          <th scope="col" key={name} className={name === c.score ? table.number : undefined}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function QueueTable(props: TableProps) {
  const { rows, narrow, current, selection, frame } = props;
  const span = useWindow(frame, rows.length, narrow ? rowPx.narrow : rowPx.wide);
  return (
    <div ref={frame} className={styles.frame} tabIndex={0} role="region" aria-label={t.queue.title}>
      <table
        className={`${table.table} ${narrow ? styles.narrowTable : styles.wideTable}`}
        aria-rowcount={rows.length + (narrow ? 0 : 1)}
      >
        {narrow ? null : <Head {...props} />}
        <tbody>
          {span.above > 0 ? <tr aria-hidden="true" style={{ height: span.above }} /> : null}
          {rows.slice(span.from, span.to).map((row, i) => {
            const index = span.from + i;
            const Cells = narrow ? NarrowCells : WideCells;
            return (
              <tr
                key={row.id}
                className={`${index === current ? styles.current : ""} ${selection.ids.has(row.id) ? styles.chosen : ""}`}
                aria-current={index === current ? "true" : undefined}
                aria-rowindex={index + (narrow ? 1 : 2)}
              >
                <Cells row={row} index={index} props={props} />
              </tr>
            );
          })}
          {span.below > 0 ? <tr aria-hidden="true" style={{ height: span.below }} /> : null}
        </tbody>
      </table>
    </div>
  );
}
