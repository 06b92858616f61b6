// Promises the accounts: every change is one named act in the trail, no admin locks himself out, and anybody may read who may do what.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { PersonId } from "#core/id.ts";
import { PersonRole } from "#core/nouns/person.ts";
import { recordEvent } from "#core/records/event.ts";
import { readOffice } from "#core/records/office.ts";
import {
  clearFailures,
  insertPerson,
  type PersonRow,
  selectPeople,
  selectPerson,
  setAgency,
  setDisabled,
  setPassword,
  setProfile,
  setRole,
} from "#core/records/person.ts";
import { deleteSecondFactors, selectTotp, selectTotpHolders } from "#core/records/second-factor.ts";
import { deleteSessionsOfPerson } from "#core/records/session.ts";
import { AddPerson, ChangePerson, MatrixView, People, PersonReply, type PersonView } from "../../api/people.ts";
import { type Act, matrix } from "../access.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { hashPassword, makeOneTimePassword } from "../password.ts";
import { closeIdleAccounts } from "../sign-in.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: PersonId });

const viewOf = (p: PersonRow, hasSecondFactor: boolean): PersonView => ({
  id: p.id,
  login: p.login,
  name: p.name,
  role: p.role,
  title: p.title,
  unit: p.unit,
  agency: p.agency,
  disabled: p.disabledAt !== null,
  locked: p.lockedUntil !== null && p.lockedUntil > now(),
  mustChangePassword: p.mustChangePassword,
  hasSecondFactor,
  createdAt: p.createdAt.toISOString(),
  lastSignInAt: p.lastSignInAt?.toISOString() ?? null,
});

/** Acts that leave what the person may do, and what proves who he is, as they were. */
const harmless = new Set<ChangePerson["act"]>(["unlock", "set-profile"]);

async function refuseGuest(db: Db, role: PersonRole): Promise<void> {
  if (role !== "guest" || (await readOffice(db)).guestsAllowed) return;
  throw new AppError("conflict", {
    detail: "role: the office has not switched the guest role on",
    cure: "Allow guests in the office's settings first.",
  });
}

function refuseAgency(role: PersonRole, agency: string): void {
  if (agency === "" || role === "guest") return;
  throw new AppError("input.invalid", {
    detail: `agency: ${role} belongs to this office`,
    cure: "Chỉ tài khoản khách mới thuộc một cơ quan nhận.",
  });
}

/** Does the one act; gives the one-time password where the act makes one. Acts on rights or secrets end the person's sessions. */
async function change(tx: Db, person: PersonRow, act: ChangePerson): Promise<string | null> {
  if (!harmless.has(act.act)) await deleteSessionsOfPerson(tx, person.id);
  if (act.act === "disable" || act.act === "enable") await setDisabled(tx, person.id, act.act === "disable");
  if (act.act === "unlock") await clearFailures(tx, person.id);
  if (act.act === "set-profile") await setProfile(tx, person.id, act);
  if (act.act === "reset-second-factor") await deleteSecondFactors(tx, person.id);
  if (act.act === "set-agency") {
    refuseAgency(person.role, act.agency);
    await setAgency(tx, person.id, act.agency);
  }
  if (act.act === "set-role") {
    await refuseGuest(tx, act.role);
    await setRole(tx, person.id, act.role);
  }
  if (act.act !== "reset-password") return null;
  const oneTimePassword = makeOneTimePassword();
  await setPassword(tx, person.id, await hashPassword(oneTimePassword), true);
  return oneTimePassword;
}

const detailOf = (words: ChangePerson) => ({
  act: words.act,
  role: words.act === "set-role" ? words.role : null,
  agency: words.act === "set-agency" ? words.agency : null,
  reason: words.act === "reset-second-factor" ? words.reason : null,
});

function addReading(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/people", { config: { access: "people.manage" }, schema: { response: { 200: People } } }, async () => {
    await closeIdleAccounts(ctx);
    const holders = new Set(await selectTotpHolders(ctx.pool));
    const items = (await selectPeople(ctx.pool)).map((p) => viewOf(p, holders.has(p.id)));
    return { items, guestsAllowed: (await readOffice(ctx.pool)).guestsAllowed };
  });

  app.get(
    "/api/matrix",
    { config: { access: "session.own" }, schema: { response: { 200: MatrixView } } },
    async () => ({
      roles: [...PersonRole.options],
      acts: (Object.keys(matrix) as Act[]).map((act) => ({ act, roles: [...matrix[act]] })),
    }),
  );
}

export function addPeopleRoutes(app: TypedApp, ctx: DeskContext): void {
  addReading(app, ctx);

  app.post(
    "/api/people",
    { config: { access: "people.manage", stepUp: true }, schema: { body: AddPerson, response: { 200: PersonReply } } },
    async (request) => {
      const oneTimePassword = makeOneTimePassword();
      const passwordHash = await hashPassword(oneTimePassword);
      return inTransaction(ctx.pool, async (tx) => {
        await refuseGuest(tx, request.body.role);
        refuseAgency(request.body.role, request.body.agency);
        const person = await insertPerson(tx, { ...request.body, passwordHash });
        if (!person) throw new AppError("conflict", { detail: "login: taken", cure: "Choose another login." });
        await recordEvent(tx, sessionOf(request).login, "person.added", person.login, { role: person.role });
        return { person: viewOf(person, false), oneTimePassword };
      });
    },
  );

  app.post(
    "/api/people/:id",
    {
      config: { access: "people.manage", stepUp: true },
      schema: { params: Params, body: ChangePerson, response: { 200: PersonReply } },
    },
    async (request) => {
      const me = sessionOf(request);
      const { id } = request.params;
      // His own name, post and unit an admin may mend; nothing that could lock him out or raise him.
      if (id === me.personId && request.body.act !== "set-profile")
        throw new AppError("conflict", { detail: "not your own account", cure: "Ask another administrator." });
      return inTransaction(ctx.pool, async (tx) => {
        const before = await selectPerson(tx, id);
        const oneTimePassword = await change(tx, before, request.body);
        await recordEvent(tx, me.login, "person.changed", before.login, detailOf(request.body));
        const hasSecondFactor = Boolean((await selectTotp(tx, id))?.confirmedAt);
        return { person: viewOf(await selectPerson(tx, id), hasSecondFactor), oneTimePassword };
      });
    },
  );
}
