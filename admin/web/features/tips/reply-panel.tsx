// Promises the answer to whoever gave the tip as a draft that a person edits and saves.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TipSheet } from "../../../api/tips.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { may } from "../watchlist/watch-frame.tsx";

export function ReplyPanel({ sheet, done }: { sheet: TipSheet; done: () => void }) {
  const { reply, tip } = sheet;
  const [text, setText] = useState(reply.text);
  const save = useMutation({
    mutationFn: () => callApi(`/tips/${tip.id}/reply`, { method: "POST", body: { text } }),
    onSuccess: done,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const mayChange = may("tip.change");
  return (
    <section>
      <form className={screen.form} onSubmit={submit}>
        <Field label={t.tips.reply} hint={reply.isSaved ? t.tips.replySaved(reply.by ?? "") : t.tips.replyFresh}>
          <textarea
            rows={12}
            value={text}
            readOnly={!mayChange}
            onChange={(e) => setText(e.target.value)}
            required
            maxLength={10000}
          />
        </Field>
        <Trouble error={save.error} />
        {mayChange ? (
          <div>
            <Button type="submit" disabled={save.isPending || (reply.isSaved && text === reply.text)}>
              {t.tips.saveReply}
            </Button>
          </div>
        ) : null}
      </form>
    </section>
  );
}
