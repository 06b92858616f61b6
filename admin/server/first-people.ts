// Promises that a new installation has exactly two accounts (the demo: one for each step of a case more), whose one-time passwords are told once and stored nowhere.
import type pg from "pg";
import { inTransaction } from "#core/db/pool.ts";
import { recordEvent } from "#core/records/event.ts";
import { insertPerson, lockAndCountPeople, type PersonRole } from "#core/records/person.ts";
import { hashPassword, makeOneTimePassword } from "./password.ts";

export interface FirstPerson {
  login: string;
  role: PersonRole;
  oneTimePassword: string;
}

/** `quantri` manages people and may not see evidence; `truongca` leads the shift and decides. */
const first = [
  { login: "quantri", name: "Quản trị hệ thống", role: "admin" },
  { login: "truongca", name: "Trưởng ca giám sát", role: "lead" },
] as const;

/** Whom the demo adds, so that a whole day can be played: who watches, who draws up the case, who signs. */
const demo = [
  { login: "giamsat", name: "Giám sát viên (mẫu)", role: "monitor" },
  { login: "thanhtra", name: "Người lập hồ sơ (mẫu)", role: "inspector" },
  { login: "lanhdao", name: "Lãnh đạo phê duyệt (mẫu)", role: "approver" },
] as const;

/** Creates the first accounts where there are none; an empty list afterwards. Passwords must be changed at the first sign-in. */
export function createFirstPeople(pool: pg.Pool, options: { withDemo?: boolean } = {}): Promise<FirstPerson[]> {
  return inTransaction(pool, async (tx) => {
    if ((await lockAndCountPeople(tx)) > 0) return [];
    const made: FirstPerson[] = [];
    for (const { login, name, role } of options.withDemo ? [...first, ...demo] : first) {
      const oneTimePassword = makeOneTimePassword();
      const passwordHash = await hashPassword(oneTimePassword);
      await insertPerson(tx, { login, name, role, passwordHash, isFirstAdmin: role === "admin" });
      await recordEvent(tx, "system", "person.added", login, { role });
      made.push({ login, role, oneTimePassword });
    }
    return made;
  });
}
