// Promises that who gave a tip is on screen only after a reason, only for who may see it, and gone when the screen is left.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TipIdentity, TipView } from "../../../api/tips.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { may } from "../watchlist/watch-frame.tsx";

function Shown({ identity, hide }: { identity: TipIdentity; hide: () => void }) {
  const facts: [string, string][] = [
    [t.tips.name, identity.name],
    [t.tips.phone, identity.phone],
    [t.tips.email, identity.email],
  ];
  return (
    <>
      <dl>
        {facts
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt className={screen.soft}>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <Button onClick={hide}>{t.tips.hide}</Button>
    </>
  );
}

function Ask({ tip }: { tip: TipView }) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const look = useMutation({
    mutationFn: () => callApi<TipIdentity>(`/tips/${tip.id}/identity`, { method: "POST", body: { reason } }),
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look.mutate();
  };
  if (look.data)
    return (
      <Shown
        identity={look.data}
        hide={() => {
          look.reset();
          setReason("");
          setOpen(false);
        }}
      />
    );
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{t.tips.see}</Button>;
  return (
    <form className={screen.form} onSubmit={submit}>
      <Field label={t.tips.why}>
        <input
          value={reason}
          onChange={(e) => setReason(e.target.value)}
          required
          minLength={5}
          maxLength={500}
          autoFocus
        />
      </Field>
      <Trouble error={look.error} />
      <div>
        <Button type="submit" disabled={look.isPending}>
          {t.tips.look}
        </Button>
      </div>
    </form>
  );
}

export function IdentityPanel({ tip }: { tip: TipView }) {
  return (
    <section>
      <h2>{t.tips.identity}</h2>
      <p className={screen.soft}>{tip.hasIdentity ? t.tips.hidden : t.tips.nobody}</p>
      {tip.hasIdentity && may("tip.identity") ? <Ask tip={tip} /> : null}
    </section>
  );
}
