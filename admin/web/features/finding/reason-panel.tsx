// Promises the closed list of reasons under digits: a digit dismisses at once, a confirmation asks for Enter after it, Escape leaves.
import { type FormEvent, useEffect, useRef, useState } from "react";
import { keysAreOff } from "../../app/keys.ts";
import { type KeyActs, useKeys } from "../../app/use-keys.ts";
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
  /** `atMs`: when the key or click that decided came, on the clock of performance.now(). */
  save: (reason: string, note: string, atMs: number) => void;
  /** Keys that still change the choice while the list lies above the screen. */
  others: KeyActs;
}

export function ReasonPanel({ verdict, ready, cancel, save, others }: Props) {
  const reasons = Object.entries(lists[verdict]);
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [early, setEarly] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>("input[type=radio]")?.focus({ preventScroll: true });
  }, []);
  const record = (chosen: string | null, atMs: number) => {
    if (!chosen) return;
    if (ready) save(chosen, note, atMs);
    else setEarly(true);
  };
  useKeys(
    {
      ...others,
      reason: ({ key, atMs }) => {
        const chosen = reasons[Number(key) - 1]?.[0];
        if (!chosen) return;
        setReason(chosen);
        form.current?.querySelector<HTMLInputElement>(`input[value="${chosen}"]`)?.focus({ preventScroll: true });
        // Saying that a subject shows signs of a breach never hangs on one key; taking him off the list can be undone.
        if (verdict === "dismiss") record(chosen, atMs);
      },
    },
    { layer: true },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    record(reason, event.timeStamp);
  };
  return (
    <form
      ref={form}
      className={styles.panel}
      onSubmit={submit}
      onKeyDown={(e) => {
        if (e.key === "Escape" && !e.nativeEvent.isComposing) cancel();
      }}
    >
      <fieldset className={styles.reasons}>
        <legend>
          {verdict === "reopen" ? t.decide.reopen : t.decide[verdict]}: {t.decide.choose}
        </legend>
        {reasons.map(([key, says], i) => (
          <label key={key} className={styles.reason}>
            <input type="radio" name="reason" value={key} checked={reason === key} onChange={() => setReason(key)} />
            {keysAreOff() ? null : <kbd>{i + 1}</kbd>}
            <span>{says}</span>
          </label>
        ))}
      </fieldset>
      <label className={styles.note}>
        <span>{t.decide.note}</span>
        <textarea rows={2} value={note} maxLength={2000} onChange={(e) => setNote(e.target.value)} />
      </label>
      <p role="status" className={styles.early}>
        {!ready && early ? t.decide.tooSoon : ""}
      </p>
      <div className={styles.row}>
        <Button type="submit" tone="accent" disabled={!reason || !ready} title={ready ? undefined : t.decide.tooSoon}>
          {t.decide.save}
          <kbd className={styles.enter}>Enter</kbd>
        </Button>
        <Button quiet onClick={cancel}>
          {t.state.cancel}
        </Button>
      </div>
    </form>
  );
}
