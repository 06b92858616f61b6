// Promises that every facet narrows and its negation widens, that search forgives accents and tone places, and that counts are capped.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Facets, QueuePage } from "#admin/api/findings.ts";
import type { SavedFilters } from "#admin/api/saved-filters.ts";
import type { PersonId } from "#core/id.ts";
import { defaultTriageSettings } from "#core/nouns/triage.ts";
import { contactKeys } from "#core/records/queue-words.ts";
import { countQueue } from "#core/records/queue.ts";
import { keyOf } from "#detection/operator/kinds.ts";
import {
  addPerson,
  openTestDesk,
  seedFinding,
  signal,
  type Signed,
  signIn,
  someId,
  type TestDesk,
} from "../../support/desk.ts";

let desk: TestDesk;
let an: Signed;
let binh: Signed;
let lead: Signed;
const ids = new Map<string, string>();

const seeds = [
  { host: "thuyhoa.example", category: "gambling", title: "Nhà thuyền Thuý Hoà", rule: "thu.mot" },
  { host: "cho-phien.example", category: "imprint", title: "Chợ phiên Thúy Hòa 0912.345.678", rule: "thu.hai" },
  { host: "okgao88.example", category: "impersonation", title: "Vựa gạo", rule: "thu.mot" },
] as const;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor", "Nguyễn Thị An");
  await addPerson(desk, "binh", "monitor");
  await addPerson(desk, "truong", "lead");
  [an, binh, lead] = [await signIn(desk, "an"), await signIn(desk, "binh"), await signIn(desk, "truong")];
  for (const { host, category, title, rule } of seeds) {
    const { findingId } = await seedFinding(desk, {
      url: `https://${host}/`,
      category,
      title,
      signals: [signal({ rule, category })],
      ...(host.startsWith("cho") ? { verdict: "review" as const } : {}),
    });
    ids.set(host, findingId);
  }
});
afterAll(() => desk.close());

const ask = async (query: string, who = an) => (await who.call("GET", `/api/findings?${query}`)).json<QueuePage>();
const hosts = async (query: string, who = an) => (await ask(query, who)).items.map((row) => row.host).toSorted();
const all = seeds.map((s) => s.host).toSorted();

test("each facet and its negation part the queue in two", async () => {
  const pairs = [
    ["category=gambling", "notCategory=gambling"],
    ["verdict=review", "notVerdict=review"],
    ["host=okgao88.example", "notHost=okgao88.example"],
    ["severity=high", "notSeverity=high"],
    ["age=green", "notAge=green"],
    ["age=amber", "notAge=amber"],
    ["state=unclaimed", "notState=unclaimed"],
    ["state=held", "notState=held"],
    ["rule=thu.mot", "notRule=thu.mot"],
    ["inCase=yes", "inCase=no"],
    ["q=thuyen", "notQ=thuyen"],
    ["operator=okgao88.example", "notOperator=okgao88.example"],
  ];
  for (const [yes, no] of pairs) {
    const [a, b] = [await hosts(yes!), await hosts(no!)];
    expect([...a, ...b].toSorted(), `${yes} / ${no}`).toEqual(all);
  }
  expect(await hosts("notCategory=gambling,imprint")).toEqual(["okgao88.example"]);
  expect((await an.call("GET", "/api/findings?notCategory=politics")).statusCode).toBe(400);
});

test("search finds both tone placements with either, parts of host names, phone numbers and rules", async () => {
  const both = ["cho-phien.example", "thuyhoa.example"];
  for (const q of ["thuý hoà", "thúy hòa", "thuy hoa", "THUÝ  Hòa", "hoa thuy"])
    expect(await hosts(`q=${q}`), q).toEqual(both);
  expect(await hosts("q=gao88")).toEqual(["okgao88.example"]);
  expect(await hosts("q=okgao88.example")).toEqual(["okgao88.example"]);
  for (const q of ["0912345678", "0912 345 678", "%2B84912345678", "0912.345.678"])
    expect(await hosts(`q=${q}`), q).toEqual(["cho-phien.example"]);
  expect(await hosts("q=thu.hai")).toEqual(["cho-phien.example"]);
  expect(await hosts("q=thuy khongco")).toEqual([]);
  for (const q of ["'", "a' | 'b", "!(", ":*", "\\\\'"])
    expect((await an.call("GET", `/api/findings?q=${encodeURIComponent(q)}`)).statusCode, q).toBe(200);
});

