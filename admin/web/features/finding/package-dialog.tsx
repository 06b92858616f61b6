// Promises the export of a finding as a sealed package: purpose asked, progress shown, then address and hashes to compare.
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { FindingView } from "../../../api/finding.ts";
import type { PackageJobReply, PackageJobView } from "../../../api/packages.ts";
import { callApi } from "../../app/call-api.ts";
import { packageQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { GroupedHash } from "../../ui/grouped-hash.tsx";
import { sayWhole } from "../../ui/numbers.ts";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./package.module.css";

const p = t.finding.pack;

function AskForm({ finding }: { finding: FindingView }) {
  const [purpose, setPurpose] = useState("");
  const start = useMutation({
    mutationFn: () =>
      callApi<PackageJobReply>(`/findings/${finding.id}/package`, { method: "POST", body: { purpose } }),
    onSuccess: (reply) => queryClient.setQueryData(packageQuery.queryKey, reply),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <form className={screen.form} onSubmit={submit}>
      <p>{p.explain}</p>
      <Field label={p.purpose} hint={p.purposeHint}>
        <input
          value={purpose}
          onChange={(e) => setPurpose(e.target.value)}
          minLength={3}
          maxLength={500}
          required
          autoFocus
        />
      </Field>
      <Trouble error={start.error} />
      <Button type="submit" tone="accent" disabled={start.isPending}>
        {p.start}
      </Button>
    </form>
  );
}

export function Making({ job }: { job: PackageJobView }) {
  return (
    <div className={styles.part} role="status">
      <p>
        <strong>{p.making}</strong> {job.total > 0 ? p.step(job.done, job.total) : ""}{" "}
        <span className={screen.soft}>{job.words}</span>
      </p>
      <progress className={styles.bar} value={job.done} max={Math.max(1, job.total)} aria-label={p.making} />
      <p className={screen.soft}>{p.mayClose}</p>
    </div>
  );
}

export function Ready({ job, made }: { job: PackageJobView; made: NonNullable<PackageJobView["made"]> }) {
  const notes = [
    made.unstamped > 0 ? p.unstamped(made.unstamped) : "",
    job.leftOut > 0 ? p.leftOut(job.leftOut) : "",
    made.missingWitnesses.length > 0 ? p.witness(made.missingWitnesses.join(", ")) : "",
  ].filter(Boolean);
  return (
    <div className={styles.part}>
      <p role="status">
        <strong>✓ {p.ready}</strong>: {p.captures(made.captures)}, {sayWhole(made.sizeBytes)} byte. {p.entry}:{" "}
        {made.ledgerSeq}.
      </p>
      {notes.map((note) => (
        <p key={note} className={styles.warn}>
          {note}
        </p>
      ))}
      <dl className={styles.hashes}>
        <dt>{p.sha256}</dt>
        <dd>
          <GroupedHash value={made.sha256} />
        </dd>
        <dt>{p.signer}</dt>
        <dd>
          <GroupedHash value={made.signer} />
        </dd>
      </dl>
      <p className={screen.soft}>{p.compare}</p>
      <p>
        <a className={styles.download} href={made.url}>
          {p.download}
        </a>
      </p>
      <p className={screen.soft}>{p.until(`${sayWhen(made.until)} (GMT+7)`)}</p>
    </div>
  );
}

export function Failed({ error }: { error: NonNullable<PackageJobView["error"]> }) {
  return (
    <p className={styles.failed} role="alert">
      <strong>✗ {p.failed}</strong>: {t.problem[error.code] ?? t.problem.internal}{" "}
      <span className={screen.soft}>{error.code}</span>
    </p>
  );
}

export function PackageDialog({ finding, close }: { finding: FindingView; close: () => void }) {
  const job = useQuery(packageQuery).data?.job ?? null;
  const [anew, setAnew] = useState(false);
  const shown = anew && job?.state !== "making" ? null : job;
  return (
    <Dialog title={p.title} wide close={close}>
      {shown && shown.findingId !== finding.id ? <p className={styles.other}>{p.other(shown.host)}</p> : null}
      {shown?.state === "making" ? <Making job={shown} /> : null}
      {shown?.made ? <Ready job={shown} made={shown.made} /> : null}
      {shown?.error ? <Failed error={shown.error} /> : null}
      {shown && shown.state !== "making" ? <Button onClick={() => setAnew(true)}>{p.again}</Button> : null}
      {shown ? null : <AskForm finding={finding} key={job?.id ?? ""} />}
    </Dialog>
  );
}

/** The button, with what becomes of the person's package beside it. */
export function PackageButton({ finding }: { finding: FindingView }) {
  const [open, setOpen] = useState(false);
  const job = useQuery(packageQuery).data?.job ?? null;
  const mine = job?.findingId === finding.id ? job : null;
  const says = { making: p.making, ready: p.ready, failed: p.failed };
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={finding.absence !== null}>
        {p.open}
      </Button>
      {mine ? (
        <span className={screen.soft} role="status">
          {says[mine.state]} {mine.state === "making" && mine.total > 0 ? p.step(mine.done, mine.total) : ""}
        </span>
      ) : null}
      {open ? <PackageDialog finding={finding} close={() => setOpen(false)} /> : null}
    </>
  );
}
