// Promises that the desk's door holds: sign-in, lockout, CSRF, foreign names and origins; routes.test.ts walks every route.
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFirstPeople } from "#admin/server/first-people.ts";
import { setClock } from "#core/clock.ts";
import { selectEvents } from "#core/records/event.ts";
import {
  addPerson,
  deskHost,
  deskOrigin,
  evidenceHost,
  openTestDesk,
  password,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await openTestDesk();
});
afterAll(() => desk.close());

const own = { host: deskHost, origin: deskOrigin };
const trySignIn = (login: string, words: string, headers: Record<string, string> = own) =>
  desk.app.inject({ method: "POST", url: "/api/session", headers, payload: { login, password: words } });

test("the first start makes two accounts whose one-time passwords open nothing but the change of the password", async () => {
  const [admin, lead] = await createFirstPeople(desk.database.pool);
  expect([admin!.role, lead!.role]).toEqual(["admin", "lead"]);
  expect(await createFirstPeople(desk.database.pool)).toEqual([]);
  const session = await signIn(desk, lead!.login, lead!.oneTimePassword);
  expect((await session.call("GET", "/api/findings")).statusCode).toBe(403);
  const weak = await session.call("POST", "/api/session/password", { current: lead!.oneTimePassword, next: "ngắn" });
  expect(weak.statusCode).toBe(400);
  const changed = await session.call("POST", "/api/session/password", {
    current: lead!.oneTimePassword,
    next: password,
  });
  expect(changed.statusCode).toBe(200);
  expect((await session.call("GET", "/api/session")).statusCode).toBe(401);
  expect((await (await signIn(desk, lead!.login)).call("GET", "/api/findings")).statusCode).toBe(200);
});

test("the demo has people for each step of a case, each with a one-time password of his own", async () => {
  const own = await openTestDesk();
  try {
    const made = await createFirstPeople(own.database.pool, { withDemo: true });
    expect(made.map((person) => person.role)).toEqual(["admin", "lead", "monitor", "inspector", "approver"]);
    expect(new Set(made.map((person) => person.oneTimePassword)).size).toBe(5);
  } finally {
    await own.close();
  }
});

test("the cookie is host-only, HttpOnly and SameSite=Strict, and the database keeps only its hash", async () => {
  await addPerson(desk, "an", "monitor");
  const answer = await trySignIn("an", password);
  const cookie = String(answer.headers["set-cookie"]);
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  expect(cookie).not.toMatch(/Domain=/i);
  const token = /vonggac=([^;]+)/.exec(cookie)![1]!;
  const stored = await desk.database.pool.query(
    "select encode(token_sha256, 'escape') as t, person_id::text from session",
  );
  expect(JSON.stringify(stored.rows)).not.toContain(token);
});

test("behind TLS the cookie is a Secure __Host- cookie", async () => {
  const secure = await openTestDesk({
    VONGGAC_DESK_ORIGIN: "https://ban.vidu.vn",
    VONGGAC_EVIDENCE_ORIGIN: "https://chungcu.vidu.vn",
    VONGGAC_REPLAY_ORIGIN: "https://xemlai.vidu.vn",
  });
  try {
    await addPerson(secure, "an", "monitor");
    const headers = { host: "ban.vidu.vn", origin: "https://ban.vidu.vn" };
    const answer = await secure.app.inject({
      method: "POST",
      url: "/api/session",
      headers,
      payload: { login: "an", password },
    });
    expect(String(answer.headers["set-cookie"])).toMatch(/^__Host-vonggac=.*; Path=\/.*Secure/);
  } finally {
    await secure.close();
  }
});

test("five wrong passwords lock the account, the right one does not open it, and time does", async () => {
  await addPerson(desk, "binh", "monitor");
  for (let i = 0; i < 5; i++) expect((await trySignIn("binh", "sai")).statusCode).toBe(401);
  expect((await trySignIn("binh", password)).json()).toMatchObject({ code: "auth.locked" });
  const back = setClock(() => Date.now() + 16 * 60_000);
  try {
    expect((await trySignIn("binh", password)).statusCode).toBe(200);
  } finally {
    back();
  }
  const acts = (await selectEvents(desk.database.pool, {})).filter((e) => e.actor === "binh").map((e) => e.act);
  expect(acts).toEqual([
    "session.opened",
    "session.locked",
    "session.refused",
    "session.refused",
    "session.refused",
    "session.refused",
  ]);
});

test("an unknown login and a wrong password get the same answer", async () => {
  await addPerson(desk, "cuong", "monitor");
  const [unknown, wrong] = [await trySignIn("khong-co", "sai"), await trySignIn("cuong", "sai")];
  expect(unknown.json()).toEqual(wrong.json());
});

