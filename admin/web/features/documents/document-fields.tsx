// Promises a form of the fields of one document, each with what it prints when left empty; nothing typed is lost by a failed save.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { DocumentField, DocumentView } from "../../../api/documents.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { refreshDocuments } from "./document-queries.ts";
import styles from "./documents.module.css";
import { sayDay } from "../../ui/days.ts";

const d = t.documents;
type Typed = Record<string, string>;

const hintOf = (field: DocumentField) => {
  if (!field.found) return d.foundNothing;
  return d.found(field.input === "date" ? sayDay(field.found) : field.found.slice(0, 160));
};

function Control({ field, value, put }: { field: DocumentField; value: string; put: (value: string) => void }) {
  const change = (event: { target: { value: string } }) => put(event.target.value);
  if (field.input === "text" || field.input === "rows")
    return (
      <Field label={field.say} hint={hintOf(field)}>
        <textarea
          rows={field.input === "rows" ? 5 : 4}
          maxLength={field.input === "rows" ? 300_000 : 20_000}
          value={value}
          onChange={change}
        />
      </Field>
    );
  return (
    <Field label={field.say} hint={hintOf(field)}>
      <input type={field.input === "date" ? "date" : "text"} maxLength={500} value={value} onChange={change} />
    </Field>
  );
}

/** One choice sets authority, post and name together. */
function Signers({ signers, put }: { signers: DocumentView["signers"]; put: (typed: Typed) => void }) {
  const choose = (index: string) => {
    const one = signers[Number(index)];
    if (index !== "" && one)
      put({ "nguoi_ky.quyen_han": one.prefix, "nguoi_ky.chuc_vu": one.post, "nguoi_ky.ho_ten": one.name });
  };
  return (
    <Field label={d.signer}>
      <select defaultValue="" onChange={(e) => choose(e.target.value)} disabled={signers.length === 0}>
        <option value="">{signers.length === 0 ? d.signerNone : "…"}</option>
        {signers.map((s, i) => (
          <option key={`${s.post} ${s.name}`} value={i}>
            {[s.prefix, s.post, s.name].filter(Boolean).join(" · ")}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function DocumentFields({ view }: { view: DocumentView }) {
  const [typed, setTyped] = useState<Typed>(() => Object.fromEntries(view.fields.map((f) => [f.name, f.typed])));
  const [isChanged, setChanged] = useState(false);
  const put = (change: Typed) => {
    setTyped((before) => ({ ...before, ...change }));
    setChanged(true);
  };
  const save = useMutation({
    mutationFn: () => callApi(`/documents/${view.id}`, { method: "PUT", body: { typed } }),
    onSuccess: async () => {
      setChanged(false);
      await refreshDocuments();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const signs = view.fields.some((field) => field.name === "nguoi_ky.chuc_vu");
  return (
    <form className={screen.form} onSubmit={submit}>
      {signs ? <Signers signers={view.signers} put={put} /> : null}
      {view.fields.map((field) => (
        <Control
          key={field.name}
          field={field}
          value={typed[field.name] ?? ""}
          put={(value) => put({ [field.name]: value })}
        />
      ))}
      <Trouble error={save.error} />
      <div className={styles.acts}>
        <Button type="submit" tone="accent" disabled={save.isPending}>
          {d.save}
        </Button>
        <span role="status" className={isChanged ? styles.warn : styles.ok}>
          {isChanged ? d.unsaved : save.isSuccess ? d.saved : ""}
        </span>
      </div>
    </form>
  );
}
