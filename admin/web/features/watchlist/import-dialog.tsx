// Promises an import that shows what it would do, row by row, before anything is saved.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ImportReply } from "../../../api/targets.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { ImportRows } from "./import-rows.tsx";
import styles from "./watch.module.css";

export function ImportDialog({ close, done }: { close: () => void; done: () => void }) {
  const [typed, setTyped] = useState({ csv: "", purpose: "", legalBasis: "" });
  const send = useMutation({
    mutationFn: (dryRun: boolean) =>
      callApi<ImportReply>("/targets/import", { method: "POST", body: { ...typed, dryRun } }),
    onSuccess: (reply) => {
      if (!reply.dryRun) done();
    },
  });
  const change = (part: Partial<typeof typed>) => {
    setTyped({ ...typed, ...part });
    send.reset();
  };
  const rows = send.data?.rows ?? [];
  const good = rows.filter((row) => row.result === "added").length;
  const saved = send.data && !send.data.dryRun;
  return (
    <Dialog title={t.targets.import} wide close={close}>
      <p>{t.watch.importHow}</p>
      <Field label={t.targets.file}>
        <input
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(e) => void e.target.files?.[0]?.text().then((csv) => change({ csv }))}
        />
      </Field>
      <Field label={t.targets.csv}>
        <textarea rows={6} value={typed.csv} onChange={(e) => change({ csv: e.target.value })} spellCheck={false} />
      </Field>
      <div className={styles.two}>
        <Field label={t.watch.purpose} hint={t.watch.forAll}>
          <input value={typed.purpose} onChange={(e) => change({ purpose: e.target.value })} maxLength={500} />
        </Field>
        <Field label={t.watch.basis} hint={t.watch.forAll}>
          <input value={typed.legalBasis} onChange={(e) => change({ legalBasis: e.target.value })} maxLength={500} />
        </Field>
      </div>
      <Trouble error={send.error} />
      {send.data ? (
        <p role="status">
          {saved ? t.targets.imported(good) : t.watch.counted(good, rows.length)}{" "}
          <span className={screen.soft}>{t.watch.readAs(send.data.columns.join(", "))}</span>
        </p>
      ) : null}
      {send.data ? <ImportRows rows={rows} /> : null}
      <div className={screen.acts}>
        <Button disabled={!typed.csv.trim() || send.isPending} onClick={() => send.mutate(true)}>
          {t.targets.tryIt}
        </Button>
        {send.data?.dryRun ? (
          <Button tone="accent" disabled={good === 0 || send.isPending} onClick={() => send.mutate(false)}>
            {t.targets.saveImport(good)}
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}
