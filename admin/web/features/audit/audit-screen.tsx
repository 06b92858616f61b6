// Promises the audit log to auditors: filters, pages, an export, and the check against the custody log.
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type FormEvent, type MouseEvent, useEffect, useState } from "react";
import type { TrailCheck, TrailPage } from "../../../api/audit.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import { AuditTable } from "./audit-table.tsx";
import styles from "./audit.module.css";

const a = t.audit;
type Filter = Record<"actor" | "object" | "act" | "from" | "to", string>;
const noFilter: Filter = { actor: "", object: "", act: "", from: "", to: "" };

const search = (filter: Filter, before = "") =>
  new URLSearchParams(Object.entries({ ...filter, before }).filter(([, value]) => value !== "")).toString();

function CheckLine({ check }: { check: TrailCheck }) {
  if (check.broken)
    return (
      <p className={screen.alarm} role="alert">
        {a.broken(check.broken.fromId, check.broken.toId)}
      </p>
    );
  return (
    <p className={screen.said} role="status">
      {a.sound(check.events, check.links)} {a.unlinked(check.unlinked)}
    </p>
  );
}

function FilterForm({ apply }: { apply: (filter: Filter) => void }) {
  const [filter, setFilter] = useState(noFilter);
  const put = (name: keyof Filter) => (event: { target: { value: string } }) =>
    setFilter({ ...filter, [name]: event.target.value.trim() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(filter);
  };
  const clear = () => {
    setFilter(noFilter);
    apply(noFilter);
  };
  return (
    <form className={styles.filter} onSubmit={submit} role="search">
      <label>
        {a.area}
        <select value={filter.act} onChange={put("act")}>
          <option value="">{a.all}</option>
          {Object.entries(a.areas).map(([area, name]) => (
            <option key={area} value={area}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {a.actor}
        <input value={filter.actor} onChange={put("actor")} maxLength={64} />
      </label>
      <label>
        {a.object}
        <input value={filter.object} onChange={put("object")} maxLength={200} />
      </label>
      <label>
        {a.from}
        <input type="date" value={filter.from} onChange={put("from")} />
      </label>
      <label>
        {a.to}
        <input type="date" value={filter.to} onChange={put("to")} />
      </label>
      <Button type="submit">{a.filter}</Button>
      <Button quiet onClick={clear}>
        {a.clear}
      </Button>
    </form>
  );
}

export function AuditScreen() {
  const [filter, setFilter] = useState(noFilter);
  const trail = useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam, signal }) => callApi<TrailPage>(`/audit?${search(filter, pageParam)}`, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => (page.nextBefore === null ? undefined : String(page.nextBefore)),
  });
  // The browser fetches the file by itself and could not ask for a second factor.
  const take = useMutation({
    mutationFn: async (href: string) => {
      await callApi("/session/fresh", { method: "POST" });
      window.location.assign(href);
    },
  });
  const fetchFile = (event: MouseEvent<HTMLAnchorElement>) => {
    event.preventDefault();
    take.mutate(event.currentTarget.href);
  };
  const check = useMutation({ mutationFn: () => callApi<TrailCheck>("/audit/check", { method: "POST" }) });
  useEffect(() => {
    document.title = `${a.title} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{a.title}</h1>
        <div className={screen.acts}>
          <a href={`/api/audit.csv?${search(filter)}`} onClick={fetchFile} download>
            {a.export}
          </a>
          <Button onClick={() => check.mutate()} disabled={check.isPending}>
            {check.isPending ? a.checking : a.check}
          </Button>
        </div>
      </header>
      <p className={styles.lead}>{a.lead}</p>
      {check.data ? <CheckLine check={check.data} /> : null}
      <Trouble error={check.error ?? take.error} />
      <FilterForm apply={setFilter} />
      {trail.isPending ? <Loading /> : null}
      {trail.error ? <Failure error={trail.error} retry={() => void trail.refetch()} /> : null}
      {trail.data ? <AuditTable rows={trail.data.pages.flatMap((page) => page.items)} /> : null}
      {trail.hasNextPage ? (
        <div className={screen.foot}>
          <Button onClick={() => void trail.fetchNextPage()} disabled={trail.isFetchingNextPage}>
            {a.more}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
