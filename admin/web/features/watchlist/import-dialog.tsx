// Promises an import that shows what it would do, row by row, before anything is saved.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ImportReply, ImportRow } from "../../../api/targets.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";

const tones: Record<ImportRow["result"], Tone> = {
  added: "ok",
  watched: "plain",
  duplicate: "warn",
  refused: "danger",
};

function Rows({ rows }: { rows: ImportRow[] }) {
  return (
    <div className={screen.rows} tabIndex={0} role="region" aria-label={t.targets.why}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.targets.row}</th>
            <th scope="col">{t.targets.columns.url}</th>
            <th scope="col">{t.targets.why}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <td>{row.row}</td>
              <td className={table.address}>{row.address}</td>
              <td>
                <Badge tone={tones[row.result]}>{t.targets.result[row.result]}</Badge> {row.reason}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ImportDialog({ close, done }: { close: () => void; done: () => void }) {
  const [csv, setCsv] = useState("");
  const send = useMutation({
    mutationFn: (dryRun: boolean) => callApi<ImportReply>("/targets/import", { method: "POST", body: { csv, dryRun } }),
    onSuccess: (reply) => {
      if (!reply.dryRun) done();
    },
  });
  const change = (text: string) => {
    setCsv(text);
    send.reset();
  };
  const good = send.data?.rows.filter((row) => row.result === "added").length ?? 0;
  const saved = send.data && !send.data.dryRun;
  return (
    <Dialog title={t.targets.import} wide close={close}>
      <p>{t.targets.importHow}</p>
      <Field label={t.targets.file}>
        <input type="file" accept=".csv,text/csv" onChange={(e) => void e.target.files?.[0]?.text().then(change)} />
      </Field>
      <Field label={t.targets.csv}>
        <textarea
          rows={7}
          value={csv}
          onChange={(e) => change(e.target.value)}
          spellCheck={false}
          placeholder={"url,kind,label,note,cadence"}
        />
      </Field>
      <Trouble error={send.error} />
      {send.data ? <Rows rows={send.data.rows} /> : null}
      {saved ? <p role="status">{t.targets.imported(good)}</p> : null}
      <div className={screen.acts}>
        <Button disabled={!csv.trim() || send.isPending} onClick={() => send.mutate(true)}>
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
