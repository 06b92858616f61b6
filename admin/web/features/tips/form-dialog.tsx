// Promises the setting of the public form, which opens only with a notice on personal data.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TipFormView } from "../../../api/tips.ts";
import { callApi } from "../../app/call-api.ts";
import { tipFormQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Loading, Trouble } from "../../ui/states.tsx";
import styles from "../watchlist/watch.module.css";

function Setting({ form, close }: { form: TipFormView; close: () => void }) {
  const f = t.tips.form;
  const client = useQueryClient();
  const { address: _address, ...kept } = form;
  const [typed, setTyped] = useState(kept);
  const save = useMutation({
    mutationFn: () => callApi("/tip-form", { method: "PUT", body: typed }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: tipFormQuery.queryKey });
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const count = (name: "mostAnHour" | "mostAnHourFromOne") => ({
    type: "number",
    min: 1,
    value: typed[name],
    onChange: (e: { target: { value: string } }) => setTyped({ ...typed, [name]: Number(e.target.value) }),
  });
  return (
    <form className={screen.form} onSubmit={submit}>
      <label>
        <input type="checkbox" checked={typed.open} onChange={(e) => setTyped({ ...typed, open: e.target.checked })} />{" "}
        {f.isOpen}
      </label>
      <Field label={f.note} hint={f.noteHint}>
        <textarea
          rows={6}
          maxLength={4000}
          required={typed.open}
          value={typed.purposeNote}
          onChange={(e) => setTyped({ ...typed, purposeNote: e.target.value })}
        />
      </Field>
      <Field label={f.intro}>
        <textarea
          rows={3}
          maxLength={2000}
          value={typed.intro}
          onChange={(e) => setTyped({ ...typed, intro: e.target.value })}
        />
      </Field>
      <div className={styles.two}>
        <Field label={f.mostAll}>
          <input {...count("mostAnHour")} max={10000} />
        </Field>
        <Field label={f.mostOne}>
          <input {...count("mostAnHourFromOne")} max={1000} />
        </Field>
      </div>
      <Trouble error={save.error} />
      <Button type="submit" tone="accent" disabled={save.isPending}>
        {f.save}
      </Button>
    </form>
  );
}

export function FormDialog({ close }: { close: () => void }) {
  const form = useQuery(tipFormQuery);
  return (
    <Dialog title={t.tips.form.change} wide close={close}>
      {form.data ? <Setting form={form.data} close={close} /> : <Loading />}
    </Dialog>
  );
}
