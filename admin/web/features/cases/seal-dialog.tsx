// Promises the sealed package of a case: asked with a purpose, its making watched, taken by a short-lived address, earlier ones listed.
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { CaseView } from "../../../api/cases.ts";
import type { PackageJobReply } from "../../../api/packages.ts";
import { callApi } from "../../app/call-api.ts";
import { packageQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Hash } from "../../ui/hash.tsx";
import screen from "../../ui/screen.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { Failed, Making, Ready } from "../finding/package-dialog.tsx";
import { refreshCase } from "./case-queries.ts";
import { CaseTrouble } from "./case-trouble.tsx";
import styles from "./cases.module.css";

function AskForm({ id }: { id: string }) {
  const [purpose, setPurpose] = useState("");
  const start = useMutation({
    mutationFn: () => callApi<PackageJobReply>(`/cases/${id}/package`, { method: "POST", body: { purpose } }),
    onSuccess: (reply) => queryClient.setQueryData(packageQuery.queryKey, reply),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <form className={screen.form} onSubmit={submit}>
      <p>{t.cases.seal.hint}</p>
      <Field label={t.cases.seal.purpose} hint={t.finding.pack.purposeHint}>
        <input
          value={purpose}
          onChange={(e) => setPurpose(e.target.value)}
          minLength={3}
          maxLength={500}
          required
          autoFocus
        />
      </Field>
      <CaseTrouble error={start.error} />
      <Button type="submit" tone="accent" disabled={start.isPending}>
        {t.cases.seal.submit}
      </Button>
    </form>
  );
}

function Earlier({ view }: { view: CaseView }) {
  if (view.packages.length === 0) return null;
  return (
    <section className={styles.block}>
      <h3>{t.cases.seal.list}</h3>
      <ul className={styles.list}>
        {view.packages.map((row) => (
          <li key={row.packageId} className={styles.line}>
            <span>{sayWhen(row.sealedAt)}</span>
            <span className={styles.cell}>{row.purpose}</span>
            <span className={styles.soft}>{`${t.cases.seal.captures(row.captureIds.length)} · ${row.sealedBy}`}</span>
            {row.sha256 ? <Hash value={row.sha256} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SealDialog({ view, close }: { view: CaseView; close: () => void }) {
  const { id } = view.file;
  const job = useQuery(packageQuery).data?.job ?? null;
  const [anew, setAnew] = useState(false);
  const shown = anew && job?.state !== "making" ? null : job;
  const state = shown?.state;
  // The finished package stands in the file: its exhibits can no longer be detached.
  useEffect(() => {
    if (state === "ready") void refreshCase(id);
  }, [state, id]);
  return (
    <Dialog title={t.cases.seal.title} wide close={close}>
      {shown && shown.caseId !== id ? <p>{t.finding.pack.other(shown.host)}</p> : null}
      {shown?.state === "making" ? <Making job={shown} /> : null}
      {shown?.made ? <Ready job={shown} made={shown.made} /> : null}
      {shown?.error ? <Failed error={shown.error} /> : null}
      {shown && shown.state !== "making" ? <Button onClick={() => setAnew(true)}>{t.cases.seal.again}</Button> : null}
      {shown ? null : <AskForm id={id} key={job?.id ?? ""} />}
      <Earlier view={view} />
    </Dialog>
  );
}
