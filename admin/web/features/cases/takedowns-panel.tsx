// Promises requests to take down or revoke, each with its re-checks by day and the pictures before and after side by side.
import { useState } from "react";
import type { CaseView, TakedownView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { ActDialog, Options, orNull, textOf } from "./act-dialog.tsx";
import { may } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import styles from "./cases.module.css";
import { ProofDialog } from "./proof-dialog.tsx";
import { takedownTones } from "./takedown-tones.ts";
import { nowInVietnam } from "../../ui/days.ts";

/** A local date and time of the office (GMT+7) as an instant. */
const instantOf = (local: string) => new Date(`${local}:00+07:00`).toISOString();

function RequestDialog({ view, close }: { view: CaseView; close: () => void }) {
  const k = t.cases.takedowns;
  const read = (form: FormData) => {
    const due = textOf(form, "dueAt");
    return {
      url: textOf(form, "url"),
      kind: textOf(form, "kind"),
      addressee: textOf(form, "addressee"),
      registrar: textOf(form, "registrar"),
      channel: textOf(form, "channel"),
      requestedAt: instantOf(textOf(form, "requestedAt")),
      dueAt: due ? instantOf(due) : null,
      beforeCaptureId: orNull(form, "before"),
    };
  };
  return (
    <ActDialog caseId={view.file.id} title={k.add} path="/takedowns" read={read} close={close}>
      <Field label={k.url}>
        <input name="url" required maxLength={2000} list="case-urls" spellCheck={false} autoFocus />
      </Field>
      <datalist id="case-urls">
        {view.exhibits.map((row) => (
          <option key={row.id} value={row.url} />
        ))}
      </datalist>
      <Field label={k.kind}>
        <select name="kind">
          <Options table={t.cases.takedownKind} />
        </select>
      </Field>
      <Field label={k.addressee}>
        <input name="addressee" required maxLength={300} />
      </Field>
      <Field label={k.registrar}>
        <input name="registrar" maxLength={300} />
      </Field>
      <Field label={k.channel}>
        <select name="channel">
          <Options table={t.cases.channel} />
        </select>
      </Field>
      <Field label={k.requestedAt}>
        <input name="requestedAt" type="datetime-local" required defaultValue={nowInVietnam()} />
      </Field>
      <Field label={k.dueAt}>
        <input name="dueAt" type="datetime-local" />
      </Field>
      <Field label={k.before}>
        <select name="before" defaultValue={view.exhibits[0]?.captureId ?? ""}>
          <option value="">–</option>
          {view.exhibits.map((row) => (
            <option key={row.id} value={row.captureId}>
              {`${t.cases.subjects.fromExhibit(row.position)}: ${row.caption || row.url}`.slice(0, 90)}
            </option>
          ))}
        </select>
      </Field>
    </ActDialog>
  );
}

function SettleDialog({ caseId, row, close }: { caseId: string; row: TakedownView; close: () => void }) {
  return (
    <ActDialog
      caseId={caseId}
      title={t.cases.takedowns.settle}
      path={`/takedowns/${row.id}`}
      method="PUT"
      read={(form) => ({ state: textOf(form, "state") })}
      close={close}
    >
      <p className={styles.cell}>{row.url}</p>
      <Field label={t.cases.takedowns.settle}>
        <select name="state" defaultValue={row.state} autoFocus>
          <Options table={t.cases.takedownState} />
        </select>
      </Field>
    </ActDialog>
  );
}

type Check = TakedownView["checks"][number];
/** "Unreachable" and "not captured" prove nothing: neither the colour of gone nor of still up. */
const looks = (check: Check) =>
  check.result === "gone"
    ? styles.gone
    : check.result === "still-up"
      ? styles.still
      : check.result
        ? styles.unsure
        : "";

function Checks({ checks }: { checks: Check[] }) {
  const k = t.cases.takedowns;
  return (
    <ul className={styles.checks} aria-label={k.checks}>
      {checks.map((check) => (
        <li key={check.id} className={`${styles.check} ${looks(check)}`} title={check.note}>
          <b>{k.day(check.day)}</b>
          <span>{check.result ? t.cases.recheck[check.result] : sayWhen(check.dueAt).slice(0, 10)}</span>
        </li>
      ))}
    </ul>
  );
}

export function TakedownsPanel({ view }: PanelProps) {
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<{ what: "settle" | "proof"; row: TakedownView } | null>(null);
  const k = t.cases.takedowns;
  const close = () => setOpen(null);
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2>{k.title}</h2>
        {may("case.change") ? <Button onClick={() => setAdding(true)}>{k.add}</Button> : null}
      </div>
      {view.takedowns.length === 0 ? <p className={styles.soft}>{k.none}</p> : null}
      <ul className={styles.list}>
        {view.takedowns.map((row) => (
          <li key={row.id} className={styles.block}>
            <div className={styles.line}>
              <b>{t.cases.takedownKind[row.kind]}</b>
              <span className={`${styles.mono} ${styles.cell}`}>{row.url}</span>
              <Badge tone={takedownTones[row.state]}>{t.cases.takedownState[row.state]}</Badge>
            </div>
            <p className={styles.hint}>
              {`${row.addressee}${row.registrar ? ` (${row.registrar})` : ""} · ${t.cases.channel[row.channel]} · ${k.requestedAt} ${sayWhen(row.requestedAt)}`}
              {row.dueAt ? ` · ${k.dueAt} ${sayWhen(row.dueAt)}` : ""}
            </p>
            <Checks checks={row.checks} />
            <div className={styles.cellActs}>
              {may("evidence.read") ? (
                <Button quiet onClick={() => setOpen({ what: "proof", row })} aria-label={`${k.proof}: ${row.url}`}>
                  {k.proof}
                </Button>
              ) : null}
              {may("case.record") ? (
                <Button quiet onClick={() => setOpen({ what: "settle", row })} aria-label={`${k.settle}: ${row.url}`}>
                  {k.settle}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {adding ? <RequestDialog view={view} close={() => setAdding(false)} /> : null}
      {open?.what === "settle" ? <SettleDialog caseId={view.file.id} row={open.row} close={close} /> : null}
      {open?.what === "proof" ? <ProofDialog caseId={view.file.id} row={open.row} close={close} /> : null}
    </section>
  );
}
