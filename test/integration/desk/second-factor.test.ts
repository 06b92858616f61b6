// Promises that a second factor is asked, counted, used once and reset only by who may; and that sessions end when rights or secrets change.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SecondFactors } from "#admin/api/second-factor.ts";
import { codeOf, stepAt } from "#admin/server/totp.ts";
import { nowMs, setClock } from "#core/clock.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { selectEvents } from "#core/records/event.ts";
import { writeOffice } from "#core/records/office.ts";
import { selectPersonByLogin } from "#core/records/person.ts";
import { addPerson, openTestDesk, password, type Signed, signIn, type TestDesk } from "../../support/desk.ts";
import { addTotp, fromBase32, giveCode, sessionFrom } from "../../support/second-factor.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "quan.tri", "admin");
});
afterAll(() => desk.close());

const minutes = (n: number) => n * 60_000;
/** Runs `work` with the clock moved on. */
async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const back = setClock(() => Date.now() + ms);
  try {
    return await work();
  } finally {
    back();
  }
}
const status = async (session: Signed, url = "/api/session") => (await session.call("GET", url)).statusCode;
const idOf = async (login: string) => (await selectPersonByLogin(desk.database.pool, login))!.id;
const actsOf = async (login: string) =>
  (await selectEvents(desk.database.pool, {})).filter((e) => e.actor === login).map((e) => e.act);

test("who has the app set up stands at the door until the code is given, and then has a new token", async () => {
  await addPerson(desk, "an", "lead");
  const first = await signIn(desk, "an");
  const secret = await addTotp(desk, first);
  const half = await signIn(desk, "an");
  expect((await half.call("GET", "/api/session")).json()).toMatchObject({ step: "second-factor", acts: [] });
  for (const url of ["/api/findings", "/api/sessions", "/api/second-factors", "/api/matrix", "/api/clock"])
    expect(await status(half, url), url).toBe(403);
  const answer = await later(minutes(2), () => giveCode(half, secret));
  expect(answer.statusCode).toBe(200);
  const whole = sessionFrom(desk, answer);
  expect(whole.cookie).not.toBe(half.cookie);
  expect(whole.csrf).not.toBe(half.csrf);
  expect(await status(half)).toBe(401);
  expect(await status(whole, "/api/findings")).toBe(200);
});

test("a used code, an older one and one of two steps ago are refused; a recovery code opens once", async () => {
  await addPerson(desk, "binh", "monitor");
  const enrolled = await signIn(desk, "binh");
  const { secret, codes } = await addTotp(desk, enrolled);
  const enter = async (words: object) =>
    (await (await signIn(desk, "binh")).call("POST", "/api/session/second-factor", words)).statusCode;
  await later(minutes(3), async () => {
    const code = codeOf(secret, stepAt(nowMs()));
    const before = codeOf(secret, stepAt(nowMs()) - 1);
    expect(await enter({ kind: "totp", code })).toBe(200);
    expect(await enter({ kind: "totp", code })).toBe(401);
    expect(await enter({ kind: "totp", code: before })).toBe(401);
    expect(await enter({ kind: "totp", code: codeOf(secret, stepAt(nowMs()) - 2) })).toBe(401);
    expect(await enter({ kind: "recovery", code: codes[0]!.toUpperCase() })).toBe(200);
    expect(await enter({ kind: "recovery", code: codes[0] })).toBe(401);
    expect(await enter({ kind: "recovery", code: codes[1] })).toBe(200);
  });
});

test("one code sent by many at once opens one of them", async () => {
  await addPerson(desk, "cung.luc", "monitor");
  const { secret, codes } = await addTotp(desk, await signIn(desk, "cung.luc"));
  const race = async (words: () => object) => {
    const halves = [await signIn(desk, "cung.luc"), await signIn(desk, "cung.luc"), await signIn(desk, "cung.luc")];
    const answers = await Promise.all(halves.map((half) => half.call("POST", "/api/session/second-factor", words())));
    return answers.filter((answer) => answer.statusCode === 200).length;
  };
  await later(minutes(4), async () => {
    expect(await race(() => ({ kind: "totp", code: codeOf(secret, stepAt(nowMs())) }))).toBe(1);
    expect(await race(() => ({ kind: "recovery", code: codes[0] }))).toBe(1);
  });
});

