// Promises an import of a register or of protected names that says what it would take before it takes it.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { KnowledgeImportReply } from "../../../api/knowledge.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";

interface Props {
  kind: "licences" | "brands";
  close: () => void;
  done: () => void;
}

export function KnowledgeDialog({ kind, close, done }: Props) {
  const r = t.watch.registers;
  const [csv, setCsv] = useState("");
  const [name, setName] = useState("");
  const isRegister = kind === "licences";
  const send = useMutation({
    mutationFn: (dryRun: boolean) =>
      callApi<KnowledgeImportReply>(isRegister ? "/knowledge/registers" : "/knowledge/brands", {
        method: "POST",
        body: isRegister ? { csv, name, dryRun } : { csv, dryRun },
      }),
    onSuccess: (reply) => {
      if (!reply.dryRun) done();
    },
  });
  const take = (file: File | undefined) => {
    send.reset();
    void file?.text().then(setCsv);
    if (file && !name) setName(file.name.replace(/\.[^.]+$/, ""));
  };
  const { data } = send;
  return (
    <Dialog title={isRegister ? r.import : r.importBrands} wide close={close}>
      <p>{isRegister ? r.registerHow : r.brandHow}</p>
      <Field label={t.targets.file}>
        <input type="file" accept=".csv,text/csv" onChange={(e) => take(e.target.files?.[0])} />
      </Field>
      {isRegister ? (
        <Field label={r.name}>
          <input value={name} onChange={(e) => setName(e.target.value)} maxLength={120} required />
        </Field>
      ) : null}
      <Trouble error={send.error} />
      {data ? (
        <p role="status">
          {data.dryRun ? r.taken(data.taken) : r.done(data.taken)}
          {data.toldInAll > 0 ? `; ${r.told(data.toldInAll)}` : ""}
        </p>
      ) : null}
      {data && data.told.length > 0 ? (
        <div className={screen.rows} tabIndex={0} role="region" aria-label={r.told(data.toldInAll)}>
          <ul>
            {data.told.map((line, i) => (
              <li key={`${line.row}-${i}`}>
                {t.targets.row} {line.row}: {line.reason}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <div className={screen.acts}>
        <Button disabled={!csv || (isRegister && !name.trim()) || send.isPending} onClick={() => send.mutate(true)}>
          {t.targets.tryIt}
        </Button>
        {data?.dryRun ? (
          <Button tone="accent" disabled={data.taken === 0 || send.isPending} onClick={() => send.mutate(false)}>
            {r.saveRows(data.taken)}
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}
