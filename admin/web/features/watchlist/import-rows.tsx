// Promises the fate of every row of a list before and after it is saved.
import type { ImportRow } from "../../../api/targets.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import screen from "../../ui/screen.module.css";
import table from "../../ui/table.module.css";

const tones: Record<ImportRow["result"], Tone> = {
  added: "ok",
  watched: "plain",
  duplicate: "warn",
  refused: "danger",
  private: "danger",
  "no-basis": "warn",
};

export function ImportRows({ rows }: { rows: readonly ImportRow[] }) {
  return (
    <div className={screen.rows} tabIndex={0} role="region" aria-label={t.targets.why}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.targets.row}</th>
            <th scope="col">{t.targets.columns.url}</th>
            <th scope="col">{t.targets.why}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <td>{row.row}</td>
              <td className={table.address}>{row.address}</td>
              <td>
                <Badge tone={tones[row.result]}>{t.watch.result[row.result]}</Badge>{" "}
                <span className={table.soft}>{row.reason}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
