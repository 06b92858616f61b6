// Promises the verbs of keeping by command: holds, two-person destruction, keys, scrub, encryption at rest, backup and restore.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashPassword } from "#admin/server/password.ts";
import { readConfig } from "#core/config.ts";
import { openDatabase } from "#core/db/open-database.ts";
import { insertPerson, setPassword } from "#core/records/person.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { keepCapture } from "../support/kept-capture.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { jsonLines, runVonggac } from "../support/run-vonggac.ts";

let folder: string;
/** One for this office, one for the machine that it is restored on: a database that runs already makes each command quick. */
let databases: TestDatabase[];
let env: Record<string, string>;
let captures: string[];
const passwords = { an: "mật khẩu của An", binh: "mật khẩu của Bình" };
const run = (args: string[], more: { stdin?: string; env?: Record<string, string> } = {}) =>
  runVonggac(args, { env: { ...env, ...more.env }, ...(more.stdin === undefined ? {} : { stdin: more.stdin }) });
const last = (text: string) => text.trim().split("\n").at(-1)!;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-keeping-"));
  const keyFile = path.join(folder, "store-key");
  writeFileSync(keyFile, randomBytes(32).toString("hex"), { mode: 0o600 });
  databases = [await createTestDatabase(), await createTestDatabase()];
  env = {
    VONGGAC_DATA: path.join(folder, "data"),
    VONGGAC_STORE_KEY_FILE: keyFile,
    DATABASE_URL: databases[0]!.url,
  };
  const config = readConfig(env);
  const database = await openDatabase(config, 3);
  const keeper = { config, pool: database.pool, store: openEvidenceStore(config) };
  captures = [(await keepCapture(keeper)).captureId, (await keepCapture(keeper)).captureId];
  for (const [login, password] of Object.entries(passwords)) {
    const passwordHash = await hashPassword(password);
    const person = (await insertPerson(database.pool, { login, name: login, role: "lead", passwordHash }))!;
    await setPassword(database.pool, person.id, passwordHash, false);
  }
  await database.close();
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  rmSync(folder, { recursive: true, force: true });
});

test("a hold stops a destruction, another person with his password confirms it, one person alone cannot", async () => {
  const [capture] = captures as [string, string];
  const hold = last((await run(["hold", "set", capture, "--reason", "đang xác minh", "--by", "an"])).stdout);
  const ask = ["destroy", "ask", capture, "--ground", "may-not-be-held", "--by", "an", "--reason", "không được giữ"];
  const held = await run(ask, { stdin: passwords.an });
  expect([held.code, held.stderr]).toEqual([1, expect.stringContaining("evidence.held")]);
  expect((await run(["hold", "lift", hold, "--reason", "xong", "--by", "an"])).code).toBe(0);
  const wrong = await run(ask, { stdin: passwords.binh });
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("auth.required")]);
  const request = last((await run(ask, { stdin: passwords.an })).stdout);
  const confirm = (login: "an" | "binh") =>
    run(["destroy", "confirm", request, "--by", login, "--reason", "đồng ý"], { stdin: passwords[login] });
  const alone = await confirm("an");
  expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining("another person decides")]);
  const done = await confirm("binh");
  expect([done.code, JSON.parse(done.stdout)]).toMatchObject([
    0,
    { format: "vonggac-destruction/1", confirmedBy: "binh" },
  ]);
  expect(jsonLines(await run(["destroy", "list", "--json"]))).toMatchObject([{ state: "done", askedBy: "an" }]);
});

test("scrub finds a sound store, a rotated key is in the register, and a backup comes back elsewhere", async () => {
  expect((await run(["scrub", "--all"])).code).toBe(0);
  const before = (await run(["key", "print"])).stdout;
  expect((await run(["key", "rotate", "--reason", "định kỳ"])).code).toBe(0);
  expect((await run(["key", "print"])).stdout).not.toBe(before);
  expect((await run(["key", "print", "--all"])).stdout).toContain(before.trim());
  const keys = jsonLines<{ retiredAt: string | null }>(await run(["key", "list", "--json"]));
  expect(keys.map((k) => k.retiredAt !== null)).toEqual([true, false]);
  const out = path.join(folder, "sao-luu");
  const backup = await run(["backup", "--out", out, "--with-keys", "--json"]);
  expect([backup.code, jsonLines(backup)[0]]).toMatchObject([0, { missing: [] }]);
  const there = { VONGGAC_DATA: path.join(folder, "moi"), DATABASE_URL: databases[1]!.url };
  const restored = await run(["restore", out, "--json"], { env: there });
  expect([restored.code, jsonLines(restored)[0]]).toMatchObject([0, { isWell: true, damaged: [], problems: [] }]);
  const files = readdirSync(path.join(folder, "moi/evidence"), { recursive: true }).map(String);
  expect(files.filter((f) => f.includes(captures[1]!))).toEqual([expect.stringMatching(/\.wacz\.enc$/)]);
  expect((await run(["key", "list", "--json"], { env: there })).stdout).toBe(
    (await run(["key", "list", "--json"])).stdout,
  );
});
