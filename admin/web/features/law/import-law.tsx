// Promises an office's own law data brought in from a file: tried first, applied only when the person says so.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ImportLawReply, LawTable } from "../../../api/law.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Trouble } from "../../ui/states.tsx";
import styles from "./law.module.css";
import { tableNames } from "./say-law.tsx";

export function ImportLaw({ close }: { close: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [table, setTable] = useState<LawTable>("articles");
  const [ownOnly, setOwnOnly] = useState(false);
  const [reason, setReason] = useState("");
  const isCsv = file?.name.toLowerCase().endsWith(".csv") ?? false;
  const send = useMutation({
    mutationFn: async (dryRun: boolean) =>
      callApi<ImportLawReply>("/law/import", {
        method: "POST",
        body: {
          format: isCsv ? "csv" : "json",
          ...(isCsv ? { table } : {}),
          text: (await file?.text()) ?? "",
          ownOnly,
          dryRun,
          reason,
        },
      }),
    onSuccess: (reply) => {
      if (!reply.dryRun) void queryClient.invalidateQueries({ queryKey: ["law"] });
    },
  });
  const ready = file !== null && reason.trim().length >= 3 && !send.isPending;
  const said = send.data;
  return (
    <Dialog title={t.law.imports.title} close={close}>
      <div className={styles.form}>
        <Field label={t.law.imports.file}>
          <input type="file" accept=".json,.csv" onChange={(e) => setFile(e.target.files?.[0] ?? null)} />
        </Field>
        {isCsv ? (
          <Field label={t.law.imports.table}>
            <select value={table} onChange={(e) => setTable(e.target.value as LawTable)}>
              {tableNames.map((name) => (
                <option key={name} value={name}>
                  {t.law.tabs[name]}
                </option>
              ))}
            </select>
          </Field>
        ) : null}
        <label className={styles.check}>
          <input type="checkbox" checked={ownOnly} onChange={(e) => setOwnOnly(e.target.checked)} />
          {t.law.imports.ownOnly}
        </label>
        <Field label={t.law.imports.reason}>
          <input value={reason} maxLength={300} onChange={(e) => setReason(e.target.value)} />
        </Field>
        <Trouble error={send.error} />
        {said ? (
          <p role="status">
            {t.law.imports.said(said.added, said.replaced, said.same, said.setAside)}{" "}
            {said.dryRun ? t.law.imports.dry : t.law.imports.applied}
          </p>
        ) : null}
        <div className={styles.ask}>
          <Button disabled={!ready} onClick={() => send.mutate(true)}>
            {t.law.imports.check}
          </Button>
          <Button tone="accent" disabled={!ready || !said?.dryRun} onClick={() => send.mutate(false)}>
            {t.law.imports.apply}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
