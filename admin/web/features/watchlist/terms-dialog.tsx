// Promises one entry added or its terms changed: purpose, legal basis, owner, cadence, last day; a refusal loses no word.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TargetView, WatchFacets } from "../../../api/targets.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import styles from "./watch.module.css";

interface Props {
  /** null adds a new entry. */
  row: TargetView | null;
  owners: WatchFacets["owners"];
  close: () => void;
  done: () => void;
}

const emptyTerms = {
  url: "",
  label: "",
  note: "",
  purpose: "",
  legalBasis: "",
  ownerId: "",
  expiresOn: "",
  area: "",
  tags: "",
  cadence: "",
};
type Typed = typeof emptyTerms;

const typedOf = (row: TargetView): Typed => ({
  url: row.url,
  label: row.label,
  note: row.note,
  purpose: row.purpose,
  legalBasis: row.legalBasis,
  ownerId: row.ownerId ?? "",
  expiresOn: row.expiresOn ?? "",
  area: row.area,
  tags: row.tags.join(", "),
  cadence: row.cadenceMinutes === null ? "" : String(row.cadenceMinutes),
});

const termsOf = ({ url: _url, cadence, tags, ownerId, expiresOn, ...rest }: Typed) => ({
  ...rest,
  ownerId: ownerId || null,
  expiresOn: expiresOn || null,
  cadenceMinutes: cadence ? Number(cadence) : null,
  tags: [...new Set(tags.split(/[;,]/).map((tag) => tag.trim()))].filter(Boolean),
});

export function TermsDialog({ row, owners, close, done }: Props) {
  const [typed, setTyped] = useState<Typed>(row ? typedOf(row) : emptyTerms);
  const save = useMutation({
    mutationFn: async () => {
      const terms = termsOf(typed);
      if (!row) return callApi<{ isNew: boolean }>("/targets", { method: "POST", body: { ...terms, url: typed.url } });
      await callApi(`/targets/${row.id}`, { method: "PATCH", body: terms });
      return { isNew: true };
    },
    onSuccess: ({ isNew }) => {
      done();
      if (isNew) close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const bind = (name: keyof Typed) => ({
    value: typed[name],
    onChange: (e: { target: { value: string } }) => setTyped({ ...typed, [name]: e.target.value }),
  });
  return (
    <Dialog title={row ? t.watch.editTitle : t.targets.add} wide close={close}>
      <form className={screen.form} onSubmit={submit}>
        <Field label={t.targets.url}>
          <input
            {...bind("url")}
            required
            autoFocus={!row}
            readOnly={row !== null}
            spellCheck={false}
            maxLength={2000}
          />
        </Field>
        <div className={styles.two}>
          <Field label={t.watch.purpose}>
            <input {...bind("purpose")} maxLength={500} autoFocus={row !== null} />
          </Field>
          <Field label={t.watch.basis} hint={t.watch.basisHint}>
            <input {...bind("legalBasis")} maxLength={500} />
          </Field>
          <Field label={t.watch.owner}>
            <select {...bind("ownerId")}>
              <option value="">{t.watch.noOwner}</option>
              {owners.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t.watch.expires} hint={t.watch.expiresHint}>
            <input type="date" {...bind("expiresOn")} />
          </Field>
          <Field label={t.targets.label}>
            <input {...bind("label")} maxLength={200} />
          </Field>
          <Field label={t.targets.cadence}>
            <input type="number" min={5} max={525600} {...bind("cadence")} />
          </Field>
          <Field label={t.watch.area}>
            <input {...bind("area")} maxLength={200} />
          </Field>
          <Field label={t.watch.tags}>
            <input {...bind("tags")} maxLength={1000} />
          </Field>
        </div>
        <Field label={t.targets.note}>
          <textarea rows={2} {...bind("note")} maxLength={2000} />
        </Field>
        {save.data && !save.data.isNew ? <p role="status">{t.targets.alreadyWatched}</p> : null}
        <Trouble error={save.error} />
        <Button type="submit" tone="accent" disabled={save.isPending}>
          {t.watch.save}
        </Button>
      </form>
    </Dialog>
  );
}
