// Promises the change of what documents print of a person, and of his role; each saved as its own act.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ChangePerson, PersonReply, PersonView } from "../../../api/people.ts";
import type { Role } from "../../../api/session.ts";
import { callApi } from "../../app/call-api.ts";
import { roleName } from "../../app/office.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";

const p = t.signIn.people;

export const changePerson = (id: string, words: ChangePerson) =>
  callApi<PersonReply>(`/people/${id}`, { method: "POST", body: words });

/** Profile first, role last: a new role ends the person's sessions, a new title does not. */
async function save(
  person: PersonView,
  next: { name: string; title: string; unit: string; agency: string; role: Role },
) {
  const { name, title, unit, agency, role } = next;
  const isProfileNew = name !== person.name || title !== person.title || unit !== person.unit;
  if (isProfileNew) await changePerson(person.id, { act: "set-profile", name, title, unit });
  if (role !== person.role) await changePerson(person.id, { act: "set-role", role });
  if (role === "guest" && agency !== person.agency) await changePerson(person.id, { act: "set-agency", agency });
}

interface Props {
  person: PersonView;
  own: boolean;
  roles: readonly Role[];
  close: () => void;
}

export function EditPersonDialog({ person, own, roles, close }: Props) {
  const [name, setName] = useState(person.name);
  const [title, setTitle] = useState(person.title);
  const [unit, setUnit] = useState(person.unit);
  const [agency, setAgency] = useState(person.agency);
  const [role, setRole] = useState<Role>(person.role);
  const saving = useMutation({ mutationFn: () => save(person, { name, title, unit, agency, role }), onSuccess: close });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={p.editTitle(person.login)} close={close}>
      <form className={screen.form} onSubmit={submit}>
        <Field label={t.people.name}>
          <input
            value={name}
            onChange={(e) => setName(e.target.value)}
            minLength={2}
            maxLength={100}
            required
            autoFocus
          />
        </Field>
        <Field label={p.jobTitle} hint={p.documentsHint}>
          <input value={title} onChange={(e) => setTitle(e.target.value)} maxLength={200} />
        </Field>
        <Field label={p.unit} hint={p.documentsHint}>
          <input value={unit} onChange={(e) => setUnit(e.target.value)} maxLength={200} />
        </Field>
        {own ? null : (
          <Field label={t.people.role} {...(role === person.role ? {} : { hint: p.roleWarning })}>
            <select value={role} onChange={(e) => setRole(e.target.value as Role)}>
              {roles.map((one) => (
                <option key={one} value={one}>
                  {roleName(one)}
                </option>
              ))}
            </select>
          </Field>
        )}
        {role === "guest" ? (
          <Field label={p.agency} hint={p.agencyHint}>
            <input value={agency} onChange={(e) => setAgency(e.target.value)} maxLength={200} />
          </Field>
        ) : null}
        <Trouble error={saving.error} />
        <Button type="submit" tone="accent" disabled={saving.isPending}>
          {p.save}
        </Button>
      </form>
    </Dialog>
  );
}
