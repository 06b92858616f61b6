// Promises the second step of signing in, and a way back out.
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { CodeForm } from "./code-form.tsx";
import styles from "./session.module.css";

/** Back to the name and the password. */
export async function leave(): Promise<void> {
  await callApi("/session", { method: "DELETE" });
  location.assign("/");
}

export function SecondFactorPage({ name }: { name: string }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <header>
          <p className={styles.brand}>{t.product}</p>
          <p className={styles.motto}>{name}</p>
        </header>
        <h1>{t.signIn.code.title}</h1>
        <p>{t.signIn.code.why}</p>
        <CodeForm done={(session) => queryClient.setQueryData(sessionQuery.queryKey, session)} />
        <Button quiet onClick={() => void leave()}>
          {t.signIn.code.signOut}
        </Button>
      </div>
    </main>
  );
}
