// Promises filters under a name: saved, renamed, shared by a lead, removed, and one that opens first.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import type { QueueFilter } from "../../../api/findings.ts";
import type { SavedFilter, SaveFilter } from "../../../api/saved-filters.ts";
import { callApi, type CallOptions } from "../../app/call-api.ts";
import { filterSearch, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { savedFiltersQuery } from "../../app/triage-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Empty, Failure, Loading, Trouble } from "../../ui/states.tsx";
import { sayConditions } from "./filter-words.ts";
import { filterKey, isNarrowed, readFilter } from "./read-filter.ts";
import styles from "./saved.module.css";

const s = t.triage.saved;
const filterOf = (saved: SavedFilter) => readFilter(Object.fromEntries(new URLSearchParams(saved.query)));

let defaultWasOpened = false;

/** Opens a person's own first filter once, where he came to the bare queue. */
export function useDefaultFilter(filter: QueueFilter, openId: string | null): void {
  const navigate = useNavigate();
  const bare = openId === null && filter.status === "new" && !isNarrowed(filter);
  const saved = useQuery({ ...savedFiltersQuery, enabled: bare && !defaultWasOpened }).data;
  useEffect(() => {
    if (defaultWasOpened || !saved) return;
    defaultWasOpened = true;
    const own = saved.items.find((item) => item.isDefault);
    if (own && bare) void navigate({ to: "/queue", search: filterOf(own), replace: true });
  }, [saved]);
}

interface Change {
  path: string;
  method: NonNullable<CallOptions["method"]>;
  body?: unknown;
}

function useChange() {
  return useMutation({
    mutationFn: ({ path, method, body }: Change) => callApi(path, { method, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: savedFiltersQuery.queryKey }),
  });
}

interface RowProps {
  saved: SavedFilter;
  isNow: boolean;
  mayShare: boolean;
  change: (change: Change) => void;
  close: () => void;
}

function SavedRow({ saved, isNow, mayShare, change, close }: RowProps) {
  const [name, setName] = useState<string | null>(null);
  const put = (next: Partial<SaveFilter>) =>
    change({
      path: `/saved-filters/${saved.id}`,
      method: "PUT",
      body: { name: saved.name, query: saved.query, shared: saved.shared, ...next },
    });
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (name?.trim()) put({ name: name.trim() });
    setName(null);
  };
  return (
    <li className={styles.row}>
      {name === null ? (
        <span className={styles.name}>
          <Link to="/queue" search={filterOf(saved)} onClick={close} aria-current={isNow ? "true" : undefined}>
            {saved.name}
          </Link>
          {saved.isDefault ? <Badge tone="accent">{s.isDefault}</Badge> : null}
          {saved.shared ? <Badge>{saved.mine ? s.sharedByMe : s.sharedBy(saved.owner)}</Badge> : null}
        </span>
      ) : (
        <form className={styles.rename} onSubmit={rename}>
          <input aria-label={s.name} value={name} maxLength={80} autoFocus onChange={(e) => setName(e.target.value)} />
          <Button type="submit">{s.keep}</Button>
        </form>
      )}
      <span className={styles.acts}>
        <Button
          quiet
          onClick={() =>
            change({ path: "/saved-filters/default", method: "PUT", body: { id: saved.isDefault ? null : saved.id } })
          }
        >
          {saved.isDefault ? s.noDefault : s.makeDefault}
        </Button>
        {saved.mine ? (
          <>
            <Button quiet onClick={() => setName(saved.name)}>
              {s.rename}
            </Button>
            {mayShare ? (
              <Button quiet onClick={() => put({ shared: !saved.shared })}>
                {saved.shared ? s.unshare : s.share}
              </Button>
            ) : null}
            <Button quiet onClick={() => change({ path: `/saved-filters/${saved.id}`, method: "DELETE" })}>
              {s.remove}
            </Button>
          </>
        ) : null}
      </span>
    </li>
  );
}

export function SavedFiltersDialog({ filter, close }: { filter: QueueFilter; close: () => void }) {
  const saved = useQuery(savedFiltersQuery);
  const change = useChange();
  const [name, setName] = useState("");
  const mayShare = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("finding.lead") ?? false;
  const save = (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), query: filterSearch(filter), shared: false };
    change.mutate({ path: "/saved-filters", method: "POST", body }, { onSuccess: () => setName("") });
  };
  const conditions = sayConditions(filter).map(({ says }) => says);
  return (
    <Dialog title={s.title} wide close={close}>
      {saved.isPending ? <Loading /> : null}
      {saved.error ? <Failure error={saved.error} retry={() => void saved.refetch()} /> : null}
      {saved.data?.items.length === 0 ? <Empty>{s.none}</Empty> : null}
      <ul className={styles.list}>
        {saved.data?.items.map((item) => (
          <SavedRow
            key={item.id}
            saved={item}
            isNow={filterKey(filterOf(item)) === filterKey(filter)}
            mayShare={mayShare}
            change={change.mutate}
            close={close}
          />
        ))}
      </ul>
      <form className={styles.save} onSubmit={save}>
        <Field label={s.saveNow} hint={[t.status[filter.status], ...conditions].join(" · ")}>
          <input value={name} maxLength={80} placeholder={s.name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Button type="submit" tone="accent" disabled={!name.trim() || change.isPending}>
          {s.save}
        </Button>
      </form>
      <Trouble error={change.error} />
    </Dialog>
  );
}
