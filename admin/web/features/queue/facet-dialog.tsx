// Promises each facet with its counts, to look at one value only or to leave it out; every choice is a step that "back" undoes.
import { useQuery } from "@tanstack/react-query";
import type { Facets, QueueFilter } from "../../../api/findings.ts";
import { facetsQuery } from "../../app/triage-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { sayWhole } from "../../ui/numbers.ts";
import { Failure, Loading } from "../../ui/states.tsx";
import { useChangeFilter } from "./filter-bar.tsx";
import { openFacets, wordFacets } from "./filter-words.ts";
import styles from "./facets.module.css";

const f = t.triage.facets;
/** Fields whose negation holds several values. */
const lists = new Set<string>(["notCategory", "notHost", "notRule"]);

interface FacetProps {
  field: keyof typeof wordFacets | keyof typeof openFacets;
  title: string;
  not: keyof QueueFilter | null;
  words: Readonly<Record<string, string>>;
  counts: readonly { value: string; count: number; capped: boolean }[];
  filter: QueueFilter;
}

function toggleOut(kept: string | undefined, field: string, value: string): string | undefined {
  const parts = kept?.split(",") ?? [];
  if (parts.includes(value)) return parts.filter((part) => part !== value).join(",") || undefined;
  return lists.has(field) ? [...parts, value].join(",") : value;
}

function Facet({ field, title, not, words, counts, filter }: FacetProps) {
  const change = useChangeFilter(filter);
  const out = not ? filter[not] : undefined;
  // A value that is chosen stays in sight where it has no finding left.
  const shown = [...counts];
  for (const value of [filter[field], ...(out?.split(",") ?? [])])
    if (value && !shown.some((one) => one.value === value)) shown.push({ value, count: 0, capped: false });
  if (shown.length === 0) return null;
  return (
    <section className={styles.facet}>
      <h3>{title}</h3>
      <ul>
        {shown.map(({ value, count, capped }) => {
          const says = words[value] ?? value;
          const isOn = filter[field] === value;
          const isOut = out?.split(",").includes(value) ?? false;
          return (
            <li key={value} className={styles.value}>
              <button
                type="button"
                className={styles.only}
                aria-pressed={isOn}
                title={f.only(says)}
                onClick={() => change({ [field]: isOn ? undefined : value })}
              >
                <span className={styles.says}>{says}</span>
                <span className={styles.count}>{capped ? f.atLeast(sayWhole(count)) : sayWhole(count)}</span>
              </button>
              {not ? (
                <button
                  type="button"
                  className={styles.not}
                  aria-pressed={isOut}
                  aria-label={f.not(says)}
                  title={f.not(says)}
                  onClick={() => change({ [not]: toggleOut(out, not, value) })}
                >
                  {f.notShort}
                </button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function FacetLists({ facets, filter }: { facets: Facets; filter: QueueFilter }) {
  return (
    <div className={styles.facets}>
      {Object.entries(wordFacets).map(([name, facet]) => {
        const field = name as keyof typeof wordFacets;
        return <Facet key={field} field={field} {...facet} counts={facets[field]} filter={filter} />;
      })}
      {Object.entries(openFacets).map(([name, facet]) => {
        const field = name as keyof typeof openFacets;
        return <Facet key={field} field={field} {...facet} words={{}} counts={facets[field]} filter={filter} />;
      })}
    </div>
  );
}

export function FacetDialog({ filter, close }: { filter: QueueFilter; close: () => void }) {
  const facets = useQuery({ ...facetsQuery(filter), placeholderData: (before) => before });
  return (
    <Dialog title={f.title} wide close={close}>
      {facets.isPending ? <Loading /> : null}
      {facets.error ? <Failure error={facets.error} retry={() => void facets.refetch()} /> : null}
      {facets.data ? <FacetLists facets={facets.data} filter={filter} /> : null}
    </Dialog>
  );
}
