// Promises one form for every act in a case: fields keep what was typed when the server refuses, and the file is fresh when it closes.
import type { FormEvent, ReactNode } from "react";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import screen from "../../ui/screen.module.css";
import { useCaseAct } from "./case-queries.ts";
import { CaseTrouble } from "./case-trouble.tsx";

interface Props {
  caseId: string;
  title: string;
  /** Under /cases/:id, e.g. "/tasks". */
  path: string;
  method?: "POST" | "PUT" | "PATCH";
  /** The body from the form's named fields. */
  read: (form: FormData) => unknown;
  submit?: string;
  tone?: "accent" | "danger";
  close: () => void;
  children: ReactNode;
}

export function ActDialog({
  caseId,
  title,
  path,
  method = "POST",
  read,
  submit,
  tone = "accent",
  close,
  children,
}: Props) {
  const act = useCaseAct(caseId, close);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    act.mutate({ path, method, body: read(new FormData(event.currentTarget)) });
  };
  return (
    <Dialog title={title} close={close}>
      <form className={screen.form} onSubmit={send}>
        {children}
        <CaseTrouble error={act.error} />
        <div className={screen.acts}>
          <Button onClick={close}>{t.cases.common.cancel}</Button>
          <Button type="submit" tone={tone} disabled={act.isPending}>
            {submit ?? t.cases.common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A field's text; "" where it is empty. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};

/** A field's text, or null where nothing was chosen or typed. */
export const orNull = (form: FormData, name: string): string | null => textOf(form, name) || null;

/** Whole đồng from what people type: 25.000.000 or 25000000; null where there is no digit. */
export function readVnd(text: string): number | null {
  const digits = text.replace(/\D/g, "");
  return digits ? Number(digits) : null;
}

export function Options<K extends string>({ table, skip = [] }: { table: Record<K, string>; skip?: readonly K[] }) {
  return (
    <>
      {(Object.keys(table) as K[])
        .filter((key) => !skip.includes(key))
        .map((key) => (
          <option key={key} value={key}>
            {table[key]}
          </option>
        ))}
    </>
  );
}
