// Promises a new draft: its kind, what still stands against issuing it, and the draft opened.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { NewDocumentReply } from "../../../api/documents.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { refreshDocuments } from "./document-queries.ts";
import styles from "./documents.module.css";

const d = t.documents;

interface Kind {
  kind: string;
  missing: readonly string[];
}

function Readiness({ missing }: { missing: readonly string[] }) {
  if (missing.length === 0) return <p className={styles.ok}>{d.mayIssue}</p>;
  return (
    <div className={styles.warn}>
      {d.notYet}
      <ul>
        {missing.map((why) => (
          <li key={why}>{why}</li>
        ))}
      </ul>
    </div>
  );
}

/** `at` is the address to post to: the case's documents, or those of none. */
export function MakeDocument({ at, kinds, label }: { at: string; kinds: readonly Kind[]; label: string }) {
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState(kinds[0]?.kind ?? "");
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: () => callApi<NewDocumentReply>(at, { method: "POST", body: { kind } }),
    onSuccess: async ({ id }) => {
      await refreshDocuments();
      await navigate({ to: "/documents/$id", params: { id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <>
      <Button tone="accent" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open ? (
        <Dialog title={label} close={() => setOpen(false)}>
          <form className={screen.form} onSubmit={submit}>
            <Field label={d.makeWhich} hint={d.makeHint}>
              <select value={kind} onChange={(e) => setKind(e.target.value)} autoFocus>
                {kinds.map((k) => (
                  <option key={k.kind} value={k.kind}>
                    {d.kind[k.kind]}
                  </option>
                ))}
              </select>
            </Field>
            <Readiness missing={kinds.find((k) => k.kind === kind)?.missing ?? []} />
            <Trouble error={make.error} />
            <Button type="submit" tone="accent" disabled={make.isPending}>
              {d.makeHere}
            </Button>
          </form>
        </Dialog>
      ) : null}
    </>
  );
}
