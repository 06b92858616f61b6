// Promises a receiver added with its address and what it is told of.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { CheckList } from "./check-list.tsx";

const c = t.connections;

export function AddWebhookDialog({ close, made }: { close: () => void; made: () => void }) {
  const [url, setUrl] = useState("");
  const [kinds, setKinds] = useState<string[]>(["finding.decided"]);
  const add = useMutation({
    mutationFn: () => callApi("/webhooks", { method: "POST", body: { url, kinds } }),
    onSuccess: () => {
      made();
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog title={c.addHook} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <Field label={c.url}>
          <input type="url" value={url} onChange={(e) => setUrl(e.target.value)} maxLength={500} required autoFocus />
        </Field>
        <CheckList legend={c.kinds} words={c.kind} chosen={kinds} choose={setKinds} />
        <Trouble error={add.error} />
        <Button type="submit" tone="accent" disabled={add.isPending || kinds.length === 0}>
          {c.save}
        </Button>
      </form>
    </Dialog>
  );
}
