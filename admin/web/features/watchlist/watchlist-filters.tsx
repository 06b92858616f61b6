// Promises the watchlist's filters as selects whose choice is the address, and a line for what needs somebody's eye.
import { Link } from "@tanstack/react-router";
import type { TargetFilter, WatchFacets } from "../../../api/targets.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { readWatchFilter } from "./read-watch-filter.ts";
import styles from "./watch.module.css";

interface Props {
  filter: TargetFilter;
  facets: WatchFacets | undefined;
  set: (change: TargetFilter) => void;
}

function Choice({
  label,
  value,
  options,
  set,
}: {
  label: string;
  value: string | undefined;
  options: readonly (readonly [string, string])[];
  set: (value: string) => void;
}) {
  return (
    <label>
      {label}
      <select value={value ?? ""} onChange={(e) => set(e.target.value)}>
        <option value="">{t.watch.any}</option>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

const same = (names: readonly string[]) => names.map((name) => [name, name] as const);

export function WatchlistFilters({ filter, facets, set }: Props) {
  const f = t.watch.filters;
  // What the select gives is read like an address: nothing unknown gets in.
  const change = (name: keyof TargetFilter) => (value: string) => set(readWatchFilter({ ...filter, [name]: value }));
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <div className={styles.filters}>
      <Choice label={f.state} value={filter.state} options={Object.entries(t.watch.state)} set={change("state")} />
      <Choice label={f.kind} value={filter.kind} options={Object.entries(t.targets.kind)} set={change("kind")} />
      <Choice
        label={f.owner}
        value={filter.owner}
        options={(facets?.owners ?? []).map(({ id, name }) => [id, name] as const)}
        set={change("owner")}
      />
      <Choice label={f.tag} value={filter.tag} options={same(facets?.tags ?? [])} set={change("tag")} />
      <Choice label={f.area} value={filter.area} options={same(facets?.areas ?? [])} set={change("area")} />
      {isFiltered ? (
        <Button quiet onClick={() => set(readWatchFilter({}))}>
          {f.clear}
        </Button>
      ) : null}
    </div>
  );
}

/** Told before and after an entry ends, and where nobody wrote why it is watched. */
export function WatchlistTold({ facets }: { facets: WatchFacets | undefined }) {
  if (!facets) return null;
  const lines = [
    { n: facets.expired, text: t.watch.told.expired(facets.expired), state: "expired" },
    { n: facets.expiring, text: t.watch.told.expiring(facets.expiring), state: "expiring" },
    { n: facets.bare, text: t.watch.told.bare(facets.bare), state: "no-purpose" },
  ] as const;
  const shown = lines.filter((line) => line.n > 0);
  if (shown.length === 0) return null;
  return (
    <ul className={styles.told}>
      {shown.map((line) => (
        <li key={line.state}>
          <Link to="/watchlist" search={readWatchFilter({ state: line.state })}>
            {line.text}
          </Link>
        </li>
      ))}
    </ul>
  );
}
