// Promises a button for every act on who has a finding: take, let go, hold, escalate, hand over, take over, and back from each.
import { useMutation } from "@tanstack/react-query";
import type { FindingView } from "../../../api/finding.ts";
import type { ClaimView } from "../../../api/findings.ts";
import type { TriageReply } from "../../../api/triage.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { applyTriage, type HandKind } from "./act-dialog.tsx";
import styles from "./decide.module.css";

interface Props {
  finding: FindingView;
  claim: ClaimView | null;
  take: () => void;
  release: () => void;
  open: (kind: HandKind) => void;
  /** Null where this person may not put findings into cases. */
  file: (() => void) | null;
}

const a = t.triage.acts;

export function HandButtons({ finding, claim, take, release, open, file }: Props) {
  const acts = queryClient.getQueryData(sessionQuery.queryKey)?.acts ?? [];
  const { held, escalated, assigned } = finding.desk;
  const end = useMutation({
    mutationFn: ({ path, body }: { path: "hold" | "escalation"; body?: object }) =>
      callApi<TriageReply>(`/findings/${finding.id}/${path}`, { method: "DELETE", body }),
    onSuccess: (reply) => applyTriage(finding.id, reply),
  });
  const taken = claim !== null && !claim.mine;
  const blocked = taken || finding.absence !== null;
  return (
    <>
      {assigned ? (
        <p className={styles.state}>
          {assigned.mine ? a.assignedMe : a.assigned(assigned.name)}
          {assigned.note ? `: ${assigned.note}` : ""}
        </p>
      ) : null}
      {held ? (
        <p className={styles.state}>
          {a.held(held.name, sayWhen(held.until))}: {held.reason}
          <Button disabled={end.isPending} onClick={() => end.mutate({ path: "hold" })}>
            {a.wake}
          </Button>
        </p>
      ) : null}
      {escalated ? (
        <p className={styles.state}>
          {a.escalated(escalated.name)}: {escalated.reason}
          {acts.includes("finding.lead") ? (
            <Button disabled={end.isPending} onClick={() => end.mutate({ path: "escalation", body: { note: "" } })}>
              {a.sendBack}
            </Button>
          ) : null}
        </p>
      ) : null}
      <div className={styles.hands}>
        <Button quiet hint="c" disabled={blocked} onClick={() => (claim?.mine ? release() : take())}>
          {claim?.mine ? t.decide.release : t.decide.claim}
        </Button>
        <Button quiet hint="h" disabled={blocked || held !== null} onClick={() => open("hold")}>
          {a.hold}
        </Button>
        <Button quiet hint="e" disabled={blocked || escalated !== null} onClick={() => open("escalate")}>
          {a.escalate}
        </Button>
        <Button quiet disabled={!claim?.mine} onClick={() => open("hand-over")}>
          {a.handOver}
        </Button>
        {file ? (
          <Button quiet hint="d" onClick={file}>
            {t.triage.keys.addToCase}
          </Button>
        ) : null}
        {taken && acts.includes("finding.lead") ? (
          <Button onClick={() => open("take-over")}>{a.takeOver}</Button>
        ) : null}
      </div>
      <Trouble error={end.error} />
    </>
  );
}
