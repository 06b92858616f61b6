// Promises a tip that came by post, telephone or in person, typed in with its incoming number and scan; a refusal loses no word.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { AddedTip } from "../../../api/tips.ts";
import { callApi } from "../../app/call-api.ts";
import { keepFile } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import styles from "../watchlist/watch.module.css";
import { todayInVietnam } from "../../ui/days.ts";

const emptyTip = {
  channel: "paper",
  incomingNumber: "",
  receivedOn: todayInVietnam(),
  address: "",
  what: "",
  seenWhen: "",
  name: "",
  phone: "",
  email: "",
};
type Typed = typeof emptyTip;

const bodyOf = ({ name, phone, email, ...tip }: Typed, fileId: string | null) => ({
  ...tip,
  fileId,
  identity: { name, phone, email },
});

export function AddTipDialog({ close, done }: { close: () => void; done: (id: string) => void }) {
  const [typed, setTyped] = useState<Typed>(emptyTip);
  const [fileId, setFileId] = useState<string | null>(null);
  const keep = useMutation({ mutationFn: keepFile, onSuccess: (file) => setFileId(file.id) });
  const add = useMutation({
    mutationFn: () => callApi<AddedTip>("/tips", { method: "POST", body: bodyOf(typed, fileId) }),
    onSuccess: ({ id }) => {
      close();
      done(id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const bind = (name: keyof Typed) => ({
    value: typed[name],
    onChange: (e: { target: { value: string } }) => setTyped({ ...typed, [name]: e.target.value }),
  });
  const channels = Object.entries(t.tips.channel).filter(([name]) => name !== "form");
  return (
    <Dialog title={t.tips.add} wide close={close}>
      <form className={screen.form} onSubmit={submit}>
        <div className={styles.two}>
          <Field label={t.tips.columns.channel}>
            <select {...bind("channel")}>
              {channels.map(([name, text]) => (
                <option key={name} value={name}>
                  {text}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t.tips.incoming}>
            <input {...bind("incomingNumber")} maxLength={100} />
          </Field>
          <Field label={t.tips.columns.received}>
            <input type="date" {...bind("receivedOn")} required />
          </Field>
          <Field label={t.tips.seenWhen}>
            <input {...bind("seenWhen")} maxLength={200} />
          </Field>
        </div>
        <Field label={t.tips.columns.address}>
          <input {...bind("address")} required autoFocus maxLength={2000} spellCheck={false} />
        </Field>
        <Field label={t.tips.columns.what}>
          <textarea rows={4} {...bind("what")} required maxLength={5000} />
        </Field>
        <Field label={t.tips.file}>
          <input
            type="file"
            accept="application/pdf,image/png,image/jpeg,image/webp"
            onChange={(e) => {
              const file = e.target.files?.[0];
              if (file) keep.mutate(file);
            }}
          />
        </Field>
        <Trouble error={keep.error} />
        <fieldset>
          <legend>{t.tips.giver}</legend>
          <p className={screen.soft}>{t.tips.giverHint}</p>
          <div className={styles.two}>
            <Field label={t.tips.name}>
              <input {...bind("name")} maxLength={200} autoComplete="off" />
            </Field>
            <Field label={t.tips.phone}>
              <input {...bind("phone")} maxLength={60} autoComplete="off" />
            </Field>
            <Field label={t.tips.email}>
              <input {...bind("email")} maxLength={200} autoComplete="off" />
            </Field>
          </div>
        </fieldset>
        <Trouble error={add.error} />
        <Button type="submit" tone="accent" disabled={add.isPending || keep.isPending}>
          {t.tips.save}
        </Button>
      </form>
    </Dialog>
  );
}
