// Promises a letter registered with its list of sites after a trial that tells every row; a refusal loses no word.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { RegisterReply } from "../../../api/letters.ts";
import { callApi } from "../../app/call-api.ts";
import { keepFile } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { ImportRows } from "../watchlist/import-rows.tsx";
import styles from "../watchlist/watch.module.css";
import { todayInVietnam } from "../../ui/days.ts";

const emptyLetter = {
  number: "",
  datedOn: "",
  sender: "",
  abstract: "",
  incomingNumber: "",
  arrivedOn: todayInVietnam(),
  dueOn: "",
  csv: "",
};
type Typed = typeof emptyLetter;

interface Sent {
  typed: Typed;
  scan: boolean;
  dryRun: boolean;
  fileId: string | null;
}

const send = ({ typed, ...rest }: Sent) =>
  callApi<RegisterReply>("/letters", { method: "POST", body: { ...typed, dueOn: typed.dueOn || null, ...rest } });

function useRegister(done: (id: string) => void, close: () => void) {
  const [fileId, setFileId] = useState<string | null>(null);
  const keep = useMutation({ mutationFn: keepFile, onSuccess: (file) => setFileId(file.id) });
  const register = useMutation({
    mutationFn: (sent: Omit<Sent, "fileId">) => send({ ...sent, fileId }),
    onSuccess: (reply) => {
      if (!reply.id) return;
      close();
      done(reply.id);
    },
  });
  return { keep, register };
}

export function RegisterDialog({ close, done }: { close: () => void; done: (id: string) => void }) {
  const l = t.watch.letters;
  const [typed, setTyped] = useState<Typed>(emptyLetter);
  const [scan, setScan] = useState(true);
  const { keep, register } = useRegister(done, close);
  const bind = (name: keyof Typed) => ({
    value: typed[name],
    onChange: (e: { target: { value: string } }) => {
      setTyped({ ...typed, [name]: e.target.value });
      register.reset();
    },
  });
  const rows = register.data?.rows ?? [];
  const good = rows.filter((row) => row.result === "added" || row.result === "watched").length;
  const isReady = [typed.number, typed.datedOn, typed.sender, typed.abstract, typed.arrivedOn, typed.csv].every(
    (text) => text.trim() !== "",
  );
  const isBusy = register.isPending || keep.isPending;
  return (
    <Dialog title={l.add} wide close={close}>
      <form className={screen.form} onSubmit={(e) => e.preventDefault()}>
        <div className={styles.two}>
          <Field label={l.number}>
            <input {...bind("number")} required autoFocus maxLength={100} />
          </Field>
          <Field label={l.dated}>
            <input type="date" {...bind("datedOn")} required />
          </Field>
          <Field label={l.sender}>
            <input {...bind("sender")} required maxLength={300} />
          </Field>
          <Field label={l.incoming}>
            <input {...bind("incomingNumber")} maxLength={100} />
          </Field>
          <Field label={l.arrived}>
            <input type="date" {...bind("arrivedOn")} required />
          </Field>
          <Field label={l.due}>
            <input type="date" {...bind("dueOn")} />
          </Field>
        </div>
        <Field label={l.abstract}>
          <input {...bind("abstract")} required maxLength={1000} />
        </Field>
        <Field label={l.file}>
          <input
            type="file"
            accept="application/pdf,image/png,image/jpeg,image/webp"
            onChange={(e) => {
              const file = e.target.files?.[0];
              if (file) keep.mutate(file);
            }}
          />
        </Field>
        <Trouble error={keep.error} />
        <Field label={l.list} hint={l.listHint}>
          <textarea rows={6} {...bind("csv")} required spellCheck={false} />
        </Field>
        <label>
          <input type="checkbox" checked={scan} onChange={(e) => setScan(e.target.checked)} /> {l.scan}
        </label>
        <Trouble error={register.error} />
        {register.data ? <p role="status">{t.watch.counted(good, rows.length)}</p> : null}
        {register.data ? <ImportRows rows={rows} /> : null}
        <div className={screen.acts}>
          <Button disabled={!isReady || isBusy} onClick={() => register.mutate({ typed, scan, dryRun: true })}>
            {l.tryIt}
          </Button>
          {register.data ? (
            <Button
              tone="accent"
              disabled={good === 0 || isBusy}
              onClick={() => register.mutate({ typed, scan, dryRun: false })}
            >
              {l.save(good)}
            </Button>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
