// Promises one's passkeys: added by the browser's own dialog, named, removed.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { PasskeyQuestion, PasskeyView, SecondFactors } from "../../../api/second-factor.ts";
import { callApi, Refusal } from "../../app/call-api.ts";
import { knowsPasskeys, makePasskey } from "../../app/passkey.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./session.module.css";

const s = t.signIn.account;

async function add(name: string): Promise<SecondFactors> {
  const { options } = await callApi<PasskeyQuestion>("/second-factors/passkeys/question", { method: "POST" });
  const credential = await makePasskey(options);
  return callApi<SecondFactors>("/second-factors/passkeys", { method: "POST", body: { name, credential } });
}

function AddForm({ changed }: { changed: () => void }) {
  const [name, setName] = useState("");
  const adding = useMutation({
    mutationFn: () => add(name),
    onSuccess: () => {
      setName("");
      changed();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  const { error } = adding;
  return (
    <form className={styles.row} onSubmit={submit}>
      <div className={styles.grow}>
        <Field label={s.passkeyName} hint={s.passkeyNameHint}>
          <input value={name} onChange={(e) => setName(e.target.value)} maxLength={100} required />
        </Field>
      </div>
      <Button type="submit" disabled={adding.isPending}>
        {s.passkeyAdd}
      </Button>
      {error instanceof Refusal || !error ? (
        <Trouble error={error} />
      ) : (
        <p className={styles.differ} role="alert">
          {t.signIn.code.passkeyFailed}
        </p>
      )}
    </form>
  );
}

function Passkey({ passkey, changed }: { passkey: PasskeyView; changed: () => void }) {
  const remove = useMutation({
    mutationFn: () => callApi(`/second-factors/passkeys/${passkey.id}`, { method: "DELETE" }),
    onSettled: changed,
  });
  const used = passkey.lastUsedAt ? s.passkeyUsed(sayWhen(passkey.lastUsedAt)) : s.passkeyNever;
  return (
    <li className={styles.row}>
      <span className={styles.grow}>
        <b>{passkey.name}</b>{" "}
        <span className={styles.motto}>
          {s.passkeyAdded(sayWhen(passkey.createdAt))} · {used}
        </span>
      </span>
      <Button quiet onClick={() => remove.mutate()} aria-label={`${s.remove} ${passkey.name}`}>
        {s.remove}
      </Button>
      <Trouble error={remove.error} />
    </li>
  );
}

export function OwnPasskeys({ factors, changed }: { factors: SecondFactors; changed: () => void }) {
  return (
    <section className={styles.part} aria-label={s.passkeys}>
      <h2>{s.passkeys}</h2>
      {factors.passkeys.length === 0 ? <p className={styles.motto}>{s.passkeyNone}</p> : null}
      <ul>
        {factors.passkeys.map((passkey) => (
          <Passkey key={passkey.id} passkey={passkey} changed={changed} />
        ))}
      </ul>
      {factors.totpSince === null ? <p>{s.passkeyNeedsTotp}</p> : null}
      {factors.totpSince !== null && knowsPasskeys() ? <AddForm changed={changed} /> : null}
    </section>
  );
}
