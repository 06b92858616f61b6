// Promises what citizens and bodies reported: newest first, filtered by the address, and whether the public form is open.
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { TipFilter, TipState, TipView } from "../../../api/tips.ts";
import { searchOf, tipFormQuery, tipsQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { may } from "../watchlist/watch-frame.tsx";
import styles from "../watchlist/watch.module.css";
import { AddTipDialog } from "./add-tip-dialog.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { readTipFilter } from "./read-tip-filter.ts";
import { sayDay } from "../../ui/days.ts";

const tones: Record<TipState, Tone> = {
  received: "accent",
  checking: "warn",
  answered: "ok",
  "not-within-scope": "plain",
  duplicate: "plain",
};

export function TipBadge({ state }: { state: TipState }) {
  return <Badge tone={tones[state]}>{t.tips.state[state]}</Badge>;
}

function TipsTable({ rows }: { rows: readonly TipView[] }) {
  const c = t.tips.columns;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={t.tips.title}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{c.number}</th>
            <th scope="col">{c.received}</th>
            <th scope="col">{c.channel}</th>
            <th scope="col">{c.address}</th>
            <th scope="col">{c.what}</th>
            <th scope="col">{c.state}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link to="/tips/$id" params={{ id: row.id }}>
                  {row.number}
                </Link>
              </td>
              <td>{sayDay(row.receivedOn)}</td>
              <td>
                {t.tips.channel[row.channel]}
                {row.incomingNumber ? (
                  <p className={table.soft}>
                    {t.tips.incoming} {row.incomingNumber}
                  </p>
                ) : null}
              </td>
              <td className={`${table.address} ${table.wide}`}>{row.address}</td>
              <td className={styles.terms}>{row.what.length > 160 ? `${row.what.slice(0, 160)}…` : row.what}</td>
              <td>
                <TipBadge state={row.state} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FormLine({ change }: { change: () => void }) {
  const form = useQuery(tipFormQuery).data;
  if (!form) return null;
  return (
    <div className={styles.filters} role="status">
      <span>{form.open ? t.tips.form.open(form.address) : t.tips.form.closed}</span>
      {may("tip.form") ? <Button onClick={change}>{t.tips.form.change}</Button> : null}
    </div>
  );
}

function Filters({
  filter,
  set,
  counts,
}: {
  filter: TipFilter;
  set: (f: TipFilter) => void;
  counts: Partial<Record<TipState, number>>;
}) {
  const choose = (name: "state" | "channel", value: string) => set(readTipFilter({ ...filter, [name]: value }));
  return (
    <div className={styles.filters}>
      <label>
        {t.tips.columns.state}
        <select value={filter.state ?? ""} onChange={(e) => choose("state", e.target.value)}>
          <option value="">{t.tips.any}</option>
          {Object.entries(t.tips.state).map(([name, text]) => (
            <option key={name} value={name}>
              {`${text} (${counts[name as TipState] ?? 0})`}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.tips.columns.channel}
        <select value={filter.channel ?? ""} onChange={(e) => choose("channel", e.target.value)}>
          <option value="">{t.tips.any}</option>
          {Object.entries(t.tips.channel).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

export function TipsScreen() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const filter = readTipFilter(useSearch({ strict: false }));
  const set = (next: TipFilter) => void navigate({ to: "/tips", search: next, replace: true });
  const [open, setOpen] = useState<"add" | "form" | null>(null);
  const list = useInfiniteQuery(tipsQuery(filter));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  useEffect(() => {
    document.title = `${t.tips.title} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{t.tips.title}</h1>
        <input
          className={screen.search}
          type="search"
          aria-label={t.tips.search}
          placeholder={t.tips.search}
          value={filter.q ?? ""}
          onChange={(e) => set({ ...filter, q: e.target.value || undefined })}
        />
        <div className={screen.acts}>
          <a href={`/api/tips.csv?${searchOf({ ...filter })}`} download>
            {t.tips.export}
          </a>
          {may("tip.change") ? (
            <Button tone="accent" onClick={() => setOpen("add")}>
              {t.tips.add}
            </Button>
          ) : null}
        </div>
      </header>
      <FormLine change={() => setOpen("form")} />
      <Filters filter={filter} set={set} counts={list.data?.pages[0]?.counts ?? {}} />
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty>{t.tips.empty}</Empty> : null}
      {rows.length > 0 ? <TipsTable rows={rows} /> : null}
      {list.hasNextPage ? (
        <footer className={screen.foot}>
          <Button onClick={() => void list.fetchNextPage()}>{t.state.more}</Button>
        </footer>
      ) : null}
      {open === "add" ? (
        <AddTipDialog
          close={() => setOpen(null)}
          done={(id) => {
            void client.invalidateQueries({ queryKey: ["tips"] });
            void navigate({ to: "/tips/$id", params: { id } });
          }}
        />
      ) : null}
      {open === "form" ? <FormDialog close={() => setOpen(null)} /> : null}
    </div>
  );
}
