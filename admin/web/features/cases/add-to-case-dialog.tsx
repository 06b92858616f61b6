// Promises findings into a case with few keys: the last one used stands chosen, or a new one is opened on the spot.
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import type { CaseListItem, FindingsAdded } from "../../../api/cases.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { casesQuery, caseWordsQuery, refreshCase, sayState, toneOf } from "./case-queries.ts";
import { CaseTrouble } from "./case-trouble.tsx";
import styles from "./add.module.css";

const lastKey = "vonggac.last-case";

interface Props {
  /** One finding, or a selection. */
  findingIds: readonly string[];
  /** What a new case would be called, e.g. the finding's host. */
  suggestedTitle?: string;
  close: () => void;
  /** After the server has taken them; the dialog stays open to say what became of each until the person closes it. */
  done?: (added: FindingsAdded) => void;
}

/** Cases that are not over; the last one used first. */
function orderCases(rows: readonly CaseListItem[], last: string | null): CaseListItem[] {
  const frozen = rows.filter((row) => row.state !== "proposed");
  return [...frozen.filter((row) => row.id === last), ...frozen.filter((row) => row.id !== last)];
}

function CaseChoice({ rows, chosen, choose }: { rows: CaseListItem[]; chosen: string; choose: (id: string) => void }) {
  const words = useQuery(caseWordsQuery).data;
  const last = localStorage.getItem(lastKey);
  if (rows.length === 0) return <p className={screen.soft}>{t.cases.add.noCase}</p>;
  return (
    <div className={styles.list} role="radiogroup" aria-label={t.cases.add.existing}>
      {rows.map((row) => (
        <label key={row.id} className={styles.choice}>
          <input type="radio" name="case" checked={chosen === row.id} onChange={() => choose(row.id)} />
          <span className={styles.number}>{row.number}</span>
          <span className={styles.title}>{row.title}</span>
          <Badge tone={toneOf(row.state)}>{sayState(words, row.state)}</Badge>
          {row.id === last ? <Badge tone="accent">{t.cases.add.last}</Badge> : null}
        </label>
      ))}
    </div>
  );
}

function Told({ added, close }: { added: FindingsAdded; close: () => void }) {
  const undecided = added.added.filter((row) => row.status === "new").length;
  const elsewhere = [...new Set(added.elsewhere.map((row) => row.number))].join(", ");
  return (
    <div className={screen.form} role="status">
      <p>{t.cases.add.done(added.added.length, added.number)}</p>
      {added.stoodBefore.length > 0 ? <p>{t.cases.add.stoodBefore(added.stoodBefore.length)}</p> : null}
      {undecided > 0 ? <p>{t.cases.add.undecided(undecided)}</p> : null}
      {elsewhere ? <p>{t.cases.add.elsewhere(elsewhere)}</p> : null}
      <div className={screen.acts}>
        <Link to="/cases/$id" params={{ id: added.id }} onClick={close}>
          {t.cases.add.show}
        </Link>
        <Button tone="accent" onClick={close} autoFocus>
          {t.state.close}
        </Button>
      </div>
    </div>
  );
}

export function AddToCaseDialog({ findingIds, suggestedTitle = "", close, done }: Props) {
  const [fresh, setFresh] = useState(false);
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState("");
  const [title, setTitle] = useState(suggestedTitle);
  // Always asked anew: an old answer without cases would open a second one where the first had just been opened.
  const list = useInfiniteQuery({ ...casesQuery(q ? { open: "1", q } : { open: "1" }), refetchOnMount: "always" });
  const rows = orderCases(list.data?.pages[0]?.items ?? [], localStorage.getItem(lastKey)).slice(0, 12);
  const target = rows.some((row) => row.id === chosen) ? chosen : (rows[0]?.id ?? "");
  const isNew = fresh || (list.isSuccess && list.isFetchedAfterMount && rows.length === 0 && !q);
  const add = useMutation({
    mutationFn: () =>
      isNew
        ? callApi<FindingsAdded>("/cases", { method: "POST", body: { title, findingIds } })
        : callApi<FindingsAdded>(`/cases/${target}/findings`, { method: "POST", body: { findingIds } }),
    onSuccess: (added) => {
      localStorage.setItem(lastKey, added.id);
      void refreshCase(added.id);
      done?.(added);
    },
  });
  useEffect(() => setTitle(suggestedTitle), [suggestedTitle]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const a = t.cases.add;
  if (add.data)
    return (
      <Dialog title={a.title} close={close}>
        <Told added={add.data} close={close} />
      </Dialog>
    );
  return (
    <Dialog title={a.title} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p className={screen.soft}>{a.chosen(findingIds.length)}</p>
        <fieldset className={styles.kinds}>
          <legend className={styles.hidden}>{a.title}</legend>
          <label>
            <input type="radio" name="kind" checked={!isNew} onChange={() => setFresh(false)} /> {a.existing}
          </label>
          <label>
            <input type="radio" name="kind" checked={isNew} onChange={() => setFresh(true)} /> {a.fresh}
          </label>
        </fieldset>
        {isNew ? (
          <Field label={t.cases.open.name} hint={t.cases.open.nameHint}>
            <input
              value={title}
              onChange={(e) => setTitle(e.target.value)}
              required
              maxLength={300}
              data-first
              autoFocus
            />
          </Field>
        ) : (
          <>
            <Field label={a.search}>
              <input type="search" value={q} onChange={(e) => setQ(e.target.value)} data-first autoFocus />
            </Field>
            <CaseChoice rows={rows} chosen={target} choose={setChosen} />
          </>
        )}
        <CaseTrouble error={add.error ?? list.error} />
        <div className={screen.acts}>
          <Button type="submit" tone="accent" disabled={add.isPending || (!isNew && !target)}>
            {isNew ? a.submitNew : a.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
