// Promises a decision in two steps with a reason from the closed list, never before the evidence was on the screen for a second.
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import type { FindingView } from "../../../api/finding.ts";
import { type DecideWords, recordDecision } from "../../app/last-decision.ts";
import { captureQuery, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { tellSeen } from "../../app/triage-queries.ts";
import { type KeyActs, useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Trouble } from "../../ui/states.tsx";
import { ActDialog, type HandKind } from "./act-dialog.tsx";
import { ClaimClock } from "./claim-clock.tsx";
import { forgetClaim } from "./claim-keeper.ts";
import styles from "./decide.module.css";
import { HandButtons } from "./hand-buttons.tsx";
import { ReasonPanel, type Verdict } from "./reason-panel.tsx";
import { useClaim } from "./use-claim.ts";
import { useSecondLook } from "./use-second-look.ts";

/** Loaded when it is first opened: the queue stays small. */
const AddToCase = lazy(async () => ({
  default: (await import("../cases/add-to-case-dialog.tsx")).AddToCaseDialog,
}));

const seenAfterMs = 1000;

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The queue's y or n: opens the finding with its reasons shown. */
    decide?: "confirm" | "dismiss";
  }
}

/** The second runs from the moment when the capture itself is there and the server knows it, not the frame around it. */
function useSeen(finding: FindingView): { seen: boolean; error: unknown } {
  const [seen, setSeen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { captureId } = finding.seal;
  const shown = useQuery(captureQuery(captureId, finding.id)).data !== undefined;
  useEffect(() => {
    if (!shown) return;
    let told = false;
    let over = false;
    const check = () => told && over && setSeen(true);
    tellSeen(captureId, finding.id).then(() => {
      told = true;
      check();
    }, setError);
    const timer = setTimeout(() => {
      over = true;
      check();
    }, seenAfterMs);
    return () => clearTimeout(timer);
  }, [shown, captureId, finding.id]);
  return { seen, error };
}

interface Props {
  finding: FindingView;
  /** To the next finding, or back to the list. */
  leave: (atMs: number) => void;
}

export function DecideBar({ finding, leave }: Props) {
  const asked = useRouterState({ select: (state) => state.location.state.decide });
  const acts = queryClient.getQueryData(sessionQuery.queryKey)?.acts ?? [];
  const waits = finding.status === "new" && acts.includes("finding.decide");
  const [verdict, setVerdict] = useState<Verdict | null>(waits ? (asked ?? null) : null);
  const [filing, setFiling] = useState(false);
  const [hand, setHand] = useState<HandKind | null>(null);
  const { claim, take, release } = useClaim(finding);
  const { seen, error } = useSeen(finding);
  const answer = useSecondLook(finding);
  const blind = finding.blindReviewId !== null;
  const taken = claim !== null && !claim.mine && !blind;
  const blocked = taken || finding.absence !== null;
  const start = (next: Verdict) => {
    if (!blocked) setVerdict(next);
  };
  const save = (words: DecideWords, atMs: number) => {
    setVerdict(null);
    if (blind) return answer.mutate(words);
    if (words.verdict !== "reopen") {
      forgetClaim(finding.id);
      leave(atMs);
    }
    void recordDecision(finding, words);
  };
  const choosing: KeyActs = { confirm: () => start("confirm"), dismiss: () => start("dismiss") };
  const handing: KeyActs = {
    claim: () => (taken ? undefined : claim?.mine ? release() : take()),
    escalate: () => (blocked ? undefined : setHand("escalate")),
    hold: () => (blocked ? undefined : setHand("hold")),
  };
  const mayFile = acts.includes("case.change") && !blind;
  useKeys({
    ...(waits ? { ...choosing, ...(blind ? {} : handing) } : {}),
    ...(mayFile ? { addToCase: () => setFiling(true) } : {}),
  });
  return (
    <section className={styles.bar} aria-label={t.decide.bar}>
      {blind ? <p className={styles.blind}>{t.triage.second.blind}</p> : null}
      {waits ? (
        <div className={styles.pair}>
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
        </div>
      ) : null}
      {verdict ? (
        <ReasonPanel
          key={verdict}
          verdict={verdict}
          ready={seen}
          cancel={() => setVerdict(null)}
          others={choosing}
          save={(reason, note, atMs) => save({ verdict, reason, note }, atMs)}
        />
      ) : null}
      <Trouble error={answer.error ?? error} />
      {waits && !blind ? (
        <HandButtons
          finding={finding}
          claim={claim}
          take={take}
          release={release}
          open={setHand}
          file={mayFile ? () => setFiling(true) : null}
        />
      ) : null}
      {finding.status !== "new" && acts.includes("finding.reopen") && !verdict ? (
        <Button onClick={() => setVerdict("reopen")}>{t.decide.reopen}</Button>
      ) : null}
      {mayFile && !waits ? (
        <Button hint="d" onClick={() => setFiling(true)}>
          {t.triage.keys.addToCase}
        </Button>
      ) : null}
      {claim && waits && !blind ? <ClaimClock claim={claim} extend={take} /> : null}
      {filing ? (
        <Suspense>
          <AddToCase findingIds={[finding.id]} suggestedTitle={finding.host} close={() => setFiling(false)} />
        </Suspense>
      ) : null}
      {hand ? (
        <ActDialog finding={finding} kind={hand} close={() => setHand(null)} left={() => leave(performance.now())} />
      ) : null}
    </section>
  );
}
