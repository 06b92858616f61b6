// Promises a new account with a role; its password is made by the server, not chosen by the administrator.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { PersonReply } from "../../../api/people.ts";
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

interface Props {
  roles: readonly Role[];
  close: () => void;
  done: (reply: PersonReply) => void;
}

export function AddPersonDialog({ roles, close, done }: Props) {
  const [name, setName] = useState("");
  const [login, setLogin] = useState("");
  const [role, setRole] = useState<Role>("monitor");
  const [title, setTitle] = useState("");
  const [unit, setUnit] = useState("");
  const [agency, setAgency] = useState("");
  const add = useMutation({
    mutationFn: () =>
      callApi<PersonReply>("/people", {
        method: "POST",
        body: { name, login, role, title, unit, agency: role === "guest" ? agency : "" },
      }),
    onSuccess: done,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog title={t.people.add} close={close}>
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
        <Field label={t.people.login} hint={t.people.loginHint}>
          <input
            value={login}
            onChange={(e) => setLogin(e.target.value)}
            required
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <Field label={t.people.role}>
          <select value={role} onChange={(e) => setRole(e.target.value as Role)}>
            {roles.map((one) => (
              <option key={one} value={one}>
                {roleName(one)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={p.jobTitle} hint={p.documentsHint}>
          <input value={title} onChange={(e) => setTitle(e.target.value)} maxLength={200} />
        </Field>
        <Field label={p.unit} hint={p.documentsHint}>
          <input value={unit} onChange={(e) => setUnit(e.target.value)} maxLength={200} />
        </Field>
        {role === "guest" ? (
          <Field label={p.agency} hint={p.agencyHint}>
            <input value={agency} onChange={(e) => setAgency(e.target.value)} maxLength={200} />
          </Field>
        ) : null}
        <Trouble error={add.error} />
        <Button type="submit" tone="accent" disabled={add.isPending}>
          {t.people.save}
        </Button>
      </form>
    </Dialog>
  );
}
