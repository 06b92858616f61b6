// Promises that a one-time password is replaced before anything else is seen.
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

export function ChangePassword() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const change = useMutation({
    mutationFn: () => callApi<SessionView>("/session/password", { method: "POST", body: { current, next } }),
    onSuccess: (session) => {
      setCsrfToken(session.csrfToken);
      queryClient.setQueryData(sessionQuery.queryKey, session);
    },
  });
  const differ = again !== "" && next !== again;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!differ) change.mutate();
  };
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit}>
        <h1>{t.session.changeTitle}</h1>
        <p>{t.session.changeWhy}</p>
        <Field label={t.session.current}>
          <input
            type="password"
            value={current}
            onChange={(e) => setCurrent(e.target.value)}
            autoComplete="current-password"
            required
            autoFocus
          />
        </Field>
        <Field label={t.session.next}>
          <input
            type="password"
            value={next}
            onChange={(e) => setNext(e.target.value)}
            autoComplete="new-password"
            minLength={12}
            required
          />
        </Field>
        <Field label={t.session.again}>
          <input
            type="password"
            value={again}
            onChange={(e) => setAgain(e.target.value)}
            autoComplete="new-password"
            minLength={12}
            required
          />
        </Field>
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
    </main>
  );
}
