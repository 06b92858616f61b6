// Promises that an act of two people at the terminal is done by two accounts of the desk, each with its own password.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type pg from "pg";
import { verifyPassword } from "#admin/server/password.ts";
import { now, nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { countFailure, clearFailures, selectPersonByLogin } from "#core/records/person.ts";
import { say } from "./terminal.ts";

const failureLimit = 5;
const lockMs = 15 * 60_000;

/**
 * Asks for the password of a desk account (first line of stdin, or unseen at a terminal) and gives the login. Wrong ones count
 * as at the desk. Throws AppError `auth.required`, `auth.locked`.
 */
export async function signInPerson(pool: pg.Pool, login: string): Promise<string> {
  const person = await selectPersonByLogin(pool, login.trim().toLowerCase());
  if (person?.lockedUntil && person.lockedUntil > now())
    throw new AppError("auth.locked", { detail: "too many failed sign-ins" });
  const password = await readPassword(login);
  const isRight = person !== null && (await verifyPassword(password, person.passwordHash));
  if (person && !isRight) await countFailure(pool, person.id, failureLimit, new Date(nowMs() + lockMs));
  if (!person || !isRight || person.disabledAt || person.mustChangePassword)
    throw new AppError("auth.required", {
      detail: "wrong login or password, or a first password that was not changed yet",
      cure: say(
        "Đăng nhập bàn làm việc một lần để đổi mật khẩu lần đầu.",
        "Sign in at the desk once to change the first password.",
      ),
    });
  await clearFailures(pool, person.id);
  return person.login;
}

async function readPassword(login: string): Promise<string> {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) process.stderr.write(say(`Mật khẩu của ${login}: `, `Password of ${login}: `));
  // Nothing typed is echoed: the line editor writes into nowhere.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: isTerminal });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write("\n");
  }
}
