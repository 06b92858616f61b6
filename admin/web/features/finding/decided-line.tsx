// Promises the decision just made in one line, with its undo while ten seconds run; no message that floats away.
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { undoLastDecision, useLastDecision } from "../../app/last-decision.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { readFilter } from "../queue/read-filter.ts";
import styles from "./decide.module.css";

export function DecidedLine() {
  const last = useLastDecision();
  const navigate = useNavigate();
  const [nowMs, setNowMs] = useState(Date.now());
  const runs = last !== null && !last.undone && last.undoUntil !== null && last.undoUntil > nowMs;
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, [last]);
  if (!last || (!runs && !last.undone)) return null;
  const undo = () =>
    void undoLastDecision().then((id) => {
      if (id) void navigate({ to: "/findings/$id", params: { id }, search: readFilter({}) });
    });
  return (
    <p className={styles.decided} role="status">
      {last.undone ? t.decide.undoneNow : `${t.decide.done[last.verdict]}: ${last.host}`}
      {runs ? (
        <Button quiet hint="u" onClick={undo}>
          {t.decide.undo} ({t.decide.seconds(Math.ceil((last.undoUntil! - nowMs) / 1000))})
        </Button>
      ) : null}
    </p>
  );
}
