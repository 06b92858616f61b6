// Promises that nobody stops or restarts everything by a slip, or without a reason in the trail.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";

export function SwitchDialog({ stopped, close }: { stopped: boolean; close: () => void }) {
  const [reason, setReason] = useState("");
  const title = stopped ? t.progress.resume : t.progress.stopAll;
  const turn = useMutation({
    mutationFn: () => callApi("/switch", { method: "POST", body: { stopped: !stopped, reason } }),
    onSuccess: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    turn.mutate();
  };
  return (
    <Dialog title={title} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <p>{stopped ? t.progress.resumeExplain : t.progress.stopExplain}</p>
        <Field label={t.progress.why}>
          <input
            value={reason}
            onChange={(e) => setReason(e.target.value)}
            minLength={3}
            maxLength={500}
            required
            autoFocus
          />
        </Field>
        <Trouble error={turn.error} />
        <Button type="submit" tone={stopped ? "accent" : "danger"} disabled={turn.isPending}>
          {title}
        </Button>
      </form>
    </Dialog>
  );
}
