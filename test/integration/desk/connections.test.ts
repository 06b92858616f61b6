// Promises the doors to other systems: scopes hold, revocation counts at once, cursors miss nothing, webhooks are signed and told at least once.
import { createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PulledFinding, TokenReply, Webhooks } from "#admin/api/connections.ts";
import { nowMs, setClock } from "#core/clock.ts";
import { recordEvent } from "#core/records/event.ts";
import { publishWebhookKey, tellWebhooks } from "#workers/webhooks.ts";
import {
  addPerson,
  deskHost,
  openTestDesk,
  seedFinding,
  type Signed,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

interface Told {
  headers: IncomingHttpHeaders;
  body: string;
}

let desk: TestDesk;
let admin: Signed;
let receiver: Server;
let told: Told[] = [];
let answerStatus = 200;
let hookHost = "";

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      told.push({ headers: request.headers, body });
      response.writeHead(answerStatus, answerStatus === 302 ? { location: "http://127.0.0.1:1/" } : {}).end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  hookHost = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  desk = await openTestDesk({ VONGGAC_WEBHOOK_HOSTS: hookHost });
  await addPerson(desk, "quantri", "admin");
  admin = await signIn(desk, "quantri");
});
afterAll(async () => {
  await desk.close();
  receiver.close();
});

const house = () => ({ config: desk.config, database: { ...desk.database, how: "test" as const } });

async function makeToken(scopes: string[], days = 30): Promise<TokenReply> {
  const answer = await admin.call("POST", "/api/tokens", { name: "Hệ thống một cửa", scopes, days });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<TokenReply>();
}

const pull = (secret: string, url: string) =>
  desk.app.inject({ method: "GET", url, headers: { host: deskHost, authorization: `Bearer ${secret}` } });

test("a token opens what its scopes name and nothing else, also with a session's cookie beside it", async () => {
  const { secret } = await makeToken(["findings.read"]);
  expect((await pull(secret, "/api/v1/findings")).statusCode).toBe(200);
  expect((await pull(secret, "/api/v1/cases")).statusCode).toBe(403);
  for (const url of ["/api/findings", "/api/people", "/api/tokens", "/api/audit"])
    expect([url, (await pull(secret, url)).statusCode]).toEqual([url, 401]);
  expect((await admin.call("GET", "/api/v1/findings")).statusCode).toBe(401);
  for (const bad of ["", "vgt_x", secret.slice(0, -1), `${secret}A`, secret.toLowerCase()])
    expect((await pull(bad, "/api/v1/findings")).statusCode).toBe(401);
});

test("the secret stands nowhere in the database, and a revoked or expired token is refused at once", async () => {
  const { secret, token } = await makeToken(["findings.read"]);
  const { rows } = await desk.database.pool.query("select t::text as words from api_token t");
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.words).not.toContain(secret.slice(4));
  expect((await admin.call("DELETE", `/api/tokens/${token.id}`)).statusCode).toBe(200);
  expect((await pull(secret, "/api/v1/findings")).statusCode).toBe(401);
  const short = await makeToken(["findings.read"], 1);
  const atMs = nowMs() + 25 * 3_600_000;
  const restore = setClock(() => atMs);
  expect((await pull(short.secret, "/api/v1/findings")).statusCode).toBe(401);
  restore();
});

test("pulling by cursor gives every finding once, and a changed one again", async () => {
  const { secret } = await makeToken(["findings.read"]);
  const seeded = new Set<string>();
  for (let i = 0; i < 5; i++) seeded.add((await seedFinding(desk, { url: `https://keo${i}.example/` })).findingId);
  await desk.database.pool.query("update finding set updated_at = created_at - interval '1 hour'");
  const seen: PulledFinding[] = [];
  let cursor = "";
  for (let page = 0; page < 10; page++) {
    const reply = (await pull(secret, `/api/v1/findings?limit=2&cursor=${cursor}`)).json<{
      items: PulledFinding[];
      next: string;
    }>();
    if (reply.items.length === 0) break;
    seen.push(...reply.items);
    cursor = reply.next;
  }
  expect(seen.map((f) => f.id).sort()).toEqual([...seeded].sort());
  expect(seen[0]!.capture.sha256).toMatch(/^[0-9a-f]{64}$/);
  const [changed] = seeded;
  await desk.database.pool.query("update finding set updated_at = now() - interval '1 minute' where id = $1", [
    changed,
  ]);
  const again = (await pull(secret, `/api/v1/findings?cursor=${cursor}`)).json<{ items: PulledFinding[] }>();
  expect(again.items.map((f) => f.id)).toEqual([changed]);
  expect((await pull(secret, "/api/v1/findings?cursor=not-ours")).statusCode).toBe(400);
});

