// Promises the acts that give a finding out of one's hands: held, escalated, handed over, taken over; each with its words.
import { useMutation } from "@tanstack/react-query";
import type { FindingView } from "../../../api/finding.ts";
import type { TriageReply } from "../../../api/triage.ts";
import { callApi } from "../../app/call-api.ts";
import { refreshLists } from "../../app/last-decision.ts";
import { findingQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { actsQuery } from "../../app/triage-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ActFields, type ActKind, type ActWords } from "../queue/act-fields.tsx";
import { forgetClaim, setClaim } from "./claim-keeper.ts";

export type HandKind = Extract<ActKind, "hold" | "escalate" | "hand-over" | "take-over">;

const a = t.triage.acts;
const paths: Record<HandKind, string> = {
  hold: "hold",
  escalate: "escalation",
  "hand-over": "hand-over",
  "take-over": "take-over",
};

const bodyOf = (kind: HandKind, { to, reason, note, until }: ActWords) =>
  kind === "hand-over" ? { to, note } : kind === "hold" ? { reason, until } : { reason };

/** What the act changes on the screen: the claim, the finding, its acts, the list. */
export async function applyTriage(findingId: string, { claim }: TriageReply): Promise<void> {
  if (claim?.mine) setClaim(findingId, claim);
  else {
    forgetClaim(findingId);
    setClaim(findingId, claim);
  }
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: findingQuery(findingId).queryKey }),
    queryClient.invalidateQueries({ queryKey: actsQuery(findingId).queryKey }),
    refreshLists(),
  ]);
}

interface Props {
  finding: FindingView;
  kind: HandKind;
  close: () => void;
  /** The finding is no longer this person's to look at. */
  left: () => void;
}

export function ActDialog({ finding, kind, close, left }: Props) {
  const act = useMutation({
    mutationFn: (words: ActWords) =>
      callApi<TriageReply>(`/findings/${finding.id}/${paths[kind]}`, { method: "POST", body: bodyOf(kind, words) }),
    onSuccess: (reply) => {
      close();
      if (kind !== "take-over") left();
      void applyTriage(finding.id, reply);
    },
  });
  return (
    <Dialog title={a.title[kind]} close={close}>
      <ActFields
        kind={kind}
        submitLabel={a.go[kind]}
        busy={act.isPending}
        error={act.error}
        submit={(words) => act.mutate(words)}
      >
        <p>
          <strong>{finding.host}</strong>: {a.explain[kind]}
        </p>
      </ActFields>
    </Dialog>
  );
}
