// Promises one more capture of the same address, asked with a purpose, its progress told until it is sealed or given up.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { FindingView } from "../../../api/finding.ts";
import type { MomentView } from "../../../api/viewing.ts";
import { Refusal } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Trouble } from "../../ui/states.tsx";
import { askRecapture, timelineQuery } from "../finding/evidence-queries.ts";
import styles from "./timeline.module.css";

export const sayOutcome = (outcome: string) => t.compare.timeline.outcome[outcome] ?? outcome;

function sayProgress(moment: MomentView | undefined): string {
  const r = t.compare.recapture;
  if (!moment || moment.outcome === "queued") return r.waiting;
  if (moment.sealed) return r.sealed;
  if (moment.seen === "waiting") return r.working;
  const why = [sayOutcome(moment.outcome), moment.reason].filter(Boolean).join(", ");
  return moment.seen === "gone" ? r.gone(why) : r.ended(why);
}

/** Told in one line while it is under way, and after. */
export function RecaptureLine({ finding, captureId }: { finding: FindingView; captureId: string }) {
  const timeline = useQuery(timelineQuery(finding.id));
  const moment = timeline.data?.items.find((item) => item.id === captureId);
  const isOver = moment !== undefined && moment.seen !== "waiting";
  useEffect(() => {
    if (isOver) void queryClient.invalidateQueries({ queryKey: ["finding", finding.id] });
  }, [isOver, finding.id]);
  return (
    <p className={styles.progress} role="status">
      {sayProgress(moment)}
    </p>
  );
}

interface Props {
  finding: FindingView;
  captureId: string;
  done: (captureId: string) => void;
  close: () => void;
}

export function RecaptureDialog({ finding, captureId, done, close }: Props) {
  const r = t.compare.recapture;
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    setError(null);
    try {
      const reply = await askRecapture(finding.id, captureId, reason);
      await queryClient.invalidateQueries({ queryKey: ["timeline", finding.id] });
      done(reply.captureId);
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  };
  const isPaused = error instanceof Refusal && error.code === "conflict";
  return (
    <Dialog title={r.title} close={close}>
      <form
        className={styles.ask}
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <p>{r.explain}</p>
        <Field label={r.reason} hint={r.reasonHint}>
          <input required minLength={3} maxLength={300} value={reason} onChange={(e) => setReason(e.target.value)} />
        </Field>
        {isPaused ? <p role="alert">{r.paused}</p> : <Trouble error={error} />}
        <div className={styles.row}>
          <Button type="submit" tone="accent" disabled={busy || reason.trim().length < 3}>
            {r.ask}
          </Button>
          <Button quiet onClick={close}>
            {t.state.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
