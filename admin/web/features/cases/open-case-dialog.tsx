// Promises a case opened without any finding: from a letter, a tip, a partner, or by a person's own eyes.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { FormEvent } from "react";
import type { FindingsAdded } from "../../../api/cases.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Options, orNull, textOf } from "./act-dialog.tsx";
import { refreshCase } from "./case-queries.ts";
import { CaseTrouble } from "./case-trouble.tsx";

const readForm = (form: FormData) => ({
  title: textOf(form, "title"),
  category: textOf(form, "category"),
  source: textOf(form, "source"),
  area: textOf(form, "area"),
  summary: textOf(form, "summary"),
  conductOn: orNull(form, "conductOn"),
});

export function OpenCaseDialog({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: (body: unknown) => callApi<FindingsAdded>("/cases", { method: "POST", body }),
    onSuccess: async ({ id }) => {
      await refreshCase(id);
      close();
      await navigate({ to: "/cases/$id", params: { id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    open.mutate(readForm(new FormData(event.currentTarget)));
  };
  const o = t.cases.open;
  return (
    <Dialog title={o.title} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <Field label={o.name} hint={o.nameHint}>
          <input name="title" required maxLength={300} autoFocus />
        </Field>
        <Field label={o.category}>
          <select name="category">
            <Options table={t.category} />
          </select>
        </Field>
        <Field label={o.source}>
          <select name="source" defaultValue="manual">
            <Options table={t.cases.source} />
          </select>
        </Field>
        <Field label={o.area}>
          <input name="area" maxLength={200} />
        </Field>
        <Field label={o.conductOn} hint={o.conductHint}>
          <input name="conductOn" type="date" />
        </Field>
        <Field label={o.summary}>
          <textarea name="summary" rows={4} maxLength={8000} />
        </Field>
        <CaseTrouble error={open.error} />
        <div className={screen.acts}>
          <Button type="submit" tone="accent" disabled={open.isPending}>
            {o.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
