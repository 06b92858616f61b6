// Promises what every answer carries and what no answer says, and the lengths that passwords may have.
import { afterAll, beforeAll, expect, test } from "vitest";
import { NewPassword } from "#admin/api/session.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { addPerson, deskHost, deskOrigin, openTestDesk, password, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
let secure: TestDesk;
const names = {
  VONGGAC_DESK_ORIGIN: "https://ban.vidu.vn",
  VONGGAC_EVIDENCE_ORIGIN: "https://anh.vidu.vn",
  VONGGAC_REPLAY_ORIGIN: "https://xem.vidu.vn",
};

beforeAll(async () => {
  desk = await openTestDesk();
  secure = await openTestDesk(names);
  await addPerson(desk, "an", "lead");
});
afterAll(async () => {
  await desk.close();
  await secure.close();
});

test("passwords may have 12 to 128 characters of any kind, and nothing is cut off", async () => {
  const accepted = (words: string) => NewPassword.safeParse(words).success;
  expect([11, 12, 128, 129].map((n) => accepted("ă".repeat(n)))).toEqual([false, true, true, false]);
  expect(accepted("   🌾 mười hai ký tự")).toBe(true);
  expect(accepted(" ".repeat(40))).toBe(false);
  await addPerson(desk, "dai", "monitor");
  const session = await signIn(desk, "dai");
  const long = "Ữ".repeat(127);
  expect(
    (await session.call("POST", "/api/session/password", { current: password, next: `${long}a` })).statusCode,
  ).toBe(200);
  await expect(signIn(desk, "dai", `${long}b`)).rejects.toThrow("401");
  await signIn(desk, "dai", `${long}a`);
});

test("every kind of answer carries the headers that keep it to itself, and none names the programs behind it", async () => {
  const { call } = await signIn(desk, "an");
  const answers = [
    await call("GET", "/api/session"),
    await call("GET", "/api/findings/khong-phai-id"),
    await call("GET", "/khong-co"),
    await desk.app.inject({ url: "/api/session", headers: { host: deskHost } }),
    await desk.app.inject({ url: "/api/session", headers: { host: "evil.example" } }),
  ];
  for (const { headers, statusCode } of answers) {
    expect(headers["x-content-type-options"], String(statusCode)).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors/);
    expect(headers["content-type"]).toMatch(/charset=utf-8/);
    expect(headers["server"] ?? headers["x-powered-by"]).toBeUndefined();
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  }
});

test("behind TLS every answer tells browsers to come by TLS only, for a year and for all names below", async () => {
  const answer = await secure.app.inject({ url: "/api/session", headers: { host: "ban.vidu.vn" } });
  expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  const bare = await desk.app.inject({ url: "/api/session", headers: { host: deskHost } });
  expect(bare.headers["strict-transport-security"]).toBeUndefined();
});

test("a body of another kind than JSON, too long a body, and a method that no route has are refused", async () => {
  const session = await signIn(desk, "an");
  const own = { host: deskHost, origin: deskOrigin, cookie: session.cookie, "x-csrf-token": session.csrf };
  const send = (type: string, payload: string) =>
    desk.app.inject({ method: "POST", url: "/api/switch", headers: { ...own, "content-type": type }, payload });
  for (const type of ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
    expect((await send(type, "<x/>")).statusCode, type).toBe(415);
  expect((await send("application/json", JSON.stringify({ reason: "x".repeat(70_000) }))).statusCode).toBe(400);
  for (const method of ["PUT", "PATCH", "OPTIONS", "TRACE"] as const)
    expect(
      (await desk.app.inject({ method: method as "PUT", url: "/api/switch", headers: own })).statusCode,
      method,
    ).toBeGreaterThanOrEqual(400);
});

test("the office's setting is saved whole or not at all: a body that lacks a field empties nothing", async () => {
  await addPerson(desk, "quan", "admin");
  const { call } = await signIn(desk, "quan");
  const office = { ...emptyOffice, name: "Cơ quan mẫu", hotline: "0000" };
  expect((await call("PUT", "/api/office", office)).statusCode).toBe(200);
  for (const body of [{}, { name: "Khác" }, { ...office, casePrefix: undefined }, { ...office, khac: 1 }]) {
    const refused = await call("PUT", "/api/office", body);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([400, "input.invalid"]);
  }
  expect((await call("GET", "/api/office")).json()).toEqual(office);
});

test("acts that give away, name people or change who may do what ask for a fresh second factor", async () => {
  await desk.app.ready();
  const graver = [
    /^PUT \/api\/office$/,
    /^POST \/api\/people/,
    /^POST \/api\/(tokens|webhooks)$/,
    /\/package$/,
    /^POST \/api\/tips\/:id\/identity$/,
    /^POST \/api\/cases\/:id\/approve$/,
    /^POST \/api\/documents\/:id\/issue$/,
    /^GET \/api\/audit\.csv$/,
  ];
  const routes = desk.app.guarded.filter((r) => r.url.startsWith("/api/"));
  for (const pattern of graver) {
    const found = routes.filter(
      (r) => r.method !== "HEAD" && pattern.test(`${r.method} ${r.url}`) && r.url !== "/api/package",
    );
    expect(found.length, String(pattern)).toBeGreaterThan(0);
    expect(
      found.filter((r) => !r.stepUp).map((r) => r.url),
      String(pattern),
    ).toEqual([]);
  }
});