test("sign-in gives a new session and ends the old one; sign-out ends it at once", async () => {
  await addPerson(desk, "dung", "monitor");
  const first = await signIn(desk, "dung");
  const again = await trySignIn("dung", password, { ...own, cookie: first.cookie });
  expect(again.statusCode).toBe(200);
  expect((await first.call("GET", "/api/session")).statusCode).toBe(401);
  const second = await signIn(desk, "dung");
  expect((await second.call("DELETE", "/api/session")).statusCode).toBe(200);
  expect((await second.call("GET", "/api/session")).statusCode).toBe(401);
});

test("a session ends after fifteen idle minutes and after eight hours; what the page asks by itself does not keep it", async () => {
  await addPerson(desk, "em", "monitor");
  const start = Date.now();
  const at = async (minutes: number, work: () => Promise<unknown>) => {
    const back = setClock(() => start + minutes * 60_000);
    await work().finally(back);
  };
  const session = await signIn(desk, "em");
  const ask = (headers = {}) => session.call("GET", "/api/session", undefined, headers).then((r) => r.statusCode);
  await at(10, async () => expect(await ask()).toBe(200));
  await at(24, async () => expect(await ask({ "x-background": "1" })).toBe(200));
  await at(26, async () => expect(await ask()).toBe(401));
  const long = await signIn(desk, "em");
  for (let m = 10; m < 480; m += 10)
    await at(m, async () => expect((await long.call("GET", "/api/session")).statusCode).toBe(200));
  await at(481, async () => expect((await long.call("GET", "/api/session")).statusCode).toBe(401));
});

test("a write without the CSRF token, with another's token, or from another origin is refused", async () => {
  await addPerson(desk, "giang", "lead");
  await addPerson(desk, "ha", "lead");
  const [giang, ha] = [await signIn(desk, "giang"), await signIn(desk, "ha")];
  const stop = { stopped: true, reason: "thử dừng" };
  const wrong: Record<string, string>[] = [
    { "x-csrf-token": "" },
    { "x-csrf-token": ha.csrf },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `http://${evidenceHost}` },
  ];
  for (const headers of wrong) expect((await giang.call("POST", "/api/switch", stop, headers)).statusCode).toBe(403);
  expect((await giang.call("POST", "/api/switch", stop)).statusCode).toBe(200);
  expect((await giang.call("POST", "/api/switch", { stopped: false, reason: "thử xong" })).statusCode).toBe(200);
  expect((await trySignIn("giang", password, { host: deskHost, origin: "https://evil.example" })).statusCode).toBe(403);
});

test("other Host names, bare addresses and forged X-Forwarded headers reach nothing", async () => {
  await addPerson(desk, "khanh", "monitor");
  const { call } = await signIn(desk, "khanh");
  for (const host of [
    "127.0.0.1:8787",
    "localhost:8787",
    "evil.example",
    "desk.localhost",
    "desk.localhost:8787.evil.example",
    "replay.localhost:8787",
    evidenceHost,
  ])
    expect((await call("GET", "/api/session", undefined, { host })).statusCode, host).toBeGreaterThanOrEqual(403);
  const forged = {
    host: "evil.example",
    "x-forwarded-host": deskHost,
    "x-forwarded-proto": "https",
    "x-forwarded-for": "127.0.0.1",
  };
  expect((await call("GET", "/api/session", undefined, forged)).statusCode).toBe(403);
  const health = await desk.app.inject({ url: "/healthz", headers: { host: "10.0.0.5" } });
  expect(health.body).toBe("ok\n");
});

test("forged X-Forwarded-For does not buy more sign-in attempts", async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      trySignIn("khong-co-ai", "sai", { ...own, "x-forwarded-for": `203.0.113.${i}` }),
    ),
  );
  expect(answers.some((answer) => answer.statusCode === 429)).toBe(true);
});

test("a living session is no way to try passwords: five wrong ones lock, and then the right one is refused too", async () => {
  const own = await openTestDesk();
  try {
    await addPerson(own, "thu", "monitor");
    const thief = await signIn(own, "thu");
    const change = async (current: string) =>
      (await thief.call("POST", "/api/session/password", { current, next: "một mật khẩu khác hẳn" })).statusCode;
    for (let i = 0; i < 5; i++) expect(await change("sai")).toBe(401);
    expect(await change(password)).toBe(429);
  } finally {
    await own.close();
  }
});

test("a login that nobody has locks as a real one does, so that the lock tells nothing", async () => {
  await addPerson(desk, "co.that", "monitor");
  const tries = async (login: string) => {
    const codes: number[] = [];
    for (let i = 0; i < 7; i++)
      codes.push(
        (
          await desk.app.inject({
            method: "POST",
            url: "/api/session",
            remoteAddress: "127.9.9.9",
            headers: own,
            payload: { login, password: "sai mật khẩu rồi" },
          })
        ).statusCode,
      );
    return codes;
  };
  const real = await tries("co.that");
  expect(real).toEqual([401, 401, 401, 401, 401, 429, 429]);
  expect(await tries("khong.co")).toEqual(real);
});
