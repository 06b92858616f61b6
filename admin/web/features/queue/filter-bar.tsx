// Promises that every filter stands in the address, and typing does not fight with the address.
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useState } from "react";
import type { FindingStatus, QueueFilter } from "../../../api/findings.ts";
import { filterSearch } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { FacetDialog } from "./facet-dialog.tsx";
import styles from "./queue.module.css";
import { readFilter } from "./read-filter.ts";
import { SavedFiltersDialog } from "./saved-filters.tsx";

const statuses: FindingStatus[] = ["new", "confirmed", "dismissed"];

/** Changes the filter where one stands: the list alone, or beside an open finding. */
export function useChangeFilter(filter: QueueFilter) {
  const navigate = useNavigate();
  return (change: Partial<Record<keyof QueueFilter, string | undefined>>, replace = false) =>
    void navigate({ to: ".", search: readFilter({ ...filter, ...change }), replace });
}

function SearchBox({ filter, searchRef }: { filter: QueueFilter; searchRef: RefObject<HTMLInputElement | null> }) {
  const change = useChangeFilter(filter);
  const [words, setWords] = useState(filter.q ?? "");
  const [known, setKnown] = useState(filter.q ?? "");
  // The address changed by itself (back, a saved filter): the box follows.
  if ((filter.q ?? "") !== known) {
    setKnown(filter.q ?? "");
    setWords(filter.q ?? "");
  }
  useEffect(() => {
    if (words === known) return;
    const timer = setTimeout(() => {
      setKnown(words);
      change({ q: words }, known !== "");
    }, 300);
    return () => clearTimeout(timer);
  });
  return (
    <input
      ref={searchRef}
      type="search"
      className={styles.search}
      placeholder={t.queue.search}
      aria-label={t.queue.search}
      aria-keyshortcuts="/"
      value={words}
      onChange={(e) => setWords(e.target.value)}
      onKeyDown={(e) => {
        if (!e.nativeEvent.isComposing && (e.key === "Escape" || e.key === "Enter")) e.currentTarget.blur();
      }}
    />
  );
}

export function FilterBar({
  filter,
  searchRef,
  narrow,
}: {
  filter: QueueFilter;
  searchRef: RefObject<HTMLInputElement | null>;
  narrow: boolean;
}) {
  const change = useChangeFilter(filter);
  const [open, setOpen] = useState<"facets" | "saved" | null>(null);
  return (
    <div className={narrow ? styles.filtersNarrow : styles.filters} role="search">
      {narrow ? null : (
        <div className={styles.tabs} role="group" aria-label={t.queue.status}>
          {statuses.map((status) => (
            <button
              key={status}
              type="button"
              className={status === filter.status ? styles.tabOn : styles.tab}
              aria-pressed={status === filter.status}
              onClick={() => change({ status })}
            >
              {t.status[status]}
            </button>
          ))}
        </div>
      )}
      <SearchBox filter={filter} searchRef={searchRef} />
      <Button onClick={() => setOpen("facets")}>{t.triage.facets.open}</Button>
      {narrow ? null : (
        <>
          <Button onClick={() => setOpen("saved")}>{t.triage.saved.open}</Button>
          <label className={styles.choice}>
            <span>{t.triage.facets.sortTitle}</span>
            <select value={filter.sort ?? "grave"} onChange={(e) => change({ sort: e.target.value })}>
              {Object.entries(t.triage.facets.sort).map(([sort, says]) => (
                <option key={sort} value={sort}>
                  {says}
                </option>
              ))}
            </select>
          </label>
          <a className={styles.export} href={`/api/findings.csv?${filterSearch(filter)}`} download>
            {t.queue.export}
          </a>
        </>
      )}
      {open === "facets" ? <FacetDialog filter={filter} close={() => setOpen(null)} /> : null}
      {open === "saved" ? <SavedFiltersDialog filter={filter} close={() => setOpen(null)} /> : null}
    </div>
  );
}
