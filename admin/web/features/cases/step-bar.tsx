// Promises the steps that this person may take now, and of the others why they are not open.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { CaseView, CaseWords, NextStep } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { ActDialog, textOf } from "./act-dialog.tsx";
import { caseWordsQuery, sayStep } from "./case-queries.ts";
import styles from "./cases.module.css";

/** The step that carries a case forward is told by colour; the others are ways around it. */
const forward = ["proposed", "takedown", "removed", "sanctioned", "police-received", "following", "closed", "archived"];

/** Obstacles in words; a step of another role says whose it is. */
export function sayBlocks(step: NextStep): string {
  const roles = step.roles.map((role) => t.role[role]).join(", ");
  return step.blocks.map((block) => (block === "role" ? t.cases.steps.by(roles) : t.cases.block[block])).join("; ");
}

function Closed({ steps, words }: { steps: NextStep[]; words: CaseWords | undefined }) {
  if (steps.length === 0) return null;
  return (
    <details className={styles.closedSteps}>
      <summary>{`${t.cases.steps.closed} (${steps.length})`}</summary>
      <ul>
        {steps.map((step) => (
          <li key={step.to}>
            <strong>{sayStep(words, step.to)}</strong>
            {`: ${sayBlocks(step)}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function StepDialog({ caseId, step, close }: { caseId: string; step: NextStep; close: () => void }) {
  const words = useQuery(caseWordsQuery).data;
  const s = t.cases.steps;
  const approves = step.to === "approved";
  const read = (form: FormData) => {
    const reason = textOf(form, "reason");
    if (approves) return { reason };
    const duplicateOf = textOf(form, "duplicateOf");
    return { to: step.to, reason, ...(duplicateOf ? { duplicateOf } : {}) };
  };
  return (
    <ActDialog
      caseId={caseId}
      title={sayStep(words, step.to)}
      path={approves ? "/approve" : "/steps"}
      read={read}
      submit={sayStep(words, step.to)}
      close={close}
    >
      <Field label={s.reason} hint={s.reasonHint}>
        <textarea name="reason" rows={4} required maxLength={2000} autoFocus />
      </Field>
      {step.to === "duplicate" ? (
        <Field label={s.duplicateOf}>
          <input name="duplicateOf" maxLength={60} />
        </Field>
      ) : null}
    </ActDialog>
  );
}

export function StepBar({ view, seal }: { view: CaseView; seal: (() => void) | null }) {
  const words = useQuery(caseWordsQuery).data;
  const [taking, setTaking] = useState<NextStep | null>(null);
  const open = view.nextSteps.filter((step) => step.blocks.length === 0);
  const closed = view.nextSteps.filter((step) => step.blocks.length > 0);
  // An approver who still has exhibits to open goes where they are opened.
  const mayReview = view.nextSteps.some(
    (step) => step.to === "approved" && !step.blocks.includes("role") && !step.blocks.includes("four-eyes"),
  );
  return (
    <section className={styles.steps} aria-label={t.cases.steps.title}>
      <span className={styles.stepsTitle}>{t.cases.steps.title}</span>
      {mayReview ? (
        <Link to="/approvals" search={{ id: view.file.id }} className={styles.asButton}>
          {t.cases.steps.goApprove}
        </Link>
      ) : null}
      {open
        .filter((step) => step.to !== "approved")
        .map((step) => (
          <Button
            key={step.to}
            tone={forward.includes(step.to) && !mayReview ? "accent" : "plain"}
            onClick={() => setTaking(step)}
          >
            {sayStep(words, step.to)}
          </Button>
        ))}
      {view.nextSteps.length === 0 ? <span className={styles.soft}>{t.cases.steps.none}</span> : null}
      {seal ? <Button onClick={seal}>{t.cases.steps.seal}</Button> : null}
      <Closed steps={closed} words={words} />
      {taking ? <StepDialog caseId={view.file.id} step={taking} close={() => setTaking(null)} /> : null}
    </section>
  );
}
