// Promises setting the authenticator app up: scan or type the secret, prove it with a code, put the recovery codes away.
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { RecoveryCodes, TotpOffer } from "../../../api/second-factor.ts";
import type { SessionView } from "../../../api/session.ts";
import { callApi, setCsrfToken } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import styles from "./session.module.css";

const s = t.signIn.enrol;

export function RecoveryCodeList({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join("\n"));
    setCopied(true);
  };
  return (
    <section className={styles.form} aria-label={s.codesTitle}>
      <h2>{s.codesTitle}</h2>
      <p>{s.codesWhy}</p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.ways}>
        <Button onClick={() => void copy()}>{copied ? s.copied : s.copy}</Button>
        <Button tone="accent" onClick={done}>
          {s.done}
        </Button>
      </div>
    </section>
  );
}

/** The session got a new token with the first code; its CSRF token is fetched without telling the door yet. */
async function confirm(code: string): Promise<RecoveryCodes> {
  const made = await callApi<RecoveryCodes>("/second-factors/totp", { method: "PUT", body: { code } });
  setCsrfToken((await callApi<SessionView>("/session")).csrfToken);
  return made;
}

export function EnrolTotp({ done }: { done: () => void }) {
  const [code, setCode] = useState("");
  const offer = useQuery({
    queryKey: ["totp-offer"],
    queryFn: () => callApi<TotpOffer>("/second-factors/totp", { method: "POST" }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const save = useMutation({ mutationFn: () => confirm(code) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  if (offer.isPending) return <Loading />;
  if (offer.error) return <Failure error={offer.error} retry={() => void offer.refetch()} />;
  if (save.data) return <RecoveryCodeList codes={save.data.codes} done={done} />;
  return (
    <form className={styles.form} onSubmit={submit}>
      <h2>{s.scan}</h2>
      <QrCode rows={offer.data.qr} label={s.qr} />
      <p className={styles.motto}>{s.byHand}</p>
      <code className={styles.secret}>{offer.data.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code>
      <h2>{s.confirm}</h2>
      <Field label={t.signIn.code.label}>
        <input
          value={code}
          onChange={(e) => setCode(e.target.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
        />
      </Field>
      <Trouble error={save.error} />
      <Button type="submit" tone="accent" disabled={save.isPending}>
        {s.save}
      </Button>
    </form>
  );
}
