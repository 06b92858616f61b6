// Promises a tip's next state with its reason; only states that may follow are offered.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TipState, TipView } from "../../../api/tips.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";

/** As the server has them. */
const follows: Record<TipState, readonly Exclude<TipState, "received">[]> = {
  received: ["checking", "not-within-scope", "duplicate"],
  checking: ["answered", "not-within-scope", "duplicate"],
  answered: ["checking"],
  "not-within-scope": ["checking"],
  duplicate: ["checking"],
};

export function StepForm({ tip, done }: { tip: TipView; done: () => void }) {
  const options = follows[tip.state];
  const [to, setTo] = useState<TipState>(options[0]!);
  const [reason, setReason] = useState("");
  const [duplicateOf, setDuplicateOf] = useState("");
  const step = useMutation({
    mutationFn: () =>
      callApi(`/tips/${tip.id}/step`, {
        method: "POST",
        body: { to, reason, duplicateOf: to === "duplicate" ? duplicateOf : null },
      }),
    onSuccess: done,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    step.mutate();
  };
  return (
    <form className={screen.form} onSubmit={submit}>
      <Field label={t.tips.to}>
        <select value={to} onChange={(e) => setTo(options.find((name) => name === e.target.value) ?? options[0]!)}>
          {options.map((name) => (
            <option key={name} value={name}>
              {t.tips.state[name]}
            </option>
          ))}
        </select>
      </Field>
      {to === "duplicate" ? (
        <Field label={t.tips.duplicateOf}>
          <input value={duplicateOf} onChange={(e) => setDuplicateOf(e.target.value)} required maxLength={40} />
        </Field>
      ) : null}
      <Field label={t.tips.reason} hint={t.tips.reasonHint}>
        <textarea
          rows={2}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
          required
          minLength={3}
          maxLength={2000}
        />
      </Field>
      <Trouble error={step.error} />
      <Button type="submit" disabled={step.isPending}>
        {t.tips.take}
      </Button>
    </form>
  );
}
