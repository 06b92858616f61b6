// Promises the one form for a second factor: the app's six digits, a recovery code, or a passkey.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { GiveSecondFactor, PasskeyQuestion } from "../../../api/second-factor.ts";
import type { SessionView } from "../../../api/session.ts";
import { callApi, Refusal, setCsrfToken } from "../../app/call-api.ts";
import { askPasskey, knowsPasskeys } from "../../app/passkey.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Trouble } from "../../ui/states.tsx";
import styles from "./session.module.css";

const s = t.signIn.code;

const give = (body: GiveSecondFactor) => callApi<SessionView>("/session/second-factor", { method: "POST", body });

async function answerByPasskey(): Promise<SessionView> {
  const { options } = await callApi<PasskeyQuestion>("/session/passkey-question", { method: "POST" });
  const credential = await askPasskey(options);
  return give({ kind: "passkey", credential: credential as { id: string; type: "public-key" } });
}

function CodeTrouble({ error, byPasskey }: { error: unknown; byPasskey: boolean }) {
  if (!error) return null;
  const isRefused = error instanceof Refusal;
  if (isRefused && !["auth.required", "input.invalid", "not-found"].includes(error.code))
    return <Trouble error={error} />;
  return (
    <p className={styles.differ} role="alert">
      {byPasskey ? s.passkeyFailed : s.wrong}
    </p>
  );
}

export function CodeForm({ done }: { done: (session: SessionView) => void }) {
  const [kind, setKind] = useState<"totp" | "recovery">("totp");
  const [code, setCode] = useState("");
  const enter = useMutation({
    mutationFn: (by: "code" | "passkey") => (by === "passkey" ? answerByPasskey() : give({ kind, code })),
    onSuccess: (session) => {
      setCsrfToken(session.csrfToken);
      done(session);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate("code");
  };
  const other = () => {
    setKind(kind === "totp" ? "recovery" : "totp");
    setCode("");
    enter.reset();
  };
  const byApp = kind === "totp";
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label={byApp ? s.label : s.recoveryLabel} {...(byApp ? {} : { hint: s.recoveryHint })}>
        <input
          key={kind}
          value={code}
          onChange={(e) => setCode(e.target.value)}
          inputMode={byApp ? "numeric" : "text"}
          autoComplete={byApp ? "one-time-code" : "off"}
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          // A dialog that opens moves the focus by this attribute, which React does not write.
          ref={(input) => input?.setAttribute("autofocus", "")}
        />
      </Field>
      <CodeTrouble error={enter.error} byPasskey={enter.variables === "passkey"} />
      <Button type="submit" tone="accent" disabled={enter.isPending}>
        {s.enter}
      </Button>
      <div className={styles.ways}>
        <Button quiet onClick={other}>
          {byApp ? s.useRecovery : s.useApp}
        </Button>
        {knowsPasskeys() ? (
          <Button quiet disabled={enter.isPending} onClick={() => enter.mutate("passkey")}>
            {s.usePasskey}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
