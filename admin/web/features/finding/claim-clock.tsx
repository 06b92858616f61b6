// Promises that a claim which runs out is seen running out: a clock from two minutes on, one button to keep it, and who holds it otherwise.
import { useEffect, useState } from "react";
import type { ClaimView } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { sayClock } from "../../ui/when.tsx";
import styles from "./decide.module.css";

const warnMs = 2 * 60_000;

const sayLeft = (ms: number) =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor((ms % 60_000) / 1000)).padStart(2, "0")}`;

export function ClaimClock({ claim, extend }: { claim: ClaimView; extend: () => void }) {
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [claim.until]);
  const leftMs = Date.parse(claim.until) - nowMs;
  if (!claim.mine) return <p className={styles.held}>{t.decide.heldBy(claim.name, sayClock(claim.until))}</p>;
  if (leftMs > warnMs) return <p className={styles.soft}>{t.decide.holding(sayClock(claim.until))}</p>;
  return (
    <p className={styles.held} role="timer">
      {leftMs > 0 ? t.triage.claim.left(sayLeft(leftMs)) : t.triage.claim.over}
      <Button onClick={extend}>{t.triage.claim.extend}</Button>
    </p>
  );
}
