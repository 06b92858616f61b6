// Promises a decision in two steps with a reason from the closed list, never before the evidence was on the screen for a second.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { DecideReply } from "../../../api/decisions.ts";
import type { FindingView } from "../../../api/finding.ts";
import type { QueueFilter } from "../../../api/findings.ts";
import { callApi } from "../../app/call-api.ts";
import { refreshAfterDecision, setLastDecision } from "../../app/last-decision.ts";
import { captureQuery, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Trouble } from "../../ui/states.tsx";
import { sayClock } from "../../ui/when.tsx";
import styles from "./decide.module.css";
import { ReasonPanel, type Verdict } from "./reason-panel.tsx";
import { useClaim } from "./use-claim.ts";

const seenAfterMs = 1000;

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The queue's y or n: opens the finding with its reasons shown. */
    decide?: "confirm" | "dismiss";
  }
}

/** The second runs from the moment when the capture itself is there, not the frame around it. */
function useSeen(finding: FindingView): boolean {
  const [seen, setSeen] = useState(false);
  const shown = useQuery(captureQuery(finding.seal.captureId, finding.id)).data !== undefined;
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setSeen(true), seenAfterMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return seen;
}

export function DecideBar({
  finding,
  filter,
  nextId,
}: {
  finding: FindingView;
  filter: QueueFilter;
  nextId: string | undefined;
}) {
  const navigate = useNavigate();
  const asked = useRouterState({ select: (state) => state.location.state.decide });
  const waits = finding.status === "new";
  const [verdict, setVerdict] = useState<Verdict | null>(waits ? (asked ?? null) : null);
  const { claim, take, release } = useClaim(finding);
  const seen = useSeen(finding);
  const lead = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("finding.reopen") ?? false;
  const decide = useMutation({
    mutationFn: (words: { verdict: Verdict; reason: string; note: string }) =>
      callApi<DecideReply>(`/findings/${finding.id}/decisions`, {
        method: "POST",
        body: { ...words, captureId: finding.seal.captureId },
      }),
    onSuccess: async ({ decision, undoUntil }) => {
      setVerdict(null);
      setLastDecision({
        findingId: finding.id,
        host: finding.host,
        verdict: decision.verdict,
        undoUntil: undoUntil ? Date.now() + (Date.parse(undoUntil) - Date.parse(decision.at)) : null,
        undone: false,
      });
      await refreshAfterDecision(finding.id);
      if (decision.verdict === "reopen") return;
      if (nextId) await navigate({ to: "/findings/$id", params: { id: nextId }, search: filter });
      else await navigate({ to: "/queue", search: filter });
    },
  });
  const blocked = (claim !== null && !claim.mine) || finding.absence !== null;
  const start = (next: Verdict) => {
    if (!blocked) setVerdict(next);
  };
  useKeys(
    waits
      ? {
          confirm: () => start("confirm"),
          dismiss: () => start("dismiss"),
          claim: () => (claim?.mine ? release() : take()),
        }
      : {},
  );
  return (
    <section className={styles.bar} aria-label={t.decide.bar}>
      {verdict ? (
        <ReasonPanel
          key={verdict}
          verdict={verdict}
          ready={seen && !decide.isPending}
          cancel={() => setVerdict(null)}
          save={(reason, note) => decide.mutate({ verdict, reason, note })}
        />
      ) : null}
      <Trouble error={decide.error} />
      <div className={styles.row}>
        {waits ? (
          <>
            <Button
              tone="accent"
              hint="y"
              disabled={blocked}
              aria-expanded={verdict === "confirm"}
              onClick={() => start("confirm")}
            >
              {t.decide.confirm}
            </Button>
            <Button hint="n" disabled={blocked} aria-expanded={verdict === "dismiss"} onClick={() => start("dismiss")}>
              {t.decide.dismiss}
            </Button>
            <Button quiet hint="c" disabled={blocked} onClick={() => (claim?.mine ? release() : take())}>
              {claim?.mine ? t.decide.release : t.decide.claim}
            </Button>
          </>
        ) : null}
        {!waits && lead ? <Button onClick={() => setVerdict("reopen")}>{t.decide.reopen}</Button> : null}
        {claim && waits ? (
          <span className={claim.mine ? styles.soft : styles.held}>
            {claim.mine ? t.decide.holding(sayClock(claim.until)) : t.decide.heldBy(claim.name, sayClock(claim.until))}
          </span>
        ) : null}
      </div>
    </section>
  );
}
