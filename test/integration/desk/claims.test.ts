// Promises that the desk's check reads tokens and custody with the package, from an object store too, and that a missing stamp is said everywhere.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { IntegrityView } from "#admin/api/captures.ts";
import type { QueuePage } from "#admin/api/findings.ts";
import type { Progress } from "#admin/api/scans.ts";
import { inTransaction } from "#core/db/pool.ts";
import { insertTimeStamp } from "#core/records/time-stamp.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { openStamping } from "#evidence/time/stamping.ts";
import { makeCheckpoint } from "#workers/checkpoint.ts";
import { stampOnce } from "#workers/handlers/stamp.ts";
import { tokenBase } from "#workers/time-stamps.ts";
import { addPerson, openTestDesk, seedFinding, type Signed, signIn, type TestDesk } from "../../support/desk.ts";
import { startS3Double } from "../../support/s3-double.ts";
import { startTimeStampAuthority, type TestAuthority } from "../../support/time-stamp-authority.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-claims-"));
let s3: Awaited<ReturnType<typeof startS3Double>>;
let authority: TestAuthority;
let desk: TestDesk;
let an: Signed;
let seeded: Awaited<ReturnType<typeof seedFinding>>;

beforeAll(async () => {
  [s3, authority] = [await startS3Double(), await startTimeStampAuthority()];
  writeFileSync(path.join(folder, "roots.pem"), authority.rootPem);
  desk = await openTestDesk({
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY_ID: "thu",
    S3_SECRET_ACCESS_KEY: "thu",
    VONGGAC_TSA_URLS: authority.url,
    VONGGAC_TSA_TRUST: path.join(folder, "roots.pem"),
  });
  await addPerson(desk, "an", "monitor");
  an = await signIn(desk, "an");
  seeded = await seedFinding(desk, { url: "https://dau-gio.example/" });
});
afterAll(async () => {
  await desk.close();
  await s3.close();
  await authority.close();
  rmSync(folder, { recursive: true, force: true });
});

async function check(): Promise<IntegrityView> {
  return (await an.call("POST", `/api/captures/${seeded.captureId}/check`)).json<IntegrityView>();
}
const stateOf = (view: IntegrityView, claim: string) => view.claims.find((c) => c.claim === claim)!.state;
const queueRow = async () => (await an.call("GET", "/api/findings")).json<QueuePage>().items[0]!;
const stamps = async () => (await an.call("GET", "/api/progress")).json<Progress>().stamps;

test("before any stamp and checkpoint, time and custody are not proved, and nothing is contradicted", async () => {
  const view = await check();
  expect(view).toMatchObject({ ok: true, level: "sealed" });
  expect([stateOf(view, "intact"), stateOf(view, "signer")]).toEqual(["proved", "proved"]);
  expect([stateOf(view, "time"), stateOf(view, "custody"), stateOf(view, "witnessed")]).toEqual([
    "not-proved",
    "not-proved",
    "not-proved",
  ]);
  expect((await queueRow()).timeStamp).toBe("none");
  expect(await stamps()).toEqual({ waiting: 0, refused: 0, reason: "", unasked24h: 1, authorities: 1 });
});

test("an authority that lies leaves the capture marked, with the reason; an honest one and a checkpoint prove time and custody", async () => {
  const { pool } = desk.database;
  const seal = (await selectOptionalSeal(pool, seeded.captureId))!;
  const subject = { captureId: seal.captureId, checkpointSize: null, note: null };
  const id = (await inTransaction(pool, (tx) =>
    insertTimeStamp(tx, { ...subject, base: tokenBase(seal.storeKey), renews: null }),
  ))!;
  expect((await queueRow()).timeStamp).toBe("waiting");
  const house = { database: { ...desk.database, how: "test" }, store: desk.store, stamping: openStamping(desk.config) };
  const stamp = () => stampOnce(house, { timeStampId: id }, { signal: new AbortController().signal });
  authority.mode = "wrong-nonce";
  await expect(stamp()).rejects.toThrow(/time\.refused/);
  expect(await stamps()).toMatchObject({
    waiting: 0,
    refused: 1,
    unasked24h: 0,
    reason: expect.stringMatching(/nonce/) as string,
  });
  expect(stateOf(await check(), "time")).toBe("not-proved");

  authority.mode = "good";
  await stamp();
  await makeCheckpoint({ config: desk.config, database: house.database });
  const view = await check();
  expect(view.checks.filter((c) => !c.ok)).toEqual([]);
  expect([stateOf(view, "time"), stateOf(view, "custody")]).toEqual(["proved", "proved"]);
  expect(view.checks.map((c) => c.name)).toEqual(expect.arrayContaining(["token.imprint", "custody.inclusion"]));
  expect((await queueRow()).timeStamp).toBe("stamped");
  expect(await stamps()).toMatchObject({ waiting: 0, refused: 0, reason: "" });
});

test("a token over another manifest contradicts the time, and the badge is broken", async () => {
  const seal = (await selectOptionalSeal(desk.database.pool, seeded.captureId))!;
  const other = await seedFinding(desk, { url: "https://khac.example/" });
  const foreign = (await selectOptionalSeal(desk.database.pool, other.captureId))!;
  for (const end of [".1.tsr", ".1.tsr.json"]) {
    const parts: Buffer[] = [];
    for await (const part of await desk.store.get(tokenBase(seal.storeKey) + end)) parts.push(part as Buffer);
    await desk.store.put(tokenBase(foreign.storeKey) + end, { bytes: Buffer.concat(parts) });
  }
  const view = (await an.call("POST", `/api/captures/${other.captureId}/check`)).json<IntegrityView>();
  expect(view).toMatchObject({ ok: false, level: "broken" });
  expect(stateOf(view, "time")).toBe("contradicted");
  expect(stateOf(view, "intact")).toBe("proved");
});
