// Promises the list's filters as controls that write the address: what is seen can be sent and kept.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useState } from "react";
import type { CaseListFilter } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import styles from "./cases.module.css";
import { caseWordsQuery, sayState } from "./case-queries.ts";
import { readCaseFilter } from "./read-case-filter.ts";

const typingMs = 250;

function StateChoice({ filter, set }: { filter: CaseListFilter; set: (change: object) => void }) {
  const words = useQuery(caseWordsQuery).data;
  const count = (state: string) => words?.byState.find((row) => row.state === state)?.count;
  return (
    <select
      aria-label={t.cases.list.state}
      value={filter.state ?? ""}
      onChange={(e) => set({ state: e.target.value || undefined })}
    >
      <option value="">{`${t.cases.list.state}: ${t.cases.list.any}`}</option>
      {(Object.keys(t.cases.state) as (keyof typeof t.cases.state)[]).map((state) => (
        <option key={state} value={state}>
          {sayState(words, state)}
          {count(state) ? ` (${count(state)})` : ""}
        </option>
      ))}
    </select>
  );
}

function Choice({
  label,
  name,
  table,
  filter,
  set,
}: {
  label: string;
  name: "category" | "source";
  table: Record<string, string>;
  filter: CaseListFilter;
  set: (change: object) => void;
}) {
  return (
    <select
      aria-label={label}
      value={filter[name] ?? ""}
      onChange={(e) => set({ [name]: e.target.value || undefined })}
    >
      <option value="">{`${label}: ${t.cases.list.any}`}</option>
      {Object.entries(table).map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  );
}

function AssignedChoice({ filter, set }: { filter: CaseListFilter; set: (change: object) => void }) {
  const people = useQuery(caseWordsQuery).data?.people ?? [];
  const l = t.cases.list;
  return (
    <select
      aria-label={l.assigned}
      value={filter.assigned ?? ""}
      onChange={(e) => set({ assigned: e.target.value || undefined })}
    >
      <option value="">{`${l.assigned}: ${l.any}`}</option>
      <option value="me">{l.mine}</option>
      {people.map((person) => (
        <option key={person.id} value={person.id}>
          {person.name}
        </option>
      ))}
    </select>
  );
}

export function CasesFilter({
  filter,
  searchRef,
}: {
  filter: CaseListFilter;
  searchRef: RefObject<HTMLInputElement | null>;
}) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(filter.q ?? "");
  const set = (change: object) =>
    void navigate({ to: "/cases", search: readCaseFilter({ ...filter, ...change }), replace: true });
  useEffect(() => setTyped(filter.q ?? ""), [filter.q]);
  useEffect(() => {
    if (typed === (filter.q ?? "")) return;
    const timer = setTimeout(() => set({ q: typed }), typingMs);
    return () => clearTimeout(timer);
  });
  const l = t.cases.list;
  return (
    <div className={styles.filters}>
      <input
        ref={searchRef}
        type="search"
        className={styles.search}
        aria-label={l.search}
        placeholder={l.search}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
      />
      <StateChoice filter={filter} set={set} />
      <Choice label={l.category} name="category" table={t.category} filter={filter} set={set} />
      <Choice label={l.source} name="source" table={t.cases.source} filter={filter} set={set} />
      <AssignedChoice filter={filter} set={set} />
      <label>
        <input
          type="checkbox"
          checked={filter.open === "1"}
          onChange={(e) => set({ open: e.target.checked ? "1" : undefined })}
        />{" "}
        {l.open}
      </label>
      <label>
        <input
          type="checkbox"
          checked={filter.overdue === "1"}
          onChange={(e) => set({ overdue: e.target.checked ? "1" : undefined })}
        />{" "}
        {l.overdue}
      </label>
      <label>
        {l.from}{" "}
        <input type="date" value={filter.from ?? ""} onChange={(e) => set({ from: e.target.value || undefined })} />
      </label>
      <label>
        {l.to} <input type="date" value={filter.to ?? ""} onChange={(e) => set({ to: e.target.value || undefined })} />
      </label>
      {Object.keys(filter).length > 0 ? (
        <Link to="/cases" search={{}}>
          {l.clear}
        </Link>
      ) : null}
    </div>
  );
}
