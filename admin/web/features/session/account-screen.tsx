// Promises one's own account: second factor, recovery codes, passkeys, sessions and the password, each changed in place.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { RecoveryCodes, SecondFactors } from "../../../api/second-factor.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { PasswordForm } from "./change-password.tsx";
import { EnrolTotp, RecoveryCodeList } from "./enrol-totp.tsx";
import { OwnPasskeys } from "./own-passkeys.tsx";
import { OwnSessionList } from "./own-sessions.tsx";
import styles from "./session.module.css";

const s = t.signIn.account;
const queryKey = ["second-factors"];

function App({ factors, setUp }: { factors: SecondFactors; setUp: () => void }) {
  const renew = useMutation({
    mutationFn: () => callApi<RecoveryCodes>("/second-factors/recovery-codes", { method: "POST" }),
  });
  const closeCodes = () => {
    renew.reset();
    void queryClient.invalidateQueries({ queryKey });
  };
  const { totpSince } = factors;
  return (
    <section className={styles.part} aria-label={s.factors}>
      <h2>{s.factors}</h2>
      <div className={styles.row}>
        <span className={styles.grow}>
          <b>{s.totp}</b>{" "}
          <span className={styles.motto}>{totpSince ? s.totpSince(sayWhen(totpSince)) : s.totpNone}</span>
        </span>
        <Button tone={totpSince ? "plain" : "accent"} onClick={setUp}>
          {totpSince ? s.replace : s.setUp}
        </Button>
      </div>
      {totpSince ? (
        <div className={styles.row}>
          <span className={styles.grow}>
            <b>{s.recovery}</b> <span className={styles.motto}>{s.recoveryLeft(factors.recoveryCodesLeft)}</span>
          </span>
          <Button onClick={() => renew.mutate()} disabled={renew.isPending}>
            {s.renew}
          </Button>
        </div>
      ) : null}
      <Trouble error={renew.error} />
      {renew.data ? (
        <Dialog title={s.recovery} close={closeCodes}>
          <RecoveryCodeList codes={renew.data.codes} done={closeCodes} />
        </Dialog>
      ) : null}
    </section>
  );
}

function Changes({ changes }: Pick<SecondFactors, "changes">) {
  if (changes.length === 0) return null;
  return (
    <section className={styles.part} aria-label={s.changes}>
      <h2>{s.changes}</h2>
      <p className={styles.motto}>{s.changesWhy}</p>
      <ul>
        {changes.map(({ act, by, at }) => (
          <li key={`${act} ${at}`}>{s.changeBy(s.change[act], by, sayWhen(at))}</li>
        ))}
      </ul>
    </section>
  );
}

export function AccountScreen() {
  const factors = useQuery({ queryKey, queryFn: () => callApi<SecondFactors>("/second-factors") });
  const [open, setOpen] = useState<"totp" | "password" | null>(null);
  useEffect(() => {
    document.title = `${s.title} · ${t.product}`;
  }, []);
  const changed = () => void queryClient.invalidateQueries({ queryKey });
  const close = () => {
    setOpen(null);
    changed();
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    void queryClient.invalidateQueries({ queryKey: ["own-sessions"] });
  };
  const me = queryClient.getQueryData(sessionQuery.queryKey)?.person;
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{s.title}</h1>
        <span className={screen.soft}>{me ? `${me.name} (${me.login})` : null}</span>
      </header>
      {factors.isPending ? <Loading /> : null}
      {factors.error ? <Failure error={factors.error} retry={() => void factors.refetch()} /> : null}
      {factors.data ? (
        <>
          <App factors={factors.data} setUp={() => setOpen("totp")} />
          <OwnPasskeys factors={factors.data} changed={changed} />
          <Changes changes={factors.data.changes} />
        </>
      ) : null}
      <OwnSessionList />
      <section className={styles.part} aria-label={s.password}>
        <h2>{s.password}</h2>
        <div className={styles.row}>
          <span className={`${styles.grow} ${styles.motto}`}>{s.passwordWhy}</span>
          <Button onClick={() => setOpen("password")}>{s.changePassword}</Button>
        </div>
      </section>
      {open === "totp" ? (
        <Dialog title={t.signIn.enrol.title} close={close}>
          <EnrolTotp done={close} />
        </Dialog>
      ) : null}
      {open === "password" ? (
        <Dialog title={s.changePassword} close={close}>
          <PasswordForm done={close} />
        </Dialog>
      ) : null}
    </div>
  );
}
