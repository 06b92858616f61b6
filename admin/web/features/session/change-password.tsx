// Promises that a one-time password is replaced before anything else is seen, and one's own at any time.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { SessionView } from "../../../api/session.ts";
import { callApi, setCsrfToken } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Trouble } from "../../ui/states.tsx";
import styles from "./session.module.css";
import { ShowTyped } from "./show-typed.tsx";

const leastLength = 12;

interface FieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  shown: boolean;
  isNew?: boolean;
}

function PasswordField({ label, value, set, shown, isNew = true }: FieldProps) {
  return (
    <Field label={label}>
      <input
        type={shown ? "text" : "password"}
        value={value}
        onChange={(e) => set(e.target.value)}
        autoComplete={isNew ? "new-password" : "current-password"}
        minLength={isNew ? leastLength : undefined}
        required
        autoFocus={!isNew}
      />
    </Field>
  );
}

export function PasswordForm({ done }: { done: (session: SessionView) => void }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const change = useMutation({
    mutationFn: () => callApi<SessionView>("/session/password", { method: "POST", body: { current, next } }),
    onSuccess: (session) => {
      setCsrfToken(session.csrfToken);
      done(session);
    },
  });
  const differ = again !== "" && next !== again;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!differ) change.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <PasswordField label={t.session.current} value={current} set={setCurrent} shown={shown} isNew={false} />
      <PasswordField label={t.session.next} value={next} set={setNext} shown={shown} />
      <PasswordField label={t.session.again} value={again} set={setAgain} shown={shown} />
      <ShowTyped shown={shown} set={setShown} />
      {differ ? (
        <p className={styles.differ} role="alert">
          {t.session.differ}
        </p>
      ) : null}
      <Trouble error={change.error} />
      <Button type="submit" tone="accent" disabled={change.isPending || differ}>
        {t.session.save}
      </Button>
    </form>
  );
}

export function ChangePassword() {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1>{t.session.changeTitle}</h1>
        <p>{t.session.changeWhy}</p>
        <PasswordForm done={(session) => queryClient.setQueryData(sessionQuery.queryKey, session)} />
      </div>
    </main>
  );
}
