// Promises the accounts to the administrator: who there is, with which role and state, every change one act, a one-time password shown once.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { ChangePerson, PersonReply, PersonView } from "../../../api/people.ts";
import type { Role } from "../../../api/session.ts";
import { useOffice } from "../../app/office.ts";
import { peopleQuery, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { AddPersonDialog } from "./add-person-dialog.tsx";
import { changePerson, EditPersonDialog } from "./edit-person-dialog.tsx";
import { OnceDialog } from "./once-dialog.tsx";
import { PersonRow } from "./person-row.tsx";
import { ResetDialog } from "./reset-dialog.tsx";

const p = t.people;
const s = t.signIn.people;
const heads = [p.name, p.login, p.role, p.state, s.second, s.lastSignIn, p.actions];
const allRoles = Object.keys(t.role) as Role[];

type Open = { what: "add" } | { what: "edit" | "reset"; person: PersonView } | null;

const refresh = () => queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey });

function Accounts({ change, open }: { change: (id: string, words: ChangePerson) => void; open: (o: Open) => void }) {
  const people = useQuery(peopleQuery);
  useOffice();
  const me = queryClient.getQueryData(sessionQuery.queryKey)?.person.id;
  if (people.isPending) return <Loading />;
  if (people.error) return <Failure error={people.error} retry={() => void people.refetch()} />;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={p.title}>
      <table className={table.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.data.items.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              own={person.id === me}
              change={(words) => change(person.id, words)}
              edit={() => open({ what: "edit", person })}
              resetSecond={() => open({ what: "reset", person })}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function PeopleScreen() {
  const [open, setOpen] = useState<Open>(null);
  const [once, setOnce] = useState<PersonReply | null>(null);
  const guestsAllowed = useQuery(peopleQuery).data?.guestsAllowed ?? false;
  const me = queryClient.getQueryData(sessionQuery.queryKey)?.person.id;
  useEffect(() => {
    document.title = `${p.title} · ${t.product}`;
  }, []);
  const close = () => {
    setOpen(null);
    void refresh();
  };
  const show = (reply: PersonReply) => {
    close();
    if (reply.oneTimePassword) setOnce(reply);
  };
  const change = useMutation({
    mutationFn: ({ id, words }: { id: string; words: ChangePerson }) => changePerson(id, words),
    onSuccess: show,
  });
  const roles = allRoles.filter((role) => role !== "guest" || guestsAllowed);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{p.title}</h1>
        <span className={screen.soft}>{p.adminHome}</span>
        <div className={screen.acts}>
          <Link to="/people/matrix">{s.matrix}</Link>
          <Button tone="accent" onClick={() => setOpen({ what: "add" })}>
            {p.add}
          </Button>
        </div>
      </header>
      <Trouble error={change.error} />
      <Accounts change={(id, words) => change.mutate({ id, words })} open={setOpen} />
      {open?.what === "add" ? <AddPersonDialog roles={roles} close={close} done={show} /> : null}
      {open?.what === "edit" ? (
        <EditPersonDialog person={open.person} own={open.person.id === me} roles={roles} close={close} />
      ) : null}
      {open?.what === "reset" ? <ResetDialog person={open.person} close={close} /> : null}
      {once ? <OnceDialog reply={once} close={() => setOnce(null)} /> : null}
    </div>
  );
}