test("five wrong codes lock the account, however they are sent, and the right password does not unlock it", async () => {
  await addPerson(desk, "cuong", "monitor");
  const { secret } = await addTotp(desk, await signIn(desk, "cuong"));
  const thief = await signIn(desk, "cuong");
  const wrong = () => thief.call("POST", "/api/session/second-factor", { kind: "totp", code: "000000" });
  await wrong();
  await signIn(desk, "cuong"); // the password alone does not set the count back
  const answers = await Promise.all(Array.from({ length: 8 }, wrong));
  const counts = Object.groupBy(answers, (answer) => answer.statusCode);
  expect([counts[401]?.length, counts[429]?.length]).toEqual([4, 4]);
  expect((await later(minutes(1), () => giveCode(thief, { secret }))).statusCode).toBe(429);
  await expect(signIn(desk, "cuong")).rejects.toThrow("429");
  expect((await actsOf("cuong")).slice(0, 2)).toEqual(["session.locked", "session.refused"]);
});

test("an act with step-up asks again after five minutes and goes through after the code; a stale background call is no way round", async () => {
  await addPerson(desk, "thuy", "admin");
  const { secret, session } = await addTotp(desk, await signIn(desk, "thuy"));
  const add = (login: string) => session.call("POST", "/api/people", { login, name: "Người mới", role: "monitor" });
  expect((await add("moi.mot")).statusCode).toBe(200);
  await later(minutes(4), () => status(session));
  await later(minutes(6), async () => {
    expect((await add("moi.hai")).json()).toMatchObject({ code: "auth.step-up" });
    expect((await session.call("GET", "/api/people")).statusCode).toBe(200);
    expect((await giveCode(session, { secret })).statusCode).toBe(200);
    expect((await add("moi.hai")).statusCode).toBe(200);
  });
});

test("where the office requires it, a new account changes its password, sets the app up, and can do nothing else before", async () => {
  const strict = await openTestDesk({ VONGGAC_TOTP: "required" });
  try {
    await addPerson(strict, "dung", "lead");
    const half = await signIn(strict, "dung");
    expect((await half.call("GET", "/api/session")).json()).toMatchObject({ step: "enrol", acts: [] });
    for (const url of ["/api/findings", "/api/matrix", "/api/sessions", "/api/clock"])
      expect(await status(half, url), url).toBe(403);
    const offer = (await half.call("POST", "/api/second-factors/totp")).json<{ qr: string[]; secret: string }>();
    expect(new Set(offer.qr.map((row) => row.length))).toEqual(new Set([offer.qr.length]));
    const wrong = await half.call("PUT", "/api/second-factors/totp", { code: "000000" });
    expect(wrong.statusCode).toBe(400);
    const code = codeOf(fromBase32(offer.secret), stepAt(nowMs()));
    const done = await half.call("PUT", "/api/second-factors/totp", { code });
    expect(done.json<{ codes: string[] }>().codes).toHaveLength(10);
    expect(await status(half)).toBe(401);
    const cookie = String(done.headers["set-cookie"]).split(";")[0]!;
    expect((await half.call("GET", "/api/findings", undefined, { cookie })).statusCode).toBe(200);
  } finally {
    await strict.close();
  }
});