test("a phone, a mail address or an account in the question finds the sites on which a scan saw it", async () => {
  const { pool } = desk.database;
  const scan = await pool.query<{ id: string }>(
    `insert into scan (id, target_id, state, asked_by, reason, max_pages, queued_at)
     select $1, target_id, 'running', 'an', 'thử', 1, now() from finding where host = 'okgao88.example' returning id`,
    [someId()],
  );
  const page = someId();
  await pool.query(
    `insert into page (id, scan_id, url, vantage, position, why, state, queued_at) values ($1, $2, 'https://okgao88.example/', 'desktop', 1, 'thử', 'queued', now())`,
    [page, scan.rows[0]!.id],
  );
  const seen = [
    { kind: "phone", value: "+84987654321" },
    { kind: "telegram", value: "t.me/vuagao" },
    { kind: "email", value: "vua@gao.example" },
  ] as const;
  for (const trace of seen)
    await pool.query(
      `insert into site_trace select decode($1, 'hex'), host, host, $2, '•••', target_id, $3, url, now(), now() from finding where host = 'okgao88.example'`,
      [keyOf(trace), trace.kind, page],
    );
  for (const q of ["0987 654 321", "%2B84987654321", "@vuagao", "t.me/vuagao", "vua@gao.example"])
    expect(await hosts(`q=${q}`), q).toEqual(["okgao88.example"]);
  expect(contactKeys("https://t.me/VuaGao").map((key) => key.toString("hex"))).toContain(keyOf(seen[1]));
});

test("facets tell what another value would give, and counting stops at its cap", async () => {
  const facets = (await an.call("GET", "/api/findings/facets?category=gambling")).json<Facets>();
  expect(facets.category.map((c) => c.value).toSorted()).toEqual(["gambling", "impersonation", "imprint"]);
  expect(facets.verdict).toEqual([{ value: "flag", count: 1, capped: false }]);
  expect(facets.rule).toEqual([{ value: "thu.mot", count: 1, capped: false }]);
  expect(facets.state).toEqual([{ value: "unclaimed", count: 1, capped: false }]);
  const asker = {
    personId: someId() as PersonId,
    login: "an",
    isLead: true,
    at: new Date(),
    settings: defaultTriageSettings,
  };
  expect(await countQueue(desk.database.pool, { status: "new" }, asker, 2)).toBe(2);
});

test("a lead's limits move the ages and the severities; nobody else sets them, and wrong ones are named", async () => {
  const settings = { ...defaultTriageSettings, greenHours: 0.25, amberHours: 48, severity: { imprint: "high" } };
  expect((await an.call("PUT", "/api/triage/settings", settings)).statusCode).toBe(403);
  const wrong = await lead.call("PUT", "/api/triage/settings", { ...settings, amberHours: 0.5, greenHours: 3 });
  expect([wrong.statusCode, wrong.json<{ message: string }>().message]).toEqual([
    400,
    expect.stringMatching(/amberHours/),
  ]);
  expect(await hosts("severity=medium")).toEqual([]);
  expect((await lead.call("PUT", "/api/triage/settings", settings)).statusCode).toBe(200);
  expect(await hosts("severity=medium")).toEqual(["cho-phien.example"]);
  await desk.database.pool.query(
    "update finding set created_at = now() - interval '2 hours' where host = 'okgao88.example'",
  );
  expect(await hosts("age=amber")).toEqual(["okgao88.example"]);
  expect((await ask("age=amber")).items[0]!.age).toBe("amber");
});

test("a saved filter is its owner's: others neither see nor change it, unless a lead shares it", async () => {
  const save = (who: Signed, body: object) =>
    who.call("POST", "/api/saved-filters", { query: "category=gambling", ...body });
  const mine = (await save(an, { name: "Của An" })).json<SavedFilters>().items[0]!;
  expect((await save(an, { name: "Của An" })).statusCode).toBe(409);
  expect((await save(an, { name: "Chung", shared: true })).statusCode).toBe(403);
  expect((await save(an, { name: "Sai", query: "status=khac" })).statusCode).toBe(400);
  expect((await binh.call("GET", "/api/saved-filters")).json<SavedFilters>().items).toEqual([]);
  const change = { name: "Đổi", query: "status=new" };
  for (const [method, body] of [
    ["PUT", change],
    ["DELETE", undefined],
  ] as const)
    expect((await binh.call(method, `/api/saved-filters/${mine.id}`, body)).statusCode).toBe(404);
  expect((await binh.call("PUT", "/api/saved-filters/default", { id: mine.id })).statusCode).toBe(404);
  const shared = (await save(lead, { name: "Chung", shared: true })).json<SavedFilters>().items[0]!;
  const seen = (await binh.call("PUT", "/api/saved-filters/default", { id: shared.id })).json<SavedFilters>().items;
  expect(seen).toMatchObject([{ name: "Chung", mine: false, isDefault: true, owner: "truong" }]);
  expect((await lead.call("DELETE", `/api/saved-filters/${shared.id}`)).statusCode).toBe(200);
  expect((await binh.call("GET", "/api/saved-filters")).json<SavedFilters>().items).toEqual([]);
});
