// Promises that loading, nothing, failure and a missing right each look like what they are.
import type { ReactNode } from "react";
import { Refusal } from "../app/call-api.ts";
import { t } from "../i18n/messages.ts";
import { Button } from "./button.tsx";
import styles from "./states.module.css";

export function Loading() {
  return (
    <p className={styles.box} role="status">
      {t.state.loading}
    </p>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className={styles.box}>{children}</p>;
}

/** What a refusal means, in the person's words. */
export function sayProblem(error: unknown): string {
  if (!(error instanceof Refusal)) return t.state.failed;
  return t.problem[error.code] ?? t.state.failed;
}

/** A kept reason starts with its code: said in the person's words, the original stays for the title. */
export function sayKeptReason(reason: string): string {
  return t.problem[/^[a-z.-]+/.exec(reason)?.[0] ?? ""] ?? reason;
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  if (error instanceof Refusal && error.status === 403) return <p className={styles.box}>{t.state.denied}</p>;
  return (
    <div className={`${styles.box} ${styles.bad}`} role="alert">
      <p>{sayProblem(error)}</p>
      {retry ? <Button onClick={retry}>{t.state.retry}</Button> : null}
    </div>
  );
}

/** One line in place under a form. */
export function Trouble({ error }: { error: unknown }) {
  if (!error) return null;
  const detail =
    error instanceof Refusal && error.code === "input.invalid" ? error.message.replace(/^input\.invalid: /, "") : "";
  return (
    <p className={styles.line} role="alert">
      {sayProblem(error)} {detail ? <span className={styles.detail}>{detail}</span> : null}
    </p>
  );
}
