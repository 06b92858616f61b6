// Promises the letters that brought lists of sites, how far each is answered, and which are late.
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { LetterView } from "../../../api/letters.ts";
import { lettersQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { textOf } from "../watchlist/read-watch-filter.ts";
import { may, WatchFrame } from "../watchlist/watch-frame.tsx";
import { LetterProgress } from "./letter-progress.tsx";
import { RegisterDialog } from "./register-dialog.tsx";
import { sayDay } from "../../ui/days.ts";

function LettersTable({ rows }: { rows: readonly LetterView[] }) {
  const l = t.watch.letters;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={l.title}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{l.number}</th>
            <th scope="col">{l.sender}</th>
            <th scope="col">{l.abstract}</th>
            <th scope="col">{l.incoming}</th>
            <th scope="col">{l.due}</th>
            <th scope="col">{l.answer}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link to="/watchlist/letters/$id" params={{ id: row.id }}>
                  {row.number}
                </Link>
                <p className={table.soft}>{sayDay(row.datedOn)}</p>
              </td>
              <td>{row.sender}</td>
              <td>{row.abstract}</td>
              <td>
                {row.incomingNumber || "—"}
                <p className={table.soft}>{sayDay(row.arrivedOn)}</p>
              </td>
              <td>
                {row.dueOn ? sayDay(row.dueOn) : <span className={table.soft}>{l.noDue}</span>}{" "}
                {row.isLate ? <Badge tone="danger">{l.late}</Badge> : null}
              </td>
              <td>
                <LetterProgress letter={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function LettersScreen() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const q = textOf(search.q) ?? "";
  const [isOpen, setOpen] = useState(false);
  const list = useInfiniteQuery(lettersQuery(q));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const registered = (id: string) => {
    void client.invalidateQueries({ queryKey: ["letters"] });
    void client.invalidateQueries({ queryKey: ["targets"] });
    void navigate({ to: "/watchlist/letters/$id", params: { id } });
  };
  const head = (
    <>
      <input
        className={screen.search}
        type="search"
        placeholder={t.watch.letters.search}
        aria-label={t.watch.letters.search}
        value={q}
        onChange={(e) =>
          void navigate({ to: "/watchlist/letters", search: { q: e.target.value || undefined }, replace: true })
        }
      />
      {may("letter.change") ? (
        <div className={screen.acts}>
          <Button tone="accent" onClick={() => setOpen(true)}>
            {t.watch.letters.add}
          </Button>
        </div>
      ) : null}
    </>
  );
  return (
    <WatchFrame title={t.watch.letters.title} head={head}>
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty>{t.watch.letters.empty}</Empty> : null}
      {rows.length > 0 ? <LettersTable rows={rows} /> : null}
      {list.hasNextPage ? (
        <footer className={screen.foot}>
          <Button onClick={() => void list.fetchNextPage()}>{t.state.more}</Button>
        </footer>
      ) : null}
      {isOpen ? <RegisterDialog close={() => setOpen(false)} done={registered} /> : null}
    </WatchFrame>
  );
}
