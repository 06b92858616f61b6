// Promises the decision just made in one line: being recorded, recorded with its undo while ten seconds run, or failed with the way back.
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { undoLastDecision, useLastDecision } from "../../app/last-decision.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { sayProblem } from "../../ui/states.tsx";
import { readFilter } from "../queue/read-filter.ts";
import styles from "./decide.module.css";

export function DecidedLine() {
  const last = useLastDecision();
  const navigate = useNavigate();
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, [last]);
  if (!last) return null;
  const runs = last.state === "saved" && last.undoUntil !== null && last.undoUntil > nowMs;
  if (last.state === "saved" && !runs) return null;
  if (last.state === "failed")
    return (
      <p className={styles.failed} role="alert">
        {t.triage.decided.failed(last.host)}: {sayProblem(last.error)}{" "}
        <Link to="/findings/$id" params={{ id: last.findingId }} search={readFilter({})}>
          {t.triage.decided.again}
        </Link>
      </p>
    );
  const undo = () =>
    void undoLastDecision().then((id) => {
      if (id) void navigate({ to: "/findings/$id", params: { id }, search: readFilter({}) });
    });
  return (
    <p className={styles.decided} role="status">
      {last.state === "undone" ? t.decide.undoneNow : null}
      {last.state === "saving" ? t.triage.decided.saving(last.host) : null}
      {last.state === "saved" ? `${t.decide.done[last.verdict]}: ${last.host}` : null}
      {runs ? (
        <Button quiet hint="u" onClick={undo}>
          {t.decide.undo} ({t.decide.seconds(Math.ceil((last.undoUntil! - nowMs) / 1000))})
        </Button>
      ) : null}
    </p>
  );
}
