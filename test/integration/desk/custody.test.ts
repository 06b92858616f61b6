// Promises everybody at the desk what speaks against the custody log, until a person settled it.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustodyState } from "#admin/api/custody.ts";
import { inTransaction } from "#core/db/pool.ts";
import { appendCustody } from "#workers/custody.ts";
import { makeCheckpoint } from "#workers/checkpoint.ts";
import { settleLedger } from "#workers/ledger-settle.ts";
import { factOf } from "../../support/custody-log.ts";
import { addPerson, openTestDesk, signIn, type TestDesk } from "../../support/desk.ts";

const witness = "cong-an-tinh-mau+0dfb39a1+BLR3+GJdvFJJrB3WqeUdLfN65YDmDpjLqHOF7c4y7Mh2";

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "quantri", "admin");
});
afterAll(() => desk.close());

test("a rollback is told to everybody, the administrator included, and is gone when it was settled", async () => {
  const { pool } = desk.database;
  const house = { config: desk.config, database: { ...desk.database, how: "test" } };
  const admin = await signIn(desk, "quantri");
  const read = async () => (await admin.call("GET", "/api/custody")).json<CustodyState>();
  expect(await read()).toEqual({ checkpoint: null, witnesses: [] });
  await inTransaction(pool, (tx) => appendCustody(tx, factOf(1)));
  const { origin } = await makeCheckpoint(house);
  expect(await read()).toMatchObject({ checkpoint: { origin, size: 1 }, witnesses: [] });
  await pool.query(
    "insert into witness_alarm (witness_key, kind, detail, at) values ($1, 'rollback', 'witness has seen 9, this log has 1', now())",
    [witness],
  );
  expect((await read()).witnesses).toMatchObject([
    { witness: "cong-an-tinh-mau", lastSize: 0, lastAt: null, alarm: { kind: "rollback" } },
  ]);
  await settleLedger(house, "quantri", "khôi phục từ bản sao lưu");
  expect((await read()).witnesses.filter((w) => w.alarm !== null)).toEqual([]);
  expect((await desk.app.inject({ url: "/api/custody", headers: { host: "desk.localhost:8787" } })).statusCode).toBe(
    401,
  );
});
