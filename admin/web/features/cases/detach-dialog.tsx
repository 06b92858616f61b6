// Promises that nothing leaves a case without a reason that stays in its journal.
import { t } from "../../i18n/messages.ts";
import { Field } from "../../ui/field.tsx";
import { ActDialog, textOf } from "./act-dialog.tsx";

/** `part` is the path of what is detached, e.g. "exhibits/<id>". */
export function DetachDialog(props: { caseId: string; part: string; name: string; close: () => void }) {
  const { caseId, part, name, close } = props;
  const e = t.cases.exhibits;
  return (
    <ActDialog
      caseId={caseId}
      title={e.detachTitle}
      path={`/${part}/detach`}
      read={(form) => ({ reason: textOf(form, "reason") })}
      submit={e.detach}
      tone="danger"
      close={close}
    >
      <p>{name}</p>
      <p>{e.detachHint}</p>
      <Field label={t.cases.common.reason}>
        <textarea name="reason" rows={3} required maxLength={1000} autoFocus />
      </Field>
    </ActDialog>
  );
}
