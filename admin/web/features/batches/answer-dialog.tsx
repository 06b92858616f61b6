// Promises what the office answers about one site, typed by a person; the program proposes nothing but what it counted.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { LetterItemView, LetterResult } from "../../../api/letters.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import styles from "../watchlist/watch.module.css";

const typedOf = ({ answer, case: known }: LetterItemView) => ({
  result: (answer?.result ?? "") as LetterResult | "",
  owner: answer?.owner ?? "",
  action: answer?.action ?? "",
  documentNumber: answer?.documentNumber ?? "",
  evidenceNumber: answer?.evidenceNumber ?? "",
  note: answer?.note ?? "",
  caseNumber: known?.number ?? "",
});

export function AnswerDialog({ item, close, done }: { item: LetterItemView; close: () => void; done: () => void }) {
  const l = t.watch.letters;
  const [typed, setTyped] = useState(typedOf(item));
  const save = useMutation({
    mutationFn: () => callApi(`/letters/items/${item.id}/answer`, { method: "POST", body: typed }),
    onSuccess: () => {
      done();
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const bind = (name: keyof typeof typed) => ({
    value: typed[name],
    onChange: (e: { target: { value: string } }) => setTyped({ ...typed, [name]: e.target.value }),
  });
  return (
    <Dialog title={`${l.answer}: ${item.given}`} wide close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p className={screen.soft}>
          {l.findings}: {l.counts(item.waiting, item.confirmed, item.dismissed)}
          {item.categories.length > 0
            ? ` (${item.categories.map((name) => (t.category as Record<string, string>)[name] ?? name).join(", ")})`
            : ""}
        </p>
        <div className={styles.two}>
          <Field label={l.result}>
            <select {...bind("result")} required autoFocus>
              <option value="" disabled>
                —
              </option>
              {Object.entries(t.watch.letterResult).map(([name, text]) => (
                <option key={name} value={name}>
                  {text}
                </option>
              ))}
            </select>
          </Field>
          <Field label={l.owner} hint={l.ownerHint}>
            <input {...bind("owner")} maxLength={300} />
          </Field>
          <Field label={l.document}>
            <input {...bind("documentNumber")} maxLength={200} />
          </Field>
          <Field label={l.evidence}>
            <input {...bind("evidenceNumber")} maxLength={200} />
          </Field>
          <Field label={l.caseNumber}>
            <input {...bind("caseNumber")} maxLength={40} />
          </Field>
        </div>
        <Field label={l.action}>
          <textarea rows={2} {...bind("action")} maxLength={1000} />
        </Field>
        <Field label={l.note}>
          <textarea rows={2} {...bind("note")} maxLength={2000} />
        </Field>
        <Trouble error={save.error} />
        <Button type="submit" tone="accent" disabled={save.isPending || typed.result === ""}>
          {l.saveAnswer}
        </Button>
      </form>
    </Dialog>
  );
}
