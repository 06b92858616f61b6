// Promises the stop key "xâm hại trẻ em" in two steps without a word to be written, and then whom to call.
import { useState } from "react";
import type { StopReply, StopView } from "../../../api/viewing.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Plain } from "../../ui/plain.tsx";
import { Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { presenceQuery, stopViewing } from "./evidence-queries.ts";
import styles from "./stop.module.css";

/** Whom to tell, from the office's setting; and what is kept. */
export function StopFacts({ stop }: { stop: StopView }) {
  const s = t.compare.stop;
  const { contacts } = stop;
  const lines = [
    [s.lead, contacts.leads.join(", ")],
    [s.hotline, contacts.hotline],
    [s.phone, contacts.phone],
    [s.email, contacts.email],
  ].filter((line): line is [string, string] => Boolean(line[1]));
  return (
    <div className={styles.facts}>
      <h3>{s.call}</h3>
      {contacts.unit || contacts.office ? <p>{[contacts.unit, contacts.office].filter(Boolean).join(", ")}</p> : null}
      <dl>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {contacts.hotline || contacts.phone ? null : <p>{s.noContacts}</p>}
      <h3>{s.kept}</h3>
      <p className={styles.address}>
        <Plain>{stop.url}</Plain>
      </p>
      <p>{sayWhen(stop.capturedAt)} (GMT+7)</p>
      <p className={styles.rest}>{s.rest}</p>
    </div>
  );
}

function Ask({ captureId, done, close }: { captureId: string; done: (reply: StopReply) => void; close: () => void }) {
  const s = t.compare.stop;
  const [sure, setSure] = useState(false);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const act = async () => {
    setBusy(true);
    setError(null);
    try {
      const reply = await stopViewing(captureId, note);
      done(reply);
      queryClient.setQueryData(presenceQuery(captureId).queryKey, {
        absence: { kind: "quarantined", number: null, at: reply.stop.at },
        stop: reply.stop,
      });
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.ask}
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) void act();
      }}
    >
      <p>{s.explain}</p>
      <label className={styles.sure}>
        <input type="checkbox" checked={sure} onChange={(e) => setSure(e.target.checked)} />
        <span>{s.understand}</span>
      </label>
      <Field label={s.note} hint={s.noteHint}>
        <input maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
      </Field>
      <Trouble error={error} />
      <div className={styles.row}>
        <Button type="submit" tone="danger" disabled={!sure || busy}>
          {s.act}
        </Button>
        <Button onClick={close}>{t.state.cancel}</Button>
      </div>
    </form>
  );
}

/** The evidence behind the dialog is veiled from the first press on. */
export function StopButton({
  captureId,
  isOver,
  onOpen,
}: {
  captureId: string;
  /** Nothing is shown any longer: the button goes, an open dialog stays and says whom to call. */
  isOver: boolean;
  onOpen: (open: boolean) => void;
}) {
  const s = t.compare.stop;
  const [open, setOpen] = useState(false);
  const [reply, setReply] = useState<StopReply | null>(null);
  const show = (next: boolean) => {
    setOpen(next);
    onOpen(next);
    if (!next && reply) void queryClient.invalidateQueries();
  };
  return (
    <>
      {isOver ? null : (
        <Button tone="danger" className={styles.key} onClick={() => show(true)}>
          {s.key}
        </Button>
      )}
      {open ? (
        <Dialog title={reply ? s.done : s.title} close={() => show(false)}>
          {reply ? (
            <div role="status">
              <p>{s.doneMore(reply.captures, reply.findings)}</p>
              <StopFacts stop={reply.stop} />
            </div>
          ) : (
            <Ask captureId={captureId} done={setReply} close={() => show(false)} />
          )}
        </Dialog>
      ) : null}
    </>
  );
}
