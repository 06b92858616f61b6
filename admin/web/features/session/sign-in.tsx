// Promises signing in with two fields that password managers understand, and nothing to puzzle over.
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

export function SignIn() {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const enter = useMutation({
    mutationFn: () => callApi<SessionView>("/session", { method: "POST", body: { login, password } }),
    onSuccess: (session) => {
      setCsrfToken(session.csrfToken);
      queryClient.setQueryData(sessionQuery.queryKey, session);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit}>
        <header>
          <p className={styles.brand}>{t.product}</p>
          <p className={styles.motto}>{t.motto}</p>
        </header>
        <h1>{t.session.title}</h1>
        <Field label={t.session.login}>
          <input
            value={login}
            onChange={(e) => setLogin(e.target.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
          />
        </Field>
        <Field label={t.session.password} hint={t.session.hint}>
          <input
            type={shown ? "text" : "password"}
            value={password}
            onChange={(e) => setPassword(e.target.value)}
            autoComplete="current-password"
            required
          />
        </Field>
        <ShowTyped shown={shown} set={setShown} />
        <Trouble error={enter.error} />
        <Button type="submit" tone="accent" disabled={enter.isPending}>
          {t.session.enter}
        </Button>
      </form>
    </main>
  );
}
