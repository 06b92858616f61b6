// Promises an act on many findings: what it concerns is listed before, each item answers for itself after, dismissals can be taken back.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Bulk, BulkReply } from "../../../api/bulk.ts";
import type { QueueRow } from "../../../api/findings.ts";
import { callApi } from "../../app/call-api.ts";
import { dropFromQueue, refreshLists } from "../../app/last-decision.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, VerdictBadge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { sayScore } from "../../ui/numbers.ts";
import { Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { ActFields, type ActKind, type ActWords } from "./act-fields.tsx";
import styles from "./bulk.module.css";
import { AgeChip } from "./row-marks.tsx";

export type BulkKind = Extract<ActKind, "dismiss" | "assign" | "hold" | "escalate">;

const b = t.triage.bulk;

function bodyOf(kind: BulkKind, ids: string[], { to, reason, note, until }: ActWords): Bulk {
  if (kind === "dismiss")
    return { act: kind, ids, reason: reason as Extract<Bulk, { act: "dismiss" }>["reason"], note };
  if (kind === "assign") return { act: kind, ids, to, note };
  if (kind === "hold") return { act: kind, ids, reason, until };
  return { act: kind, ids, reason };
}

export function BulkItems({ rows }: { rows: readonly QueueRow[] }) {
  return (
    <div className={styles.items} tabIndex={0} role="region" aria-label={b.items(rows.length)}>
      <table className={table.table}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <VerdictBadge verdict={row.verdict} />
              </td>
              <td className={styles.host}>
                {row.host}
                <span className={styles.soft}>{t.category[row.category]}</span>
              </td>
              <td className={table.number}>{sayScore(row.score)}</td>
              <td>
                <AgeChip row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The answer of each item, with the undo of what can be undone. */
export function BulkResult({ reply }: { reply: BulkReply }) {
  const [shown, setShown] = useState(reply);
  const [endMs] = useState(() => (reply.undoUntil ? Date.now() + 10_000 : 0));
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const undo = useMutation({
    mutationFn: () => callApi<BulkReply>(`/triage/bulk/${reply.bulkId}/undo`, { method: "POST" }),
    onSuccess: async (next) => {
      setShown(next);
      await refreshLists();
    },
  });
  const undone = undo.isSuccess;
  return (
    <>
      <p role="status" className={styles.sum}>
        {undone ? b.undone(shown.done) : b.done(shown.done, shown.items.length)}
        {!undone && nowMs < endMs ? (
          <Button disabled={undo.isPending} onClick={() => undo.mutate()}>
            {t.decide.undo} ({t.decide.seconds(Math.ceil((endMs - nowMs) / 1000))})
          </Button>
        ) : null}
      </p>
      <Trouble error={undo.error} />
      <div className={styles.items} tabIndex={0} role="region" aria-label={b.results}>
        <table className={table.table}>
          <tbody>
            {shown.items.map((item) => (
              <tr key={item.id}>
                <td>
                  <Badge tone={item.done ? "ok" : "warn"}>
                    {item.done ? (undone ? b.itemUndone : b.itemDone) : b.itemNot}
                  </Badge>
                </td>
                <td className={styles.host}>{item.host}</td>
                <td>{item.why ? b.why[item.why] : item.follows ? b.follows : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function BulkDialog({ kind, rows, close }: { kind: BulkKind; rows: QueueRow[]; close: () => void }) {
  // The list behind the dialog changes as the act is done: what it concerned stays.
  const [concerned] = useState(rows);
  const act = useMutation({
    mutationFn: (words: ActWords) =>
      callApi<BulkReply>("/triage/bulk", {
        method: "POST",
        body: bodyOf(
          kind,
          concerned.map((row) => row.id),
          words,
        ),
      }),
    onSuccess: async (reply) => {
      if (kind === "dismiss") dropFromQueue(reply.items.filter((item) => item.done).map((item) => item.id));
      await refreshLists();
    },
  });
  return (
    <Dialog title={b.title[kind](concerned.length)} wide close={close}>
      {act.data ? (
        <BulkResult reply={act.data} />
      ) : (
        <ActFields
          kind={kind}
          submitLabel={b.go[kind]}
          busy={act.isPending}
          error={act.error}
          submit={(words) => act.mutate(words)}
        >
          {kind === "dismiss" ? <p>{b.dismissRule}</p> : null}
          <BulkItems rows={concerned} />
        </ActFields>
      )}
    </Dialog>
  );
}
