// Promises one address added, or the reason why not in place.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";

export function AddDialog({ close, done }: { close: () => void; done: () => void }) {
  const [url, setUrl] = useState("");
  const [label, setLabel] = useState("");
  const [note, setNote] = useState("");
  const [cadence, setCadence] = useState("");
  const add = useMutation({
    mutationFn: () =>
      callApi<{ id: string; isNew: boolean }>("/targets", {
        method: "POST",
        body: { url, label, note, cadenceMinutes: cadence ? Number(cadence) : null },
      }),
    onSuccess: ({ isNew }) => {
      done();
      if (isNew) close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog title={t.targets.add} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <Field label={t.targets.url}>
          <input value={url} onChange={(e) => setUrl(e.target.value)} required autoFocus spellCheck={false} />
        </Field>
        <Field label={t.targets.label}>
          <input value={label} onChange={(e) => setLabel(e.target.value)} maxLength={200} />
        </Field>
        <Field label={t.targets.note}>
          <input value={note} onChange={(e) => setNote(e.target.value)} maxLength={2000} />
        </Field>
        <Field label={t.targets.cadence}>
          <input type="number" min={5} max={525600} value={cadence} onChange={(e) => setCadence(e.target.value)} />
        </Field>
        {add.data && !add.data.isNew ? <p role="status">{t.targets.alreadyWatched}</p> : null}
        <Trouble error={add.error} />
        <Button type="submit" tone="accent" disabled={add.isPending}>
          {t.targets.save}
        </Button>
      </form>
    </Dialog>
  );
}
