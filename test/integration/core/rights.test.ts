// Promises that the application's role cannot rewrite what is append-only, with its triggers off or on, and that all else works.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runMigrations } from "bullmq";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { startEmbeddedPostgres } from "#core/db/embedded-postgres.ts";
import { type Database, openDatabase } from "#core/db/open-database.ts";
import { inTransaction } from "#core/db/pool.ts";
import { describeRights } from "#core/db/rights.ts";
import { appendCustody, verifyCustody } from "#workers/custody.ts";
import { openQueue } from "#workers/queue.ts";
import { factOf } from "../../support/custody-log.ts";
import { createTestDatabase } from "../../support/database.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-rights-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const guarded = [
  "ledger",
  "ledger_tile",
  "checkpoint",
  "cosignature",
  "witness_alarm",
  "seal",
  "decision",
  "event",
  "rule_state",
  "shadow_hit",
  "shadow_review",
  "backtest",
  "host_label",
  "host_label_removal",
];
const whyNot = async (pool: pg.Pool, sql: string) => {
  const error: unknown = await pool.query(sql).then(
    () => new Error("allowed"),
    (e: unknown) => e,
  );
  return error instanceof Error ? error.message : "";
};
const writeOnce = (database: Database) => inTransaction(database.pool, (tx) => appendCustody(tx, factOf(1)));
/** A foreign key's look at the row it points at, as Postgres does it when a seal is inserted. */
const insertSeal = async (pool: pg.Pool) => {
  const id = "01993d5e-0000-7000-8000-000000000001";
  await pool.query(
    "insert into capture (id, url, vantage, asked_by, reason, state, queued_at) values ($1, 'https://a.example/', 'desktop', 't', 't', 'sealed', now())",
    [id],
  );
  await pool.query(
    "insert into seal (capture_id, store_key, sha256, size_bytes, manifest_sha256, key_fingerprint, summary, sealed_at, ledger_seq) values ($1, 'k', sha256('a'), 1, sha256('b'), 'f', '{}', now(), 1)",
    [id],
  );
};

test("on the embedded database, also one from before, the program works and cannot rewrite", async () => {
  const server = await startEmbeddedPostgres(dir);
  const before = new pg.Client(server.url);
  await before.connect();
  await runMigrations(before); // the queue's tables once belonged to the server's owner
  await before.end();
  const config = readConfig({ VONGGAC_DATA: dir });
  const database = await openDatabase(config);
  const { pool } = database;
  await writeOnce(database);
  await insertSeal(pool);
  expect(await describeRights(pool)).toEqual({ role: "vonggac_app", isSuperuser: false, mayRewrite: false });
  for (const table of guarded) {
    expect(await whyNot(pool, `delete from ${table}`), table).toBe(`permission denied for table ${table}`);
    expect(await whyNot(pool, `truncate ${table} cascade`), table).toMatch(/permission denied for table/);
    expect(await whyNot(pool, `alter table ${table} disable trigger all`), table).toBe(
      `must be owner of table ${table}`,
    );
  }
  await pool.query("grant update on ledger to vonggac_app"); // Postgres warns that it granted nothing
  expect(await whyNot(pool, "update ledger set actor = 'x'")).toBe("permission denied for table ledger");
  expect(await whyNot(pool, "update seal set sha256 = sha256('x')")).toBe("permission denied for table seal");
  expect(await whyNot(pool, "set session_replication_role = replica")).toMatch(/permission denied/);
  expect(await whyNot(pool, "set role vonggac")).toMatch(/permission denied/);
  const queue = await openQueue(config, database.url);
  await queue.add([{ name: "page", data: { pageId: "x" }, key: "page-x", delayMs: 60_000 }]);
  expect(await queue.count("scan")).toMatchObject({ delayed: 1 });
  await queue.close();
  await database.close();
  const again = await openDatabase(config);
  expect((await verifyCustody(again.pool)).head.seq).toBe(1);
  await again.close();
  await server.stop();
});

test("a superuser's DATABASE_URL is used for the migrations; the program works under a role that cannot rewrite", async () => {
  const test = await createTestDatabase();
  const config = readConfig({ VONGGAC_DATA: dir, DATABASE_URL: test.url });
  const [database, second] = await Promise.all([openDatabase(config, 4), openDatabase(config, 4)]);
  await writeOnce(database);
  await insertSeal(second.pool);
  expect(await describeRights(database.pool)).toEqual({ role: "vonggac_app", isSuperuser: false, mayRewrite: false });
  expect(await whyNot(second.pool, "delete from ledger")).toBe("permission denied for table ledger");
  const queue = await openQueue(config, database.url);
  await queue.close();
  await Promise.all([database.close(), second.close()]);
  await test.close();
});

test("an owner that is no superuser takes the rights from itself: an UPDATE fails with the triggers off, foreign keys hold", async () => {
  const test = await createTestDatabase();
  const name = new URL(test.url).pathname.slice(1);
  const role = `owner_${name}`;
  await test.pool.query(`create role ${role} login password 'x' nosuperuser`);
  await test.pool.query(`create database ${role} owner ${role}`);
  const url = Object.assign(new URL(test.url), { username: role, password: "x", pathname: `/${role}` }).href;
  const config = readConfig({ VONGGAC_DATA: dir, DATABASE_URL: url });
  const database = await openDatabase(config, 4);
  await writeOnce(database);
  await insertSeal(database.pool);
  await database.pool.query("alter table ledger disable trigger ledger_append_only");
  expect(await whyNot(database.pool, "update ledger set actor = 'x'")).toBe("permission denied for table ledger");
  expect(await whyNot(database.pool, "delete from ledger")).toBe("permission denied for table ledger");
  expect(await whyNot(database.pool, "truncate ledger cascade")).toMatch(/permission denied/);
  expect((await describeRights(database.pool)).isSuperuser).toBe(false);
  const queue = await openQueue(config, database.url);
  await queue.close();
  await database.close();
  await test.pool.query(`drop database ${role} with (force)`);
  await test.pool.query(`drop role ${role}`);
  await test.close();
});
