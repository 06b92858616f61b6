// Promises a token made with a name, scopes and an end, and its secret shown exactly once.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TokenReply } from "../../../api/connections.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { CheckList } from "./check-list.tsx";

const c = t.connections;

export function AddTokenDialog({ close, made }: { close: () => void; made: () => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["findings.read"]);
  const [days, setDays] = useState("180");
  const add = useMutation({
    mutationFn: () => callApi<TokenReply>("/tokens", { method: "POST", body: { name, scopes, days: Number(days) } }),
    onSuccess: made,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  if (add.data)
    return (
      <Dialog title={c.tokens} close={close}>
        <div className={screen.once}>
          <p>{c.once}</p>
          <code>{add.data.secret}</code>
        </div>
        <Button onClick={() => void navigator.clipboard.writeText(add.data.secret)}>{c.copy}</Button>{" "}
        <Button tone="accent" onClick={close}>
          {c.done}
        </Button>
      </Dialog>
    );
  return (
    <Dialog title={c.addToken} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <Field label={c.name}>
          <input
            value={name}
            onChange={(e) => setName(e.target.value)}
            minLength={2}
            maxLength={100}
            required
            autoFocus
          />
        </Field>
        <CheckList legend={c.scopes} words={c.scope} chosen={scopes} choose={setScopes} />
        <Field label={c.days}>
          <input type="number" value={days} onChange={(e) => setDays(e.target.value)} min={1} max={366} required />
        </Field>
        <Trouble error={add.error} />
        <Button type="submit" tone="accent" disabled={add.isPending || scopes.length === 0}>
          {c.addToken}
        </Button>
      </form>
    </Dialog>
  );
}
