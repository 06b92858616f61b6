// Promises how the case ended, for whom and with which decision; amounts in đồng, payments added later.
import { useState } from "react";
import type { CaseView, OutcomeView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { ActDialog, Options, orNull, readVnd, textOf } from "./act-dialog.tsx";
import { may } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import styles from "./cases.module.css";
import { sayKnownDay } from "./say-known-day.ts";

export const sayVnd = (amount: number): string => `${amount.toLocaleString("vi-VN")} đồng`;

function OutcomeDialog({ view, close }: { view: CaseView; close: () => void }) {
  const [kind, setKind] = useState<OutcomeView["kind"]>("fine");
  const o = t.cases.outcomes;
  const isFine = kind === "fine";
  const read = (form: FormData) => ({
    kind,
    subjectId: orNull(form, "subjectId"),
    subjectKind: isFine ? textOf(form, "subjectKind") : null,
    amountVnd: isFine ? readVnd(textOf(form, "amount")) : null,
    articleId: orNull(form, "articleId"),
    decisionNumber: textOf(form, "decisionNumber"),
    decidedOn: textOf(form, "decidedOn"),
    text: textOf(form, "text"),
  });
  return (
    <ActDialog caseId={view.file.id} title={o.add} path="/outcomes" read={read} close={close}>
      <p className={styles.hint}>{o.onlyOnce}</p>
      <Field label={o.kind}>
        <select value={kind} onChange={(e) => setKind(e.target.value as OutcomeView["kind"])} autoFocus>
          <Options table={t.cases.outcomeKind} />
        </select>
      </Field>
      <Field label={o.subject}>
        <select name="subjectId">
          <option value="">{t.cases.common.unknown}</option>
          {view.subjects
            .filter((subject) => subject.name)
            .map((subject) => (
              <option key={subject.id} value={subject.id}>
                {subject.name}
              </option>
            ))}
        </select>
      </Field>
      {isFine ? (
        <>
          <Field label={o.paysAs}>
            <select name="subjectKind">
              <Options table={t.cases.subjectKind} skip={["unknown"]} />
            </select>
          </Field>
          <Field label={o.amount}>
            <input name="amount" inputMode="numeric" required pattern="[\d. ]*[1-9][\d. ]*" />
          </Field>
        </>
      ) : null}
      {view.charges.length > 0 ? (
        <Field label={t.cases.tabs.charges}>
          <select name="articleId">
            <option value="">–</option>
            {view.charges.map((charge) => (
              <option key={charge.id} value={charge.articleId}>
                {charge.law ? `${charge.law.article} ${charge.law.instrument}` : charge.articleId}
              </option>
            ))}
          </select>
        </Field>
      ) : null}
      <Field label={o.decision}>
        <input name="decisionNumber" maxLength={100} />
      </Field>
      <Field label={o.decidedOn}>
        <input name="decidedOn" type="date" required />
      </Field>
      <Field label={o.text}>
        <textarea name="text" rows={3} maxLength={4000} />
      </Field>
    </ActDialog>
  );
}

function PayDialog({ caseId, row, close }: { caseId: string; row: OutcomeView; close: () => void }) {
  const o = t.cases.outcomes;
  return (
    <ActDialog
      caseId={caseId}
      title={o.pay}
      path={`/outcomes/${row.id}/payment`}
      method="PUT"
      read={(form) => ({ paidOn: textOf(form, "paidOn") })}
      close={close}
    >
      <p>{`${row.decisionNumber} ${row.amountVnd ? sayVnd(row.amountVnd) : ""}`}</p>
      <Field label={o.paidOn}>
        <input name="paidOn" type="date" required autoFocus />
      </Field>
    </ActDialog>
  );
}

function WithdrawDialog({ caseId, row, close }: { caseId: string; row: OutcomeView; close: () => void }) {
  const o = t.cases.outcomes;
  return (
    <ActDialog
      caseId={caseId}
      title={o.withdraw}
      path={`/outcomes/${row.id}/withdraw`}
      read={(form) => ({ reason: textOf(form, "reason") })}
      submit={o.withdraw}
      tone="danger"
      close={close}
    >
      <p>
        {[t.cases.outcomeKind[row.kind], row.decisionNumber, sayKnownDay(row.decidedOn)].filter(Boolean).join(" · ")}
      </p>
      <p>{o.withdrawHint}</p>
      <Field label={t.cases.common.reason}>
        <textarea name="reason" rows={3} required maxLength={2000} autoFocus />
      </Field>
    </ActDialog>
  );
}

function Standing({ row, withdraw }: { row: OutcomeView; withdraw: () => void }) {
  const o = t.cases.outcomes;
  if (row.withdrawnAt)
    return (
      <>
        <Badge tone="danger">{`✕ ${o.withdrawn(row.withdrawnBy ?? "", sayWhen(row.withdrawnAt))}`}</Badge>{" "}
        {row.withdrawReason}
      </>
    );
  return may("case.change") ? (
    <Button quiet onClick={withdraw} aria-label={`${o.withdraw} ${row.decisionNumber}`}>
      {o.withdraw}
    </Button>
  ) : null;
}

function Paid({ row, pay }: { row: OutcomeView; pay: () => void }) {
  const o = t.cases.outcomes;
  if (row.kind !== "fine" || row.withdrawnAt) return null;
  if (row.paidOn) return <Badge tone="ok">{`${o.paid} ${sayKnownDay(row.paidOn)}`}</Badge>;
  return (
    <>
      <Badge tone="warn">{o.unpaid}</Badge>{" "}
      {may("case.record") ? (
        <Button quiet onClick={pay} aria-label={`${o.pay} ${row.decisionNumber}`}>
          {o.pay}
        </Button>
      ) : null}
    </>
  );
}

export function OutcomesPanel({ view }: PanelProps) {
  const [adding, setAdding] = useState(false);
  const [paying, setPaying] = useState<OutcomeView | null>(null);
  const o = t.cases.outcomes;
  const [withdrawing, setWithdrawing] = useState<OutcomeView | null>(null);
  const total = view.outcomes.reduce((sum, row) => sum + (row.withdrawnAt ? 0 : (row.amountVnd ?? 0)), 0);
  const nameOf = (row: OutcomeView) =>
    view.subjects.find((s) => s.id === row.subjectId)?.name || t.cases.common.unknown;
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2>{o.title}</h2>
        {may("case.change") ? <Button onClick={() => setAdding(true)}>{o.add}</Button> : null}
      </div>
      {view.outcomes.length === 0 ? <p className={styles.soft}>{o.none}</p> : null}
      {view.outcomes.length > 0 ? (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={o.title}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{o.kind}</th>
                <th scope="col">{o.subject}</th>
                <th scope="col" className={table.number}>
                  {o.amount}
                </th>
                <th scope="col">{o.decision}</th>
                <th scope="col">{o.decidedOn}</th>
                <th scope="col">{o.text}</th>
                <th scope="col">{o.paid}</th>
              </tr>
            </thead>
            <tbody>
              {view.outcomes.map((row) => (
                <tr key={row.id}>
                  <td>{t.cases.outcomeKind[row.kind]}</td>
                  <td className={styles.cell}>
                    {nameOf(row)}
                    {row.subjectKind ? (
                      <span className={styles.soft}>{` (${t.cases.subjectKind[row.subjectKind].toLowerCase()})`}</span>
                    ) : null}
                  </td>
                  <td className={table.number}>{row.amountVnd ? row.amountVnd.toLocaleString("vi-VN") : ""}</td>
                  <td>{row.decisionNumber}</td>
                  <td>{sayKnownDay(row.decidedOn)}</td>
                  <td className={styles.cell}>{row.text}</td>
                  <td>
                    <Paid row={row} pay={() => setPaying(row)} />{" "}
                    <Standing row={row} withdraw={() => setWithdrawing(row)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {total > 0 ? <p>{`${o.total}: ${sayVnd(total)}`}</p> : null}
      {adding ? <OutcomeDialog view={view} close={() => setAdding(false)} /> : null}
      {withdrawing ? (
        <WithdrawDialog caseId={view.file.id} row={withdrawing} close={() => setWithdrawing(null)} />
      ) : null}
      {paying ? <PayDialog caseId={view.file.id} row={paying} close={() => setPaying(null)} /> : null}
    </section>
  );
}
