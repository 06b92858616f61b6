// Promises the accounts: every change is one named act in the trail, and no admin locks himself out.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { PersonId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import {
  insertPerson,
  type PersonRow,
  selectPeople,
  selectPerson,
  setDisabled,
  setPassword,
  setRole,
} from "#core/records/person.ts";
import { deleteSessionsOfPerson } from "#core/records/session.ts";
import { AddPerson, ChangePerson, People, PersonReply, type PersonView } from "../../api/people.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { hashPassword, makeOneTimePassword } from "../password.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: PersonId });

const viewOf = (p: PersonRow): PersonView => ({
  id: p.id,
  login: p.login,
  name: p.name,
  role: p.role,
  disabled: p.disabledAt !== null,
  locked: p.lockedUntil !== null && p.lockedUntil > now(),
  mustChangePassword: p.mustChangePassword,
  createdAt: p.createdAt.toISOString(),
});

/** Does the one act; gives the one-time password where the act makes one. Every act ends the person's sessions. */
async function change(tx: Db, person: PersonRow, act: ChangePerson): Promise<string | null> {
  await deleteSessionsOfPerson(tx, person.id);
  if (act.act === "disable" || act.act === "enable") await setDisabled(tx, person.id, act.act === "disable");
  if (act.act === "set-role") await setRole(tx, person.id, act.role);
  if (act.act !== "reset-password") return null;
  const oneTimePassword = makeOneTimePassword();
  await setPassword(tx, person.id, await hashPassword(oneTimePassword), true);
  return oneTimePassword;
}

export function addPeopleRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/people", { config: { access: "people.manage" }, schema: { response: { 200: People } } }, async () => ({
    items: (await selectPeople(ctx.pool)).map(viewOf),
  }));

  app.post(
    "/api/people",
    { config: { access: "people.manage" }, schema: { body: AddPerson, response: { 200: PersonReply } } },
    async (request) => {
      const oneTimePassword = makeOneTimePassword();
      const person = await insertPerson(ctx.pool, {
        ...request.body,
        passwordHash: await hashPassword(oneTimePassword),
      });
      if (!person) throw new AppError("conflict", { detail: "login: taken", cure: "Choose another login." });
      await recordEvent(ctx.pool, sessionOf(request).login, "person.added", person.login, { role: person.role });
      return { person: viewOf(person), oneTimePassword };
    },
  );

  app.post(
    "/api/people/:id",
    {
      config: { access: "people.manage" },
      schema: { params: Params, body: ChangePerson, response: { 200: PersonReply } },
    },
    async (request) => {
      const me = sessionOf(request);
      const { id } = request.params;
      if (id === me.personId)
        throw new AppError("conflict", { detail: "not your own account", cure: "Ask another administrator." });
      return inTransaction(ctx.pool, async (tx) => {
        const before = await selectPerson(tx, id);
        const oneTimePassword = await change(tx, before, request.body);
        const role = request.body.act === "set-role" ? request.body.role : null;
        await recordEvent(tx, me.login, "person.changed", before.login, { act: request.body.act, role });
        return { person: viewOf(await selectPerson(tx, id)), oneTimePassword };
      });
    },
  );
}
