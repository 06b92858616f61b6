// Promises that every filter stands in the address, and typing does not fight with the address.
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useState } from "react";
import type { FindingStatus, QueueFilter } from "../../../api/findings.ts";
import { filterSearch } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./queue.module.css";
import { readFilter } from "./read-filter.ts";

const statuses: FindingStatus[] = ["new", "confirmed", "dismissed"];

function Choice({
  label,
  value,
  table,
  onChoose,
}: {
  label: string;
  value: string | undefined;
  table: Record<string, string>;
  onChoose: (value: string) => void;
}) {
  return (
    <label className={styles.choice}>
      <span>{label}</span>
      <select value={value ?? ""} onChange={(e) => onChoose(e.target.value)}>
        <option value="">{t.queue.any}</option>
        {Object.entries(table).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function FilterBar({
  filter,
  searchRef,
}: {
  filter: QueueFilter;
  searchRef: RefObject<HTMLInputElement | null>;
}) {
  const navigate = useNavigate();
  const [words, setWords] = useState(filter.q ?? "");
  const go = (change: Record<string, unknown>) =>
    void navigate({ to: "/queue", search: readFilter({ ...filter, ...change }), replace: true });
  useEffect(() => {
    if (words === (filter.q ?? "")) return;
    const timer = setTimeout(() => go({ q: words }), 300);
    return () => clearTimeout(timer);
  });
  const clear = () => {
    setWords("");
    void navigate({ to: "/queue", search: readFilter({ status: filter.status }) });
  };
  return (
    <div className={styles.filters} role="search">
      <div className={styles.tabs} role="group" aria-label={t.queue.status}>
        {statuses.map((status) => (
          <button
            key={status}
            type="button"
            className={status === filter.status ? styles.tabOn : styles.tab}
            aria-pressed={status === filter.status}
            onClick={() => go({ status })}
          >
            {t.status[status]}
          </button>
        ))}
      </div>
      <Choice
        label={t.queue.verdict}
        value={filter.verdict}
        table={t.verdict}
        onChoose={(verdict) => go({ verdict })}
      />
      <Choice
        label={t.queue.category}
        value={filter.category}
        table={t.category}
        onChoose={(category) => go({ category })}
      />
      <input
        ref={searchRef}
        type="search"
        className={styles.search}
        placeholder={t.queue.search}
        aria-label={t.queue.search}
        value={words}
        onChange={(e) => setWords(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Escape" || e.key === "Enter") e.currentTarget.blur();
        }}
      />
      {filter.host ? (
        <Button quiet onClick={() => go({ host: undefined })}>
          {t.queue.host}: {filter.host} ✕
        </Button>
      ) : null}
      {filter.q || filter.category || filter.verdict || filter.host ? (
        <Button quiet onClick={clear}>
          {t.queue.clear}
        </Button>
      ) : null}
      <a className={styles.export} href={`/api/findings.csv?${filterSearch(filter)}`} download>
        {t.queue.export}
      </a>
    </div>
  );
}
