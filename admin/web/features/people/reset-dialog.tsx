// Promises that a second factor is reset only with a reason and the person's identity seen.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { PersonView, ResetReason } from "../../../api/people.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { changePerson } from "./edit-person-dialog.tsx";

const p = t.signIn.people;
const reasons = Object.keys(p.reasons) as ResetReason[];

export function ResetDialog({ person, close }: { person: PersonView; close: () => void }) {
  const [reason, setReason] = useState<ResetReason>("device-lost");
  const [seen, setSeen] = useState(false);
  const reset = useMutation({
    mutationFn: () => changePerson(person.id, { act: "reset-second-factor", reason, seenInPerson: true }),
    onSuccess: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  return (
    <Dialog title={p.resetTitle(person.login)} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p>{p.resetWhy}</p>
        <Field label={p.reason}>
          <select value={reason} onChange={(e) => setReason(e.target.value as ResetReason)} autoFocus>
            {reasons.map((one) => (
              <option key={one} value={one}>
                {p.reasons[one]}
              </option>
            ))}
          </select>
        </Field>
        <label>
          <input type="checkbox" checked={seen} onChange={(e) => setSeen(e.target.checked)} required /> {p.seen}
        </label>
        <Trouble error={reset.error} />
        <Button type="submit" tone="danger" disabled={reset.isPending}>
          {p.resetSecond}
        </Button>
      </form>
    </Dialog>
  );
}