test("a webhook goes only to hosts that the operator named", async () => {
  for (const url of [
    "http://127.0.0.1:9/",
    "http://169.254.169.254/latest",
    `http://user:word@${hookHost}/`,
    "file:///etc/passwd",
  ])
    expect([url, (await admin.call("POST", "/api/webhooks", { url, kinds: ["finding.decided"] })).statusCode]).toEqual([
      url,
      400,
    ]);
});

test("a tip is pushed once however often it is sent, and another reference is another tip", async () => {
  const { secret } = await makeToken(["tips.write"]);
  const tip = { reference: "PA-17", address: "https://keo-moi.example/", what: "Trang mời đặt cược bóng đá." };
  const push = async (words: object) =>
    desk.app.inject({
      method: "POST",
      url: "/api/v1/tips",
      headers: { host: deskHost, authorization: `Bearer ${secret}` },
      payload: words,
    });
  const answers = await Promise.all(Array.from({ length: 5 }, () => push(tip)));
  const replies = answers.map((answer) => answer.json<{ number: string; isNew: boolean }>());
  expect(replies.filter((reply) => reply.isNew)).toHaveLength(1);
  expect(new Set(replies.map((reply) => reply.number)).size).toBe(1);
  expect((await push({ ...tip, reference: "PA-18" })).json<{ isNew: boolean }>().isNew).toBe(true);
  expect((await push({ ...tip, what: "" })).statusCode).toBe(400);
  const { rows } = await desk.database.pool.query("select channel, created_by from tip");
  expect(rows).toEqual(Array.from({ length: 2 }, () => ({ channel: "partner", created_by: "api:Hệ thống một cửa" })));
});

/** The signature of Standard Webhooks (v1a), checked with the key that the desk shows. */
function isSigned({ headers, body }: Told, publicKey: string): boolean {
  const x = Buffer.from(publicKey.replace("whpk_", ""), "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const signature = Buffer.from(String(headers["webhook-signature"]).replace("v1a,", ""), "base64");
  return verify(null, Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`), key, signature);
}

test("a decision is told once, signed, with ids and closed words only; what happened before the webhook is not told", async () => {
  const decide = (id: string) =>
    recordEvent(desk.database.pool, "truongca", "finding.decided", id, { verdict: "confirm" });
  await decide("before");
  await publishWebhookKey(house());
  const url = `http://${hookHost}/vonggac`;
  expect((await admin.call("POST", "/api/webhooks", { url, kinds: ["finding.decided"] })).statusCode).toBe(200);
  told = [];
  await decide("after");
  await recordEvent(desk.database.pool, "truongca", "claim.taken", "other-kind");
  await tellWebhooks(house());
  await tellWebhooks(house());
  expect(told).toHaveLength(1);
  const { publicKey } = (await admin.call("GET", "/api/webhooks")).json<Webhooks>();
  expect(isSigned(told[0]!, publicKey!)).toBe(true);
  expect(isSigned({ ...told[0]!, body: `${told[0]!.body} ` }, publicKey!)).toBe(false);
  expect(JSON.parse(told[0]!.body)).toMatchObject({
    type: "finding.decided",
    data: { object: "after", verdict: "confirm" },
  });
});

test("a receiver that fails or redirects is tried again later with the same id, and is never followed", async () => {
  told = [];
  answerStatus = 302;
  await recordEvent(desk.database.pool, "truongca", "finding.decided", "again", { verdict: "dismiss" });
  await tellWebhooks(house());
  expect(told).toHaveLength(1);
  await tellWebhooks(house());
  expect(told).toHaveLength(1);
  answerStatus = 200;
  const atMs = nowMs() + 60_000;
  const restore = setClock(() => atMs);
  await tellWebhooks(house());
  restore();
  expect(told.map((t) => t.headers["webhook-id"])).toEqual([
    told[0]!.headers["webhook-id"],
    told[0]!.headers["webhook-id"],
  ]);
  const { items } = (await admin.call("GET", "/api/webhooks")).json<Webhooks>();
  expect(items[0]).toMatchObject({ delivered: 2, waiting: 0, givenUp: 0 });
});

test("the description names every route of the API with what it asks for", async () => {
  const api = (await admin.call("GET", "/api/openapi.json")).json<{
    openapi: string;
    paths: Record<string, Record<string, { security: Record<string, string[]>[] }>>;
  }>();
  expect(api.openapi).toBe("3.1.0");
  expect(api.paths["/api/v1/findings"]!.get!.security).toEqual([{ token: ["findings.read"] }]);
  expect(api.paths["/api/findings/{id}"]!.get!.security).toEqual([{ session: ["finding.read"] }]);
  expect(Object.keys(api.paths).length).toBeGreaterThan(30);
  expect(Object.keys(api.paths).every((url) => url.startsWith("/api/"))).toBe(true);
});
