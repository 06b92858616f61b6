// Promises a word two minutes before the session ends, and one button that keeps it (WCAG 2.2.1); what other tabs did counts.
import { useEffect, useState } from "react";
import type { SessionView } from "../../../api/session.ts";
import { callApi, lastActive } from "../../app/call-api.ts";
import { forgetSession } from "../../app/end-session.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./session.module.css";
import { leave } from "./second-factor-page.tsx";

const warnMs = 120_000;
/** The server sets the idle clock back at most every 15 seconds: the local guess may be that much too long. */
const coarseMs = 15_000;
const s = t.signIn.idle;

interface Ending {
  /** Of this browser's clock. */
  atMs: number;
  byAge: boolean;
}

const sayLeft = (ms: number) => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** Asks the server, without keeping the session, when it ends; null while that is more than two minutes away. */
async function askEnding(): Promise<Ending | null> {
  const session = await callApi<SessionView>("/session", { background: true });
  const [idleAt, ageAt] = [Date.now() + session.idleLeftMs, new Date(session.expiresAt).getTime()];
  const atMs = Math.min(idleAt, ageAt);
  return atMs - Date.now() > warnMs ? null : { atMs, byAge: ageAt <= idleAt };
}

export function IdleDialog({ session }: { session: SessionView }) {
  const [ending, setEnding] = useState<Ending | null>(null);
  const [seen, setSeen] = useState(false);
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      const at = Date.now();
      setNowMs(at);
      const guess = Math.min(lastActive() + session.idleMs - coarseMs, new Date(session.expiresAt).getTime());
      if (guess - at > warnMs) return setEnding(null);
      // Once warned, only the end itself is of interest; before that every look asks the server.
      if (ending && at < ending.atMs) return;
      askEnding().then(setEnding, forgetSession);
    }, 1000);
    return () => clearInterval(timer);
  }, [session, ending]);
  if (!ending || (seen && ending.byAge)) return null;
  const stay = () => {
    if (ending.byAge) return setSeen(true);
    setEnding(null);
    void callApi("/session").catch(forgetSession);
  };
  const left = sayLeft(ending.atMs - nowMs);
  return (
    <Dialog title={s.title} close={stay}>
      <p role="timer">{ending.byAge ? s.total(left) : s.idle(left)}</p>
      <div className={styles.ways}>
        <Button tone="accent" onClick={stay} autoFocus>
          {ending.byAge ? s.understood : s.stay}
        </Button>
        <Button onClick={() => void leave()}>{s.leave}</Button>
      </div>
    </Dialog>
  );
}
