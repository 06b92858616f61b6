// Promises the closed list of reasons under digits: a digit chooses, Enter records, Escape leaves.
import { type FormEvent, useEffect, useRef, useState } from "react";
import { keysAreOff } from "../../app/keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./decide.module.css";

export type Verdict = "confirm" | "dismiss" | "reopen";

const lists: Record<Verdict, Record<string, string>> = {
  confirm: t.confirmReason,
  dismiss: t.dismissReason,
  reopen: t.reopenReason,
};

interface Props {
  verdict: Verdict;
  /** False until the evidence has been on the screen for a second. */
  ready: boolean;
  cancel: () => void;
  save: (reason: string, note: string) => void;
}

export function ReasonPanel({ verdict, ready, cancel, save }: Props) {
  const reasons = Object.entries(lists[verdict]);
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>("input[type=radio]")?.focus();
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") return cancel();
      const typing = event.target instanceof HTMLElement && /^(TEXTAREA|SELECT)$/.test(event.target.tagName);
      const chosen = typing || keysAreOff() ? undefined : reasons[Number(event.key) - 1];
      if (!chosen) return;
      event.preventDefault();
      setReason(chosen[0]);
      form.current?.querySelector<HTMLInputElement>(`input[value="${chosen[0]}"]`)?.focus();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
    // The list belongs to the verdict, which is this component's key.
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason && ready) save(reason, note);
  };
  return (
    <form ref={form} className={styles.panel} onSubmit={submit}>
      <fieldset className={styles.reasons}>
        <legend>
          {verdict === "reopen" ? t.decide.reopen : t.decide[verdict]}: {t.decide.choose}
        </legend>
        {reasons.map(([key, says], i) => (
          <label key={key} className={styles.reason}>
            <input type="radio" name="reason" value={key} checked={reason === key} onChange={() => setReason(key)} />
            <kbd>{i + 1}</kbd>
            <span>{says}</span>
          </label>
        ))}
      </fieldset>
      <div className={styles.noteBox}>
        <label className={styles.note}>
          <span>{t.decide.note}</span>
          <textarea rows={3} value={note} maxLength={2000} onChange={(e) => setNote(e.target.value)} />
        </label>
        <div className={styles.row}>
          <Button type="submit" tone="accent" disabled={!reason || !ready} title={ready ? undefined : t.decide.tooSoon}>
            {t.decide.save}
            <kbd className={styles.enter}>Enter</kbd>
          </Button>
          <Button quiet onClick={cancel}>
            {t.state.cancel}
          </Button>
        </div>
      </div>
    </form>
  );
}
