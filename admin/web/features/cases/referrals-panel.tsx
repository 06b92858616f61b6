// Promises what went to other agencies, with the package it went with, the receipt that came back and their answer.
import { useState } from "react";
import type { CaseView, ReferralView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { ActDialog, Options, orNull, readVnd, textOf } from "./act-dialog.tsx";
import { may } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import styles from "./cases.module.css";
import { sayVnd } from "./outcomes-panel.tsx";
import { sayKnownDay } from "./say-known-day.ts";

function ReferralDialog({ view, close }: { view: CaseView; close: () => void }) {
  const k = t.cases.takedowns;
  const read = (form: FormData) => ({
    kind: textOf(form, "kind"),
    agency: textOf(form, "agency"),
    subjectLine: textOf(form, "subjectLine"),
    sentOn: orNull(form, "sentOn"),
    dueOn: orNull(form, "dueOn"),
    packageId: orNull(form, "packageId"),
  });
  return (
    <ActDialog caseId={view.file.id} title={k.addReferral} path="/referrals" read={read} close={close}>
      <Field label={k.kind}>
        <select name="kind" autoFocus>
          <Options table={t.cases.referralKind} />
        </select>
      </Field>
      <Field label={k.agency}>
        <input name="agency" required maxLength={300} />
      </Field>
      <Field label={k.subjectLine}>
        <input name="subjectLine" maxLength={500} />
      </Field>
      <Field label={k.sentOn}>
        <input name="sentOn" type="date" />
      </Field>
      <Field label={k.dueOn}>
        <input name="dueOn" type="date" />
      </Field>
      <Field label={k.package}>
        <select name="packageId">
          <option value="">–</option>
          {view.packages.map((row) => (
            <option key={row.packageId} value={row.packageId}>
              {`${sayWhen(row.sealedAt)} · ${row.purpose}`.slice(0, 90)}
            </option>
          ))}
        </select>
      </Field>
    </ActDialog>
  );
}

function ReceiptDialog({ caseId, row, close }: { caseId: string; row: ReferralView; close: () => void }) {
  const k = t.cases.takedowns;
  const read = (form: FormData) => ({
    receiptNumber: textOf(form, "receiptNumber"),
    receivedOn: textOf(form, "receivedOn"),
  });
  return (
    <ActDialog
      caseId={caseId}
      title={`${k.addReceipt}: ${row.agency}`}
      path={`/referrals/${row.id}/receipt`}
      method="PUT"
      read={read}
      close={close}
    >
      <Field label={k.receiptNumber}>
        <input name="receiptNumber" required maxLength={100} defaultValue={row.receiptNumber ?? ""} autoFocus />
      </Field>
      <Field label={k.receivedOn}>
        <input name="receivedOn" type="date" required defaultValue={row.receivedOn ?? ""} />
      </Field>
    </ActDialog>
  );
}

function ReplyDialog({ caseId, row, close }: { caseId: string; row: ReferralView; close: () => void }) {
  const k = t.cases.takedowns;
  const read = (form: FormData) => ({
    reply: textOf(form, "reply"),
    repliedOn: textOf(form, "repliedOn"),
    result: orNull(form, "result"),
    damageVnd: readVnd(textOf(form, "damage")),
  });
  return (
    <ActDialog
      caseId={caseId}
      title={`${k.addReply}: ${row.agency}`}
      path={`/referrals/${row.id}/reply`}
      method="PUT"
      read={read}
      close={close}
    >
      <Field label={k.reply}>
        <textarea name="reply" rows={4} required maxLength={4000} defaultValue={row.reply} autoFocus />
      </Field>
      <Field label={k.repliedOn}>
        <input name="repliedOn" type="date" required defaultValue={row.repliedOn ?? ""} />
      </Field>
      <Field label={k.result}>
        <select name="result" defaultValue={row.result ?? ""}>
          <option value="">–</option>
          <Options table={t.cases.referralResult} />
        </select>
      </Field>
      <Field label={k.damage}>
        <input name="damage" inputMode="numeric" pattern="[\d. ]*" defaultValue={row.damageVnd ?? ""} />
      </Field>
    </ActDialog>
  );
}

function Referral({ row, act }: { row: ReferralView; act: (what: "receipt" | "reply") => void }) {
  const k = t.cases.takedowns;
  const isLate = row.dueOn !== null && !row.repliedOn && new Date(`${row.dueOn}T23:59:59+07:00`).getTime() < Date.now();
  return (
    <li className={styles.block}>
      <div className={styles.line}>
        <b>{row.agency}</b>
        <span>{t.cases.referralKind[row.kind]}</span>
        {row.result ? <Badge tone="accent">{t.cases.referralResult[row.result]}</Badge> : null}
        {isLate ? <Badge tone="danger">{`! ${t.cases.list.late}`}</Badge> : null}
      </div>
      {row.subjectLine ? <p className={styles.cell}>{row.subjectLine}</p> : null}
      <p className={styles.hint}>
        {`${k.sentOn}: ${sayKnownDay(row.sentOn)} · ${k.dueOn}: ${sayKnownDay(row.dueOn)}`}
        {row.packageId ? ` · ${k.package}` : ""}
      </p>
      <p>
        {row.receivedOn ? `${k.receipt} ${row.receiptNumber}, ${sayKnownDay(row.receivedOn)}` : k.noReceipt}
        {" · "}
        {row.repliedOn ? `${k.repliedOn} ${sayKnownDay(row.repliedOn)}` : k.noReply}
        {row.damageVnd !== null ? ` · ${k.damage}: ${sayVnd(row.damageVnd)}` : ""}
      </p>
      {row.reply ? <p className={styles.prose}>{row.reply}</p> : null}
      {may("case.record") ? (
        <div className={styles.cellActs}>
          <Button quiet onClick={() => act("receipt")} aria-label={`${k.addReceipt}: ${row.agency}`}>
            {k.addReceipt}
          </Button>
          <Button quiet onClick={() => act("reply")} aria-label={`${k.addReply}: ${row.agency}`}>
            {k.addReply}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

export function ReferralsPanel({ view }: PanelProps) {
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<{ what: "receipt" | "reply"; row: ReferralView } | null>(null);
  const k = t.cases.takedowns;
  const close = () => setOpen(null);
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2>{k.referrals}</h2>
        {may("case.change") ? <Button onClick={() => setAdding(true)}>{k.addReferral}</Button> : null}
      </div>
      {view.referrals.length === 0 ? <p className={styles.soft}>{k.noReferral}</p> : null}
      <ul className={styles.list}>
        {view.referrals.map((row) => (
          <Referral key={row.id} row={row} act={(what) => setOpen({ what, row })} />
        ))}
      </ul>
      {adding ? <ReferralDialog view={view} close={() => setAdding(false)} /> : null}
      {open?.what === "receipt" ? <ReceiptDialog caseId={view.file.id} row={open.row} close={close} /> : null}
      {open?.what === "reply" ? <ReplyDialog caseId={view.file.id} row={open.row} close={close} /> : null}
    </section>
  );
}
