// Promises what detection leans on: licence registers with their age, protected names, counts of press texts and denials.
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { KnowledgeView } from "../../../api/knowledge.ts";
import { brandsQuery, knowledgeQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { may, WatchFrame } from "../watchlist/watch-frame.tsx";
import styles from "../watchlist/watch.module.css";
import { KnowledgeDialog } from "./knowledge-dialog.tsx";
import { LicenceRows } from "./licence-rows.tsx";

function RegistersTable({ registers }: { registers: KnowledgeView["registers"] }) {
  const r = t.watch.registers;
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <div className={table.scroll} tabIndex={0} role="region" aria-label={r.licences}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{r.name}</th>
              <th scope="col">{r.imported}</th>
              <th scope="col">{r.by}</th>
              <th scope="col" className={table.number}>
                {r.rows}
              </th>
              <th scope="col">{t.watch.columns.act}</th>
            </tr>
          </thead>
          <tbody>
            {registers.map((row) => (
              <tr key={row.id}>
                <td>
                  {row.name} {row.isNewest ? <Badge tone="ok">{r.newest}</Badge> : null}{" "}
                  {row.isOld ? <Badge tone="warn">{r.old}</Badge> : null}
                </td>
                <td>
                  <When iso={row.importedAt} />
                </td>
                <td>{row.importedBy}</td>
                <td className={table.number}>{row.rows.toLocaleString("vi-VN")}</td>
                <td>
                  <Button
                    aria-expanded={open === row.id}
                    aria-label={`${open === row.id ? r.close : r.open} ${row.name}`}
                    onClick={() => setOpen(open === row.id ? null : row.id)}
                  >
                    {open === row.id ? r.close : r.open}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open ? <LicenceRows key={open} register={open} /> : null}
    </>
  );
}

function Brands() {
  const r = t.watch.registers;
  const [q, setQ] = useState("");
  const list = useInfiniteQuery(brandsQuery(q));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <input
        className={screen.search}
        type="search"
        aria-label={r.searchBrand}
        placeholder={r.searchBrand}
        value={q}
        onChange={(e) => setQ(e.target.value)}
      />
      {list.error ? <Failure error={list.error} /> : null}
      {list.data && rows.length === 0 ? <p className={screen.soft}>{q ? r.nothing : r.noBrands}</p> : null}
      {rows.length > 0 ? (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={r.brands}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{r.brand}</th>
                <th scope="col">{r.domains}</th>
                <th scope="col">{r.aliases}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.brand}>
                  <td>{row.brand}</td>
                  <td className={table.address}>{row.domains.join(", ")}</td>
                  <td>{row.aliases.join(", ")}</td>
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

export function RegistersScreen() {
  const r = t.watch.registers;
  const client = useQueryClient();
  const shelf = useQuery(knowledgeQuery);
  const [open, setOpen] = useState<"licences" | "brands" | null>(null);
  const mayChange = may("knowledge.change");
  const done = () => {
    for (const key of ["knowledge", "brands", "licences"]) void client.invalidateQueries({ queryKey: [key] });
  };
  const { data } = shelf;
  return (
    <WatchFrame title={r.title}>
      {shelf.isPending ? <Loading /> : null}
      {shelf.error ? <Failure error={shelf.error} retry={() => void shelf.refetch()} /> : null}
      {data ? (
        <>
          <section className={styles.section}>
            <div className={styles.bar}>
              <h2>{r.licences}</h2>
              {mayChange ? <Button onClick={() => setOpen("licences")}>{r.import}</Button> : null}
            </div>
            {data.registers.length === 0 ? (
              <p className={styles.missing}>{r.noLicences}</p>
            ) : (
              <RegistersTable registers={data.registers} />
            )}
          </section>
          <section className={styles.section}>
            <div className={styles.bar}>
              <h2>{r.brands}</h2>
              {mayChange ? <Button onClick={() => setOpen("brands")}>{r.importBrands}</Button> : null}
            </div>
            <Brands />
          </section>
          <section className={styles.section}>
            <p>{r.press(data.pressTexts)}</p>
            <p>{r.denials(data.denials)}</p>
            <p className={screen.soft}>{r.pressHow}</p>
          </section>
        </>
      ) : null}
      {open ? <KnowledgeDialog kind={open} close={() => setOpen(null)} done={done} /> : null}
    </WatchFrame>
  );
}
