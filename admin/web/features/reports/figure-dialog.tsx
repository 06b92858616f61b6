// Promises the list behind a figure: as long as the figure says, each line leading to what it counts.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { FigureItem } from "../../../api/reports.ts";
import { readFilter } from "../queue/read-filter.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { figureQuery, type FigureSearch } from "./report-queries.ts";
import { sayAmount, sayNumber } from "./say-figures.ts";

const r = t.reports;
const pageSize = 100;

function Target({ item }: { item: FigureItem }) {
  if (item.kind === "finding")
    return (
      <Link to="/findings/$id" params={{ id: item.id }} search={readFilter({})}>
        {item.label}
      </Link>
    );
  const places = { case: `/cases/${item.id}`, tip: `/tips/${item.id}`, letter: `/watchlist/letters/${item.id}` };
  return <Link to={places[item.kind]}>{item.label}</Link>;
}

function Rows({ items }: { items: readonly FigureItem[] }) {
  return (
    <div className={screen.rows} tabIndex={0} role="region" aria-label={r.what}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{r.what}</th>
            <th>{r.when}</th>
            <th className={table.number}>{r.amount}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, i) => (
            <tr key={`${item.id}-${i}`}>
              <td className={table.address}>
                <Target item={item} />
              </td>
              <td>{sayWhen(item.at)}</td>
              <td className={table.number}>{item.amount === null ? "" : sayAmount(item.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function FigureDialog({ search, label, close }: { search: FigureSearch; label: string; close: () => void }) {
  const [offset, setOffset] = useState(0);
  const list = useQuery(figureQuery(search, offset));
  const total = list.data?.total.count ?? 0;
  return (
    <Dialog title={r.behind(label)} close={close}>
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data ? (
        <p>
          {r.behindTotal(total)} {list.data.total.amount > 0 ? `· ${sayNumber(list.data.total.amount)} đồng` : ""}
        </p>
      ) : null}
      {list.data && total === 0 ? <Empty>{r.emptyList}</Empty> : null}
      {list.data && total > 0 ? <Rows items={list.data.items} /> : null}
      <div className={screen.acts}>
        {offset > 0 ? <Button onClick={() => setOffset(offset - pageSize)}>←</Button> : null}
        {offset + pageSize < total ? <Button onClick={() => setOffset(offset + pageSize)}>{r.more}</Button> : null}
      </div>
    </Dialog>
  );
}
