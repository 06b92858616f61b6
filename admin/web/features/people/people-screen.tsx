// Promises the accounts to the administrator: who there is, with which role, and a one-time password shown once.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ChangePerson, PersonReply, PersonView } from "../../../api/people.ts";
import { callApi } from "../../app/call-api.ts";
import { peopleQuery, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { AddPersonDialog } from "./add-person-dialog.tsx";
import { OnceDialog } from "./once-dialog.tsx";

function sayState(p: PersonView): string {
  if (p.disabled) return t.people.disabled;
  if (p.locked) return t.people.locked;
  return p.mustChangePassword ? t.people.mustChange : t.people.active;
}

function Row({ person, own, change }: { person: PersonView; own: boolean; change: (words: ChangePerson) => void }) {
  return (
    <tr>
      <td>{person.name}</td>
      <td>{person.login}</td>
      <td>{t.role[person.role]}</td>
      <td>
        <Badge tone={person.disabled || person.locked ? "warn" : "plain"}>{sayState(person)}</Badge>
      </td>
      <td>{sayWhen(person.createdAt)}</td>
      <td>
        {own ? null : (
          <>
            <Button
              quiet
              onClick={() => change({ act: person.disabled ? "enable" : "disable" })}
              aria-label={`${person.disabled ? t.people.enable : t.people.disable} ${person.login}`}
            >
              {person.disabled ? t.people.enable : t.people.disable}
            </Button>
            <Button
              quiet
              onClick={() => change({ act: "reset-password" })}
              aria-label={`${t.people.reset} ${person.login}`}
            >
              {t.people.reset}
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

export function PeopleScreen() {
  const people = useQuery(peopleQuery);
  const [adding, setAdding] = useState(false);
  const [once, setOnce] = useState<PersonReply | null>(null);
  const me = queryClient.getQueryData(sessionQuery.queryKey)?.person.id;
  useEffect(() => {
    document.title = `${t.people.title} · ${t.product}`;
  }, []);
  const show = (reply: PersonReply) => {
    void queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey });
    setAdding(false);
    if (reply.oneTimePassword) setOnce(reply);
  };
  const change = useMutation({
    mutationFn: ({ id, words }: { id: string; words: ChangePerson }) =>
      callApi<PersonReply>(`/people/${id}`, { method: "POST", body: words }),
    onSuccess: show,
  });
  const p = t.people;
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{p.title}</h1>
        <span className={screen.soft}>{p.adminHome}</span>
        <div className={screen.acts}>
          <Button tone="accent" onClick={() => setAdding(true)}>
            {p.add}
          </Button>
        </div>
      </header>
      <Trouble error={change.error} />
      {people.isPending ? <Loading /> : null}
      {people.error ? <Failure error={people.error} retry={() => void people.refetch()} /> : null}
      {people.data ? (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={p.title}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{p.name}</th>
                <th scope="col">{p.login}</th>
                <th scope="col">{p.role}</th>
                <th scope="col">{p.state}</th>
                <th scope="col">{p.created}</th>
                <th scope="col">{p.actions}</th>
              </tr>
            </thead>
            <tbody>
              {people.data.items.map((person) => (
                <Row
                  key={person.id}
                  person={person}
                  own={person.id === me}
                  change={(words) => change.mutate({ id: person.id, words })}
                />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {adding ? <AddPersonDialog close={() => setAdding(false)} done={show} /> : null}
      {once ? <OnceDialog reply={once} close={() => setOnce(null)} /> : null}
    </div>
  );
}
