// Promises one account as a line: who, with which role, in which state, and what may be done about it.
import type { ChangePerson, PersonView } from "../../../api/people.ts";
import { roleName } from "../../app/office.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./people.module.css";

const p = t.signIn.people;

function sayState(person: PersonView): string {
  if (person.disabled) return t.people.disabled;
  if (person.locked) return t.people.locked;
  return person.mustChangePassword ? t.people.mustChange : t.people.active;
}

interface Props {
  person: PersonView;
  own: boolean;
  change: (words: ChangePerson) => void;
  edit: () => void;
  resetSecond: () => void;
}

export function PersonRow({ person, own, change, edit, resetSecond }: Props) {
  const act = (label: string, onClick: () => void) => (
    <Button quiet onClick={onClick} aria-label={`${label} ${person.login}`}>
      {label}
    </Button>
  );
  return (
    <tr>
      <td className={styles.name}>
        {person.name}
        <div className={table.soft}>{[person.title, person.unit, person.agency].filter(Boolean).join(" · ")}</div>
      </td>
      <td>{person.login}</td>
      <td>{roleName(person.role)}</td>
      <td>
        <Badge tone={person.disabled || person.locked ? "warn" : "plain"}>{sayState(person)}</Badge>
      </td>
      <td>{person.hasSecondFactor ? p.secondYes : p.secondNo}</td>
      <td>{person.lastSignInAt ? sayWhen(person.lastSignInAt) : p.never}</td>
      <td>
        <div className={styles.acts}>
          {act(p.edit, edit)}
          {own || !person.locked ? null : act(p.unlock, () => change({ act: "unlock" }))}
          {own
            ? null
            : act(person.disabled ? t.people.enable : t.people.disable, () =>
                change({ act: person.disabled ? "enable" : "disable" }),
              )}
          {own ? null : act(t.people.reset, () => change({ act: "reset-password" }))}
          {own || !person.hasSecondFactor ? null : act(p.resetSecond, resetSecond)}
        </div>
      </td>
    </tr>
  );
}
