// Promises the exhibits in the order of the file: what each shows, how it is sealed, who has looked, moved by buttons.
import { useState } from "react";
import type { CaseView, ExhibitView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Hash } from "../../ui/hash.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { ActDialog, textOf } from "./act-dialog.tsx";
import { CaptureDialog } from "./capture-dialog.tsx";
import { may, useCaseAct } from "./case-queries.ts";
import type { PanelProps } from "./case-screen.tsx";
import { CaseTrouble } from "./case-trouble.tsx";
import styles from "./cases.module.css";
import { DetachDialog } from "./detach-dialog.tsx";

export function SealFacts({ row }: { row: ExhibitView }) {
  const e = t.cases.exhibits;
  return (
    <div className={styles.sealFacts}>
      <span>
        <Hash value={row.sha256} />
      </span>
      <span>{`${e.captured} ${sayWhen(row.capturedAt)}`}</span>
      <span>{row.stampedAt ? `${e.stamped}: ${sayWhen(row.stampedAt)}` : `◷ ${e.noStamp}`}</span>
      {row.isSealed ? <span>{`■ ${e.sealed}`}</span> : null}
      {row.isAbsent ? <Badge tone="danger">{e.absent}</Badge> : null}
    </div>
  );
}

function CaptionDialog({ caseId, row, close }: { caseId: string; row: ExhibitView; close: () => void }) {
  const e = t.cases.exhibits;
  return (
    <ActDialog
      caseId={caseId}
      title={t.cases.subjects.fromExhibit(row.position)}
      path={`/exhibits/${row.id}`}
      method="PATCH"
      read={(form) => ({ caption: textOf(form, "caption"), note: textOf(form, "note") })}
      close={close}
    >
      <Field label={e.caption}>
        <input name="caption" maxLength={500} defaultValue={row.caption} autoFocus />
      </Field>
      <Field label={e.note}>
        <textarea name="note" rows={5} maxLength={4000} defaultValue={row.note} />
      </Field>
    </ActDialog>
  );
}

function AddDialog({ caseId, close }: { caseId: string; close: () => void }) {
  const e = t.cases.exhibits;
  return (
    <ActDialog
      caseId={caseId}
      title={e.add}
      path="/exhibits"
      read={(form) => ({ captureId: textOf(form, "captureId"), caption: textOf(form, "caption") })}
      submit={t.cases.common.add}
      close={close}
    >
      <Field label={e.captureId}>
        <input name="captureId" required spellCheck={false} autoFocus />
      </Field>
      <Field label={e.caption}>
        <input name="caption" maxLength={500} />
      </Field>
    </ActDialog>
  );
}

interface Acts {
  show: () => void;
  edit: () => void;
  detach: () => void;
  move: (position: number) => void;
}

function Exhibit({ row, view, edits, acts }: { row: ExhibitView; view: CaseView; edits: boolean; acts: Acts }) {
  const e = t.cases.exhibits;
  const isOpened = !view.unopened.includes(row.id);
  const name = t.cases.subjects.fromExhibit(row.position);
  return (
    <li className={styles.exhibit}>
      <span className={styles.place}>{row.position}</span>
      <div className={styles.block}>
        <h3>{row.caption || row.title || row.url}</h3>
        <p className={`${styles.mono} ${styles.cell}`}>{row.url}</p>
        {row.note ? <p className={styles.prose}>{row.note}</p> : null}
        <p className={styles.hint}>{`${row.addedBy}, ${sayWhen(row.addedAt)}`}</p>
      </div>
      <SealFacts row={row} />
      <div className={styles.exhibitActs}>
        {may("evidence.read") && !row.isAbsent ? (
          <Button onClick={acts.show} aria-label={`${e.open}: ${name}`}>
            {e.open} {isOpened ? <span className={styles.tick}>{`✓ ${e.opened}`}</span> : null}
          </Button>
        ) : null}
        {edits ? (
          <>
            <span className={styles.order}>
              <Button
                disabled={row.position === 1}
                onClick={() => acts.move(row.position - 1)}
                aria-label={`${e.up}: ${name}`}
              >
                ↑
              </Button>
              <Button
                disabled={row.position === view.exhibits.length}
                onClick={() => acts.move(row.position + 1)}
                aria-label={`${e.down}: ${name}`}
              >
                ↓
              </Button>
            </span>
            <Button quiet onClick={acts.edit} aria-label={`${e.caption}: ${name}`}>
              {e.caption}
            </Button>
            {row.isSealed ? null : (
              <Button quiet onClick={acts.detach} aria-label={`${e.detach}: ${name}`}>
                {e.detach}
              </Button>
            )}
          </>
        ) : null}
      </div>
    </li>
  );
}

function Detached({ view }: { view: CaseView }) {
  if (view.detachedExhibits.length === 0) return null;
  return (
    <section className={styles.block}>
      <h2>{t.cases.exhibits.detached}</h2>
      <ul className={styles.list}>
        {view.detachedExhibits.map((row) => (
          <li key={row.id}>
            <p className={styles.cell}>{row.caption || row.url}</p>
            <p className={styles.hint}>{`${sayWhen(row.detachedAt ?? "")} · ${row.detachedBy}: ${row.detachReason}`}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ExhibitsPanel({ view, edits }: PanelProps) {
  const [open, setOpen] = useState<{ what: "show" | "edit" | "detach"; row: ExhibitView } | null>(null);
  const [adding, setAdding] = useState(false);
  const act = useCaseAct(view.file.id);
  const e = t.cases.exhibits;
  const close = () => setOpen(null);
  const { id } = view.file;
  return (
    <>
      <section className={styles.block}>
        <div className={styles.blockHead}>
          <h2>{e.title}</h2>
          {edits ? <Button onClick={() => setAdding(true)}>{e.add}</Button> : null}
        </div>
        <CaseTrouble error={act.error} />
        {view.exhibits.length === 0 ? <p className={styles.soft}>{e.empty}</p> : null}
        <ol className={styles.exhibits}>
          {view.exhibits.map((row) => (
            <Exhibit
              key={row.id}
              row={row}
              view={view}
              edits={edits}
              acts={{
                show: () => setOpen({ what: "show", row }),
                edit: () => setOpen({ what: "edit", row }),
                detach: () => setOpen({ what: "detach", row }),
                move: (position) => act.mutate({ path: `/exhibits/${row.id}`, method: "PATCH", body: { position } }),
              }}
            />
          ))}
        </ol>
      </section>
      <Detached view={view} />
      {open?.what === "show" ? (
        <CaptureDialog
          caseId={id}
          captureId={open.row.captureId}
          title={`${t.cases.subjects.fromExhibit(open.row.position)}: ${open.row.caption || open.row.url}`}
          alt={e.picture(open.row.position)}
          close={close}
        />
      ) : null}
      {open?.what === "edit" ? <CaptionDialog caseId={id} row={open.row} close={close} /> : null}
      {open?.what === "detach" ? (
        <DetachDialog
          caseId={id}
          part={`exhibits/${open.row.id}`}
          name={open.row.caption || open.row.url}
          close={close}
        />
      ) : null}
      {adding ? <AddDialog caseId={id} close={() => setAdding(false)} /> : null}
    </>
  );
}
