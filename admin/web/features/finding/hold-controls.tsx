// Promises that a lead holds evidence or lifts a hold only with a reason; destruction is named, and is not done here.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ProofView } from "../../../api/proof.ts";
import { callApi } from "../../app/call-api.ts";
import { proofQuery, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./finding.module.css";

const h = t.finding.hold;

function ReasonDialog({ captureId, lift, close }: { captureId: string; lift: string | null; close: () => void }) {
  const [reason, setReason] = useState("");
  const path = lift === null ? `/captures/${captureId}/holds` : `/holds/${lift}/lift`;
  const act = useMutation({
    mutationFn: () => callApi(path, { method: "POST", body: { reason } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: proofQuery(captureId).queryKey });
      close();
    },
  });
  const title = lift === null ? h.set : h.lift;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <Dialog title={title} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p>{lift === null ? h.setExplain : h.liftExplain}</p>
        <Field label={h.reason}>
          <input
            value={reason}
            onChange={(e) => setReason(e.target.value)}
            minLength={3}
            maxLength={1000}
            required
            autoFocus
          />
        </Field>
        <Trouble error={act.error} />
        <Button type="submit" tone="accent" disabled={act.isPending}>
          {title}
        </Button>
        <p className={screen.soft}>{h.destroyNote}</p>
      </form>
    </Dialog>
  );
}

export function HoldControls({ captureId, holds }: { captureId: string; holds: ProofView["holds"] }) {
  const [asking, setAsking] = useState<{ lift: string | null } | null>(null);
  const lead = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("evidence.hold") ?? false;
  return (
    <>
      <ul className={styles.history}>
        {holds.map((hold) => (
          <li key={hold.id}>
            <p>{hold.reason}</p>
            <p className={styles.soft}>{t.finding.proof.heldBy(hold.by, sayWhen(hold.at))}</p>
            {lead ? (
              <Button quiet className={styles.show} onClick={() => setAsking({ lift: hold.id })}>
                {h.lift}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {lead ? (
        <Button quiet className={styles.show} onClick={() => setAsking({ lift: null })}>
          {h.set}
        </Button>
      ) : null}
      {asking ? <ReasonDialog captureId={captureId} lift={asking.lift} close={() => setAsking(null)} /> : null}
    </>
  );
}
