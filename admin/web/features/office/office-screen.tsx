// Promises the office's settings on one form: names, symbols, signers, what roles and states are called; what is typed stays until it is saved.
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { OfficeRole, OfficeState, OfficeView } from "../../../api/office.ts";
import { callApi } from "../../app/call-api.ts";
import { officeQuery } from "../../app/office.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import styles from "./office.module.css";
import { Signers } from "./signers.tsx";

const words = t.office;
type Line = "parentName" | "name" | "unitName" | "symbol" | "unitSymbol" | "place" | "area";
type Contact = "address" | "phone" | "email" | "hotline";
const names: readonly Line[] = ["parentName", "name", "unitName", "area", "symbol", "unitSymbol", "place"];
const contacts: readonly Contact[] = ["address", "phone", "email", "hotline"];
const hints: Partial<Record<Line, string>> = { symbol: words.symbolHint, place: words.placeHint };
type Put = (change: Partial<OfficeView>) => void;

function Lines({ office, put, of }: { office: OfficeView; put: Put; of: readonly (Line | Contact)[] }) {
  return of.map((name) => {
    const hint = hints[name as Line];
    return (
      <Field key={name} label={words[name]} {...(hint ? { hint } : {})}>
        <input value={office[name]} maxLength={300} onChange={(e) => put({ [name]: e.target.value })} />
      </Field>
    );
  });
}

function Habits({ office, put }: { office: OfficeView; put: Put }) {
  const [share, setShare] = useState(String(Math.round(office.secondReviewShare * 100)));
  return (
    <fieldset>
      <legend>{words.habits}</legend>
      <Field label={words.casePrefix} hint={words.casePrefixHint}>
        <input
          value={office.casePrefix}
          required
          maxLength={12}
          onChange={(e) => put({ casePrefix: e.target.value })}
        />
      </Field>
      <Field label={words.secondReviewShare} hint={words.secondReviewHint}>
        <input
          type="number"
          min={0}
          max={100}
          required
          value={share}
          onChange={(e) => {
            setShare(e.target.value);
            put({ secondReviewShare: Number(e.target.value) / 100 });
          }}
        />
      </Field>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={office.guestsAllowed}
          onChange={(e) => put({ guestsAllowed: e.target.checked })}
        />
        {words.guestsAllowed}
      </label>
    </fieldset>
  );
}

function Called<K extends string>({
  title,
  common,
  own,
  put,
}: {
  title: string;
  common: Record<K, string>;
  own: Partial<Record<K, string>>;
  put: (names: Partial<Record<K, string>>) => void;
}) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {(Object.keys(common) as K[]).map((code) => (
        <Field key={code} label={common[code]}>
          <input
            value={own[code] ?? ""}
            maxLength={300}
            placeholder={common[code]}
            onChange={(e) => put({ ...own, [code]: e.target.value })}
          />
        </Field>
      ))}
    </fieldset>
  );
}

/** Names left empty are not sent: the language file's word stands. */
const named = <T extends Partial<Record<string, string>>>(all: T): T =>
  Object.fromEntries(Object.entries(all).filter(([, name]) => name?.trim())) as T;

function OfficeForm({ saved }: { saved: OfficeView }) {
  const [office, setOffice] = useState(saved);
  const save = useMutation({
    mutationFn: () =>
      callApi<OfficeView>("/office", {
        method: "PUT",
        body: { ...office, roleNames: named(office.roleNames), stateNames: named(office.stateNames) },
      }),
    onSuccess: (reply) => queryClient.setQueryData(officeQuery.queryKey, reply),
  });
  const put: Put = (change) => setOffice((all) => ({ ...all, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <fieldset>
        <legend>{words.names}</legend>
        <Lines office={office} put={put} of={names} />
      </fieldset>
      <fieldset>
        <legend>{words.contact}</legend>
        <Lines office={office} put={put} of={contacts} />
      </fieldset>
      <Signers signers={office.signers} put={(signers) => put({ signers })} />
      <Habits office={office} put={put} />
      <Called<OfficeRole>
        title={words.roleNames}
        common={t.role}
        own={office.roleNames}
        put={(roleNames) => put({ roleNames })}
      />
      <Called<OfficeState>
        title={words.stateNames}
        common={words.states}
        own={office.stateNames}
        put={(stateNames) => put({ stateNames })}
      />
      <div className={styles.foot}>
        <Button type="submit" tone="accent" disabled={save.isPending}>
          {words.save}
        </Button>
        <Trouble error={save.error} />
        {save.isSuccess ? <span role="status">{words.saved}</span> : null}
      </div>
    </form>
  );
}

export function OfficeScreen() {
  const office = useQuery(officeQuery);
  const mayChange = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("office.change") ?? false;
  useEffect(() => {
    document.title = `${words.title} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{words.title}</h1>
        <span className={screen.soft}>{mayChange ? words.hint : words.readOnly}</span>
      </header>
      {office.isPending ? <Loading /> : null}
      {office.error ? <Failure error={office.error} retry={() => void office.refetch()} /> : null}
      {office.data ? (
        <fieldset className={styles.bare} disabled={!mayChange}>
          <OfficeForm saved={office.data} />
        </fieldset>
      ) : null}
    </div>
  );
}
