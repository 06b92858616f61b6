// Promises the rows of one licence register by page, as they were imported.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { licencesQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayDay } from "../../ui/days.ts";

export function LicenceRows({ register }: { register: string }) {
  const r = t.watch.registers;
  const [q, setQ] = useState("");
  const list = useInfiniteQuery(licencesQuery(register, q));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <p>
        <input
          className={screen.search}
          type="search"
          aria-label={r.search}
          placeholder={r.search}
          value={q}
          onChange={(e) => setQ(e.target.value)}
        />
      </p>
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} /> : null}
      {list.data && rows.length === 0 ? <p className={screen.soft}>{r.nothing}</p> : null}
      {rows.length > 0 ? (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={r.licences}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{r.number}</th>
                <th scope="col">{r.owner}</th>
                <th scope="col">{r.domains}</th>
                <th scope="col">{r.issuer}</th>
                <th scope="col">{r.issued}</th>
                <th scope="col">{r.expires}</th>
                <th scope="col">{r.status}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.rowNumber}>
                  <td>{row.number}</td>
                  <td>{row.owner}</td>
                  <td className={table.address}>{row.domains.join(", ")}</td>
                  <td>{row.issuer}</td>
                  <td>{sayDay(row.issuedOn ?? "")}</td>
                  <td>{sayDay(row.expiresOn ?? "")}</td>
                  <td>{row.status}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>{t.state.more}</Button> : null}
    </>
  );
}
