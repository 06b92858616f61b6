// Promises every registered route against every role, without a session, without the CSRF token and from another origin: the list is the server's own.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Act, actsOf, matrix, may } from "#admin/server/access.ts";
import type { GuardedRoute } from "#admin/server/guard-requests.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { PersonRole } from "#core/nouns/person.ts";
import { writeOffice } from "#core/records/office.ts";
import {
  addPerson,
  deskHost,
  deskOrigin,
  openTestDesk,
  type Signed,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";
import { callRoute, outsideApi, publicRoutes, sampleUrl } from "../../support/route-samples.ts";

let desk: TestDesk;
const people = new Map<PersonRole, Signed>();
let routes: GuardedRoute[] = [];

beforeAll(async () => {
  desk = await openTestDesk();
  await desk.app.ready();
  await writeOffice(desk.database.pool, { ...emptyOffice, guestsAllowed: true }, "test");
  for (const role of PersonRole.options) {
    await addPerson(desk, `vai-${role}`, role);
    people.set(role, await signIn(desk, `vai-${role}`));
  }
  // Ending the session comes last, or the rest would be tried without one.
  const endsSession = (r: GuardedRoute) => (r.method === "DELETE" && r.url === "/api/session" ? 1 : 0);
  routes = desk.app.guarded.filter((r) => r.method !== "HEAD").sort((a, b) => endsSession(a) - endsSession(b));
});
afterAll(() => desk.close());

const name = (r: GuardedRoute) => `${r.method} ${r.url}`;
const ofApi = () => routes.filter((r) => r.url.startsWith("/api/"));
const guarded = () => ofApi().filter((r) => r.access !== "public" && r.access !== "token");
const refusedByMatrix = /^auth\.denied: \w+ may not /;

test("only the routes named here need no session, and outside /api there is nothing but what is named here", () => {
  const open = ofApi().filter((r) => r.access === "public");
  expect(new Set(open.map(name))).toEqual(new Set(publicRoutes));
  const strange = routes.filter(
    (r) => !r.url.startsWith("/api/") && !outsideApi.some((pattern) => pattern.test(r.url)),
  );
  expect(strange.map(name)).toEqual([]);
  expect(guarded().length).toBeGreaterThan(80);
});

/** What an answer must carry, and what none may say: SQL, paths of this machine, places in the code. */
const innards =
  /\b(select|insert into|update|delete from) .+ (from|set|values|where)\b|node_modules|\/(work|tmp|home|usr|var)\/|\.[jt]s:\d/i;
const faultsOf = (headers: Record<string, unknown>, message: string): string[] =>
  [
    headers["x-content-type-options"] === "nosniff" ? "" : "no nosniff",
    /default-src 'none'/.test(String(headers["content-security-policy"])) ? "" : "no policy",
    headers["cache-control"] === "no-store" ? "" : `may be kept: ${String(headers["cache-control"])}`,
    headers["referrer-policy"] === "no-referrer" ? "" : "tells referrers",
    innards.test(message) ? `tells its innards: ${message}` : "",
  ].filter(Boolean);

test("every route answers each role as the matrix says, and none of them breaks on the plainest request", async () => {
  const wrong: string[] = [];
  for (const role of PersonRole.options) {
    for (const route of guarded()) {
      const { statusCode, message, headers } = await callRoute(desk, route, people.get(role)!);
      wrong.push(...faultsOf(headers, message).map((fault) => `${role}: ${name(route)} ${statusCode} ${fault}`));
      const allowed = may(role, route.access as Act);
      const refused = statusCode === 403 && refusedByMatrix.test(message);
      if (refused === allowed) wrong.push(`${role}: ${name(route)} ${statusCode} ${message}`);
      if (allowed && (statusCode === 401 || statusCode >= 500))
        wrong.push(`${role}: ${name(route)} broke: ${statusCode} ${message}; give it a line in route-samples.ts`);
    }
    people.set(role, await signIn(desk, `vai-${role}`));
  }
  expect(wrong).toEqual([]);
});

test("without a session every route but the public ones answers 401, also with a made-up cookie", async () => {
  const wrong: string[] = [];
  for (const route of guarded())
    for (const cookie of ["", `vonggac=${"A".repeat(43)}`, "vonggac=../../x"]) {
      const { statusCode } = await callRoute(desk, route, null, { cookie });
      if (statusCode !== 401) wrong.push(`${name(route)} ${statusCode}`);
    }
  expect(wrong).toEqual([]);
});

test("an address written in another way that the router reads as the same one is asked the same", async () => {
  const wrong: string[] = [];
  const ways = [(url: string) => url.replace("/api/", "/%61pi/"), (url: string) => url.replace("/api/", "/ap%69/")];
  for (const route of guarded())
    for (const way of ways) {
      const { statusCode } = await callRoute(desk, { ...route, url: way(route.url) }, null);
      if (![401, 404].includes(statusCode)) wrong.push(`${name(route)} ${statusCode}`);
    }
  expect(wrong).toEqual([]);
  const own = people.get("admin")!;
  const users = { method: "GET", url: "/%61pi/people", access: "people.manage" } as const;
  expect((await callRoute(desk, users, people.get("monitor")!)).statusCode).toBe(403);
  expect((await callRoute(desk, users, own)).headers["cache-control"]).toBe("no-store");
  for (const url of ["/%65/khong-co/bundle", "/%72/khong-co/", "/r%65play/sw.js", "/%72eplay/sw.js"])
    expect((await callRoute(desk, { method: "GET", url }, own)).message, url).toMatch(/not-found/);
  // The other way round: the evidence origin has nothing of the desk.
  const host = "evidence.localhost:8787";
  for (const url of ["/%61pi/people", "/e%2f..%2fapi/people"])
    expect((await callRoute(desk, { method: "GET", url }, own, { host })).statusCode, url).toBe(404);
});

test("a route for other systems takes no session in place of its token", async () => {
  const own = ofApi().filter((r) => r.access === "token");
  for (const route of own)
    for (const session of [null, ...people.values()])
      expect((await callRoute(desk, route, session)).statusCode, name(route)).toBe(401);
});

/** A role that may call it, so that nothing but the forgery is wrong. */
const entitled = (route: GuardedRoute) =>
  people.get(PersonRole.options.find((role) => may(role, route.access as Act)) ?? "admin")!;
const isWrite = (route: GuardedRoute) => !["GET", "OPTIONS"].includes(route.method);

describe("forged writes", () => {
  const forge = async (what: string, headers: (route: GuardedRoute) => Record<string, string>, why: RegExp) => {
    const wrong: string[] = [];
    for (const route of guarded().filter(isWrite)) {
      const { statusCode, message } = await callRoute(desk, route, entitled(route), headers(route));
      if (statusCode !== 403 || !why.test(message)) wrong.push(`${what}: ${name(route)} ${statusCode} ${message}`);
    }
    expect(wrong).toEqual([]);
  };
  const other = (route: GuardedRoute) => [...people.values()].find((one) => one !== entitled(route))!;

  test("from another origin are refused on every route", () =>
    forge("origin", () => ({ origin: "https://evil.example" }), /another origin/));
  test("without an origin are refused on every route", () =>
    forge("no origin", () => ({ origin: "" }), /another origin/));
  test("without a CSRF token are refused on every route", () =>
    forge("no csrf", () => ({ "x-csrf-token": "" }), /CSRF/));
  test("with another session's CSRF token are refused on every route", () =>
    forge("csrf", (route) => ({ "x-csrf-token": other(route).csrf }), /CSRF/));
});

test("no answer to another origin lets that origin read it", async () => {
  for (const route of guarded().filter((r) => r.method === "GET")) {
    const { headers } = await callRoute(desk, route, entitled(route), { origin: "https://evil.example" });
    expect(headers["access-control-allow-origin"], name(route)).toBeUndefined();
    expect(headers["cache-control"] ?? "no-store", name(route)).toMatch(/no-store|private/);
  }
});

test("under any other name of the machine no route answers", async () => {
  for (const host of ["127.0.0.1:8787", "evil.example", "replay.localhost:8787", "evidence.localhost:8787"])
    for (const route of guarded()) {
      const session = entitled(route);
      const { statusCode } = await callRoute(desk, route, session, { host, "x-forwarded-host": deskHost });
      expect([403, 404], `${host} ${name(route)} ${statusCode}`).toContain(statusCode);
    }
});

test("half signed in, every route is shut but those of signing in", async () => {
  const strict = await openTestDesk({ VONGGAC_TOTP: "required" });
  try {
    await addPerson(strict, "moi", "lead");
    const half = await signIn(strict, "moi");
    const open: string[] = [];
    for (const route of guarded().filter((r) => may("lead", r.access as Act))) {
      const { statusCode, message } = await callRoute(strict, route, half);
      if (!(statusCode === 403 && message.includes("signing in is not finished"))) open.push(name(route));
    }
    expect(new Set(open)).toEqual(
      new Set([
        "GET /api/session",
        "DELETE /api/session",
        "POST /api/session/second-factor",
        "POST /api/session/passkey-question",
        "POST /api/session/password",
        "GET /api/second-factors",
        "POST /api/second-factors/totp",
        "PUT /api/second-factors/totp",
      ]),
    );
  } finally {
    await strict.close();
  }
});

test("the matrix keeps powers apart: who keeps the house sees no evidence and decides nothing, auditors see the trail, guests their packages", () => {
  const powers = /^(finding|evidence|case|document|tip|knowledge|law|report)\./;
  expect(actsOf("admin").filter((act) => powers.test(act))).toEqual([]);
  expect(new Set(actsOf("auditor"))).toEqual(new Set(["session.own", "office.read", "audit.read"]));
  expect(new Set(actsOf("guest"))).toEqual(new Set(["session.own", "office.read", "package.receive"]));
  expect(matrix["people.manage"]).toEqual(["admin"]);
  for (const act of Object.keys(matrix) as Act[]) expect(matrix[act].length, act).toBeGreaterThan(0);
});

test("every sample address fits a route that exists", () => {
  for (const route of routes) expect(sampleUrl(route)).not.toMatch(/[:*]/);
  expect(deskOrigin).toContain(deskHost);
});
