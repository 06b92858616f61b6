// Promises a dense table: the first column names the row, all others are numbers or short words.
import type { ReactNode } from "react";
import table from "../../ui/table.module.css";
import styles from "./overview.module.css";

interface Props {
  label: string;
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

export function FiguresTable({ label, heads, rows }: Props) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={table.table}>
        <thead>
          <tr>
            {heads.map((head, i) => (
              <th key={head} className={i === 0 ? "" : table.number}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {row.cells.map((cell, i) => (
                <td key={i} className={i === 0 ? "" : table.number}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
