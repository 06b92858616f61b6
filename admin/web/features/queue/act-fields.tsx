// Promises the words that acts of triage ask for, the same for one finding and for a hundred: to whom, until when, why.
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { sessionQuery } from "../../app/queries.ts";
import { triagePeopleQuery } from "../../app/triage-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import styles from "./bulk.module.css";

export type ActKind = "hold" | "escalate" | "assign" | "hand-over" | "take-over" | "dismiss" | "confirm";

export interface ActWords {
  to: string;
  reason: string;
  note: string;
  /** Instant in UTC. */
  until: string;
}

const a = t.triage.acts;
const holdHours = [1, 2, 4, 8, 24];
const lists: Partial<Record<ActKind, Record<string, string>>> = { dismiss: t.dismissReason, confirm: t.confirmReason };

interface PeopleProps {
  value: string;
  choose: (id: string) => void;
  /** Given by the field around it. */
  id?: string;
  className?: string;
}

function People({ value, choose, ...field }: PeopleProps) {
  const people = useQuery(triagePeopleQuery).data?.items ?? [];
  const me = useQuery(sessionQuery).data?.person.id;
  return (
    <select {...field} value={value} onChange={(e) => choose(e.target.value)} required data-first>
      <option value="">{a.choosePerson}</option>
      {people
        .filter((person) => person.id !== me)
        .map((person) => (
          <option key={person.id} value={person.id}>
            {a.person(person.name, t.role[person.role], person.claims)}
          </option>
        ))}
    </select>
  );
}

function Reasons({
  list,
  value,
  choose,
}: {
  list: Record<string, string>;
  value: string;
  choose: (r: string) => void;
}) {
  return (
    <fieldset className={styles.reasons}>
      <legend>{t.decide.choose}</legend>
      {Object.entries(list).map(([reason, says], i) => (
        <label key={reason}>
          <input
            data-first={i === 0 || undefined}
            type="radio"
            name="bulk-reason"
            checked={value === reason}
            onChange={() => choose(reason)}
          />{" "}
          {says}
        </label>
      ))}
    </fieldset>
  );
}

interface Props {
  kind: ActKind;
  submitLabel: string;
  busy: boolean;
  error: unknown;
  submit: (words: ActWords) => void;
  /** What the act concerns, above its fields. */
  children?: ReactNode;
}

export function ActFields({ kind, submitLabel, busy, error, submit, children }: Props) {
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [hours, setHours] = useState(4);
  const list = lists[kind];
  const wantsPerson = kind === "assign" || kind === "hand-over";
  const wantsReason = kind === "hold" || kind === "escalate" || kind === "take-over";
  const ready = (!wantsPerson || to !== "") && (!(wantsReason || list) || reason.trim() !== "");
  return (
    <form
      className={screen.form}
      onSubmit={(event) => {
        event.preventDefault();
        const until = new Date(Date.now() + hours * 3_600_000 - 5_000).toISOString();
        if (ready) submit({ to, reason: reason.trim(), note: note.trim(), until });
      }}
    >
      {children}
      {list ? <Reasons list={list} value={reason} choose={setReason} /> : null}
      {wantsPerson ? (
        <Field label={a.to}>
          <People value={to} choose={setTo} />
        </Field>
      ) : null}
      {kind === "hold" ? (
        <Field label={a.until}>
          <select value={hours} onChange={(e) => setHours(Number(e.target.value))}>
            {holdHours.map((n) => (
              <option key={n} value={n}>
                {a.hours(n)}
              </option>
            ))}
          </select>
        </Field>
      ) : null}
      {wantsReason ? (
        <Field label={a.reason}>
          <input value={reason} maxLength={2000} data-first onChange={(e) => setReason(e.target.value)} />
        </Field>
      ) : (
        <Field label={a.note}>
          <input value={note} maxLength={2000} onChange={(e) => setNote(e.target.value)} />
        </Field>
      )}
      <Trouble error={error} />
      <div>
        <Button type="submit" tone="accent" disabled={!ready || busy}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
