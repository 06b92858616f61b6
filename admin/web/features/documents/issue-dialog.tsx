// Promises the clerk's acts: number and day at the issue, a reason at the withdrawal, the signed scan beside what was issued.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { DocumentView } from "../../../api/documents.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { refreshDocuments } from "./document-queries.ts";
import { todayInVietnam } from "../../ui/days.ts";

const d = t.documents;
const maxScanBytes = 20 * 1024 * 1024;

interface Asked {
  view: DocumentView;
  close: () => void;
}

/** Posts to the document and closes when it went well. */
function useAct(view: DocumentView, close: () => void) {
  return useMutation({
    mutationFn: ({ act, body }: { act: string; body: object }) =>
      callApi(`/documents/${view.id}/${act}`, { method: "POST", body }),
    onSuccess: async () => {
      await refreshDocuments();
      close();
    },
  });
}

export function IssueDialog({ view, close }: Asked) {
  const [number, setNumber] = useState("");
  const [datedOn, setDatedOn] = useState(todayInVietnam());
  const act = useAct(view, close);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate({ act: "issue", body: { number: view.hasNumber ? number : "", datedOn } });
  };
  return (
    <Dialog title={d.issue} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p>{d.issueSay}</p>
        {view.hasNumber ? (
          <Field label={d.issueNumber} hint={d.issueNumberHint}>
            <input value={number} maxLength={60} onChange={(e) => setNumber(e.target.value)} autoFocus />
          </Field>
        ) : null}
        <Field label={d.issueDate}>
          <input type="date" value={datedOn} onChange={(e) => setDatedOn(e.target.value)} required />
        </Field>
        <Trouble error={act.error} />
        <Button type="submit" tone="accent" disabled={act.isPending}>
          {d.issue}
        </Button>
      </form>
    </Dialog>
  );
}

export function WithdrawDialog({ view, close }: Asked) {
  const [reason, setReason] = useState("");
  const act = useAct(view, close);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate({ act: "withdraw", body: { reason } });
  };
  return (
    <Dialog title={d.withdraw} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p>{d.withdrawSay}</p>
        <Field label={d.withdrawWhy}>
          <textarea
            rows={3}
            minLength={3}
            maxLength={1000}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
            required
            autoFocus
          />
        </Field>
        <Trouble error={act.error} />
        <Button type="submit" tone="danger" disabled={act.isPending}>
          {d.withdraw}
        </Button>
      </form>
    </Dialog>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

export function ScanDialog({ view, close }: Asked) {
  const [file, setFile] = useState<File | null>(null);
  const act = useAct(view, close);
  const isTooLarge = file !== null && file.size > maxScanBytes;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file) act.mutate({ act: "scan", body: { media: file.type, base64: await base64Of(file) } });
  };
  return (
    <Dialog title={d.scan} close={close}>
      <form className={screen.form} onSubmit={(event) => void submit(event)}>
        <Field label={d.scanFile}>
          <input
            type="file"
            accept="application/pdf,image/png,image/jpeg"
            onChange={(e) => setFile(e.target.files?.[0] ?? null)}
            required
          />
        </Field>
        {isTooLarge ? <p role="alert">{d.scanTooLarge}</p> : null}
        <Trouble error={act.error} />
        <Button type="submit" tone="accent" disabled={act.isPending || isTooLarge || !file}>
          {d.scanAdd}
        </Button>
      </form>
    </Dialog>
  );
}