test("neither the secret nor a recovery code can be read in the database, and the key file is its owner's alone", async () => {
  await addPerson(desk, "em", "monitor");
  const { secret, codes } = await addTotp(desk, await signIn(desk, "em"));
  const { rows } = await desk.database.pool.query(
    "select encode(secret, 'hex') as s from totp where secret is not null",
  );
  expect(rows.some((row: { s: string }) => row.s.includes(secret.toString("hex")))).toBe(false);
  const kept = await desk.database.pool.query("select encode(code_sha256, 'escape') as c from recovery_code");
  expect(JSON.stringify(kept.rows)).not.toContain(codes[0]!.replaceAll("-", ""));
  const keys = path.join(desk.config.dataDir, "keys");
  expect(readdirSync(keys)).toContain("sign-in.key");
  expect(statSync(path.join(keys, "sign-in.key")).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(keys, "sign-in.key"), "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
});

test("a secret moved to another person's row opens nothing", async () => {
  await addPerson(desk, "giang", "monitor");
  const mine = await addTotp(desk, await signIn(desk, "giang"));
  await addPerson(desk, "ha", "lead");
  await addTotp(desk, await signIn(desk, "ha"));
  const [from, to] = [await idOf("giang"), await idOf("ha")];
  await desk.database.pool.query(
    "update totp set secret = (select secret from totp where person_id = $1), last_step = 0 where person_id = $2",
    [from, to],
  );
  const half = await signIn(desk, "ha");
  const answer = await later(minutes(2), () => giveCode(half, mine));
  expect(answer.statusCode).toBe(500);
  expect(await status(half, "/api/findings")).toBe(403);
});

test("an administrator resets a second factor only with the person before him; its sessions end and the trail says why", async () => {
  await addPerson(desk, "khanh", "monitor");
  const { session } = await addTotp(desk, await signIn(desk, "khanh"));
  const admin = await signIn(desk, "quan.tri");
  const url = `/api/people/${await idOf("khanh")}`;
  const words = { act: "reset-second-factor", reason: "device-lost" };
  expect((await admin.call("POST", url, words)).statusCode).toBe(400);
  expect((await admin.call("POST", url, { ...words, seenInPerson: true })).statusCode).toBe(200);
  expect(await status(session)).toBe(401);
  expect((await (await signIn(desk, "khanh")).call("GET", "/api/session")).json()).toMatchObject({ step: "in" });
  const [event] = await selectEvents(desk.database.pool, { object: "khanh" });
  expect(event).toMatchObject({ act: "person.changed", actor: "quan.tri", detail: words });
  // The person is told on his own account's screen.
  const told = (await (await signIn(desk, "khanh")).call("GET", "/api/second-factors")).json<SecondFactors>();
  expect(told.changes).toMatchObject([{ act: "reset-second-factor", by: "quan.tri" }]);
});

test("one's sessions are listed with where and since; one or all others can be ended, another person's cannot", async () => {
  await addPerson(desk, "lan", "monitor");
  await addPerson(desk, "minh", "monitor");
  const [one, two, three] = [await signIn(desk, "lan"), await signIn(desk, "lan"), await signIn(desk, "lan")];
  const list = async (session: Signed) =>
    (await session.call("GET", "/api/sessions")).json<{ items: { id: string; own: boolean; address: string }[] }>()
      .items;
  const mine = await list(one);
  expect(mine.filter((s) => s.own)).toHaveLength(1);
  expect(mine[0]!.address).toMatch(/^127\.1\./);
  const stranger = await signIn(desk, "minh");
  const other = mine.find((s) => !s.own)!.id;
  expect((await stranger.call("DELETE", `/api/sessions/${other}`)).statusCode).toBe(404);
  expect(await list(one)).toHaveLength(3);
  expect((await one.call("DELETE", `/api/sessions/${other}`)).statusCode).toBe(200);
  expect(new Set([await status(two), await status(three)])).toEqual(new Set([200, 401]));
  expect((await one.call("DELETE", "/api/sessions")).statusCode).toBe(200);
  expect([await status(one), await status(two), await status(three)]).toEqual([200, 401, 401]);
  expect(await status(stranger)).toBe(200);
});

test("a new role, a switched-off account and a new password end every session; unlocking and a new title do not", async () => {
  await addPerson(desk, "nga", "monitor");
  const admin = await signIn(desk, "quan.tri");
  const url = `/api/people/${await idOf("nga")}`;
  const profile = { act: "set-profile", name: "Lê Thị Nga", title: "Chuyên viên", unit: "Phòng Thông tin" };
  let session = await signIn(desk, "nga");
  for (const words of [profile, { act: "unlock" }]) {
    expect((await admin.call("POST", url, words)).statusCode).toBe(200);
    expect(await status(session), words.act).toBe(200);
  }
  for (const words of [{ act: "set-role", role: "clerk" }, { act: "disable" }, { act: "reset-password" }]) {
    expect((await admin.call("POST", url, words)).statusCode).toBe(200);
    expect(await status(session), words.act).toBe(401);
    await admin.call("POST", url, { act: "enable" });
    if (words.act !== "reset-password") session = await signIn(desk, "nga");
  }
});

test("an administrator is signed out after five idle minutes, others after fifteen", async () => {
  const admin = await signIn(desk, "quan.tri");
  await addPerson(desk, "oanh", "monitor");
  const monitor = await signIn(desk, "oanh");
  await later(minutes(6), async () => {
    expect(await status(admin)).toBe(401);
    expect((await monitor.call("GET", "/api/session", undefined, { "x-background": "1" })).json()).toMatchObject({
      idleMs: minutes(15),
    });
  });
});

test("an account unused for 45 days is switched off with a line in the trail, and opened again by an administrator", async () => {
  const own = await openTestDesk();
  try {
    await addPerson(own, "sep", "admin");
    await addPerson(own, "phong", "monitor");
    await later(minutes(44 * 24 * 60), () => signIn(own, "sep"));
    await later(minutes(46 * 24 * 60), async () => {
      await expect(signIn(own, "phong")).rejects.toThrow("401");
      const events = await selectEvents(own.database.pool, { object: "phong" });
      expect(events[0]).toMatchObject({ actor: "system", act: "person.changed", detail: { why: "idle-45-days" } });
      const admin = await signIn(own, "sep");
      const person = await selectPersonByLogin(own.database.pool, "phong");
      await admin.call("POST", `/api/people/${person!.id}`, { act: "enable" });
      await signIn(own, "phong");
    });
    // With nobody else left the administrators stay, or the house would be locked for good.
    await later(minutes(200 * 24 * 60), () => signIn(own, "sep"));
  } finally {
    await own.close();
  }
});

test("guests enter only while the office allows them", async () => {
  await addPerson(desk, "khach", "guest");
  const admin = await signIn(desk, "quan.tri");
  const make = () => admin.call("POST", "/api/people", { login: "khach.hai", name: "Khách hai", role: "guest" });
  await expect(signIn(desk, "khach")).rejects.toThrow("401");
  expect((await make()).statusCode).toBe(409);
  await writeOffice(desk.database.pool, { ...emptyOffice, guestsAllowed: true }, "test");
  const guest = await signIn(desk, "khach");
  expect(await status(guest)).toBe(200);
  expect((await make()).statusCode).toBe(200);
  await writeOffice(desk.database.pool, emptyOffice, "test");
  expect(await status(guest)).toBe(401);
});

test("a stolen cookie without the second factor cannot set up or read anything of it", async () => {
  await addPerson(desk, "quy", "monitor");
  await addTotp(desk, await signIn(desk, "quy"));
  const thief = await signIn(desk, "quy");
  for (const [method, url] of [
    ["GET", "/api/second-factors"],
    ["POST", "/api/second-factors/totp"],
    ["POST", "/api/second-factors/recovery-codes"],
    ["POST", "/api/second-factors/passkeys/question"],
    ["POST", "/api/session/password"],
  ] as const)
    expect(
      (await thief.call(method, url, method === "POST" ? { current: password, next: `${password}!!` } : undefined))
        .statusCode,
      url,
    ).toBe(403);
});
