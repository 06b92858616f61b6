// Promises a line above the screen when a person has looked without a pause for as long as he chose; nothing blocks his work.
import { useEffect, useState } from "react";
import { t } from "../i18n/messages.ts";
import { Button } from "../ui/button.tsx";
import styles from "./clock-band.module.css";
import { useWellness } from "./wellness.ts";

/** A stretch without any key or mouse that counts as a pause. */
const pauseMs = 5 * 60_000;

export function BreakBand() {
  const { breakMinutes } = useWellness();
  const [due, setDue] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (breakMinutes === 0) return;
    let sinceMs = Date.now();
    let lastMs = sinceMs;
    const touch = () => {
      const nowMs = Date.now();
      if (nowMs - lastMs > pauseMs) sinceMs = nowMs;
      lastMs = nowMs;
      if (nowMs - sinceMs >= breakMinutes * 60_000) setDue(true);
    };
    for (const kind of ["keydown", "pointerdown"]) window.addEventListener(kind, touch);
    return () => {
      for (const kind of ["keydown", "pointerdown"]) window.removeEventListener(kind, touch);
    };
  }, [breakMinutes, round]);
  const rested = () => {
    setDue(false);
    setRound(round + 1);
  };
  return (
    <div role="status">
      {due && breakMinutes > 0 ? (
        <p className={styles.band}>
          {t.triage.own.breakNow(breakMinutes)} <Button onClick={rested}>{t.triage.own.breakDone}</Button>
        </p>
      ) : null}
    </div>
  );
}
