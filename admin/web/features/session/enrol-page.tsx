// Promises that a person without a second factor sets one up before anything else is seen.
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { EnrolTotp } from "./enrol-totp.tsx";
import { leave } from "./second-factor-page.tsx";
import styles from "./session.module.css";

export function EnrolPage() {
  return (
    <main className={styles.page}>
      <div className={`${styles.card} ${styles.wide}`}>
        <h1>{t.signIn.enrol.title}</h1>
        <p>{t.signIn.enrol.why}</p>
        <EnrolTotp done={() => void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })} />
        <Button quiet onClick={() => void leave()}>
          {t.signIn.code.signOut}
        </Button>
      </div>
    </main>
  );
}
