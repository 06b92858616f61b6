// Promises that the embedded Postgres is private, survives kill -9 of its program, is shared, and is stopped by the last.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { startEmbeddedPostgres } from "#core/db/embedded-postgres.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-pg-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const holder = fileURLToPath(new URL("../../support/hold-postgres.ts", import.meta.url));

async function hold(): Promise<{ child: ChildProcess; url: string; how: string; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, [holder, dir], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const line = await new Promise<string>((resolve) => child.stdout!.once("data", (d: Buffer) => resolve(d.toString())));
  return { child, ended, ...(JSON.parse(line) as { url: string; how: string }) };
}

const serverPid = () => Number(readFileSync(path.join(dir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function ask(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("rows outlive kill -9 of the program; the next start attaches to the orphan, and the last to leave stops it", async () => {
  const first = await hold();
  await ask(first.url, "create table kept (n int)");
  await ask(first.url, "insert into kept values (7)");
  first.child.kill("SIGKILL");
  await first.ended;
  const pid = serverPid();
  expect(isAlive(pid)).toBe(true);

  const second = await hold();
  expect(second.how).toContain("attached");
  expect(serverPid()).toBe(pid);
  expect(await ask(second.url, "select n from kept")).toEqual([{ n: 7 }]);

  const third = await startEmbeddedPostgres(dir);
  second.child.kill("SIGTERM");
  await second.ended;
  expect(await ask(third.url, "select n from kept")).toEqual([{ n: 7 }]);
  await third.stop();
  for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(50);
  expect(isAlive(pid)).toBe(false);

  const fourth = await startEmbeddedPostgres(dir);
  expect(await ask(fourth.url, "select n from kept")).toEqual([{ n: 7 }]);
  await fourth.stop();
});

test("a server that was killed is back at its port within seconds, with its rows", async () => {
  const server = await startEmbeddedPostgres(dir);
  await ask(server.url, "create table if not exists survived (n int)");
  process.kill(serverPid(), "SIGKILL");
  let rows: unknown = null;
  for (let i = 0; i < 100 && rows === null; i++) {
    await sleep(200);
    rows = await ask(server.url, "select count(*)::int as n from survived").catch(() => null);
  }
  expect(rows).toEqual([{ n: 0 }]);
  await server.stop();
});

test("a stop after the server died spares the stranger who has its number by now", async () => {
  const server = await startEmbeddedPostgres(dir);
  const pid = serverPid();
  process.kill(pid, "SIGKILL");
  for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(20);
  const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
  const file = path.join(dir, "postgres/postmaster.pid");
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [String(stranger.pid), ...lines.slice(1)].join("\n"));
  try {
    await server.stop();
    await sleep(300);
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  } finally {
    stranger.kill("SIGKILL");
    rmSync(file, { force: true });
  }
});

test("several processes that start at once share one server", async () => {
  const all = await Promise.all([hold(), hold(), startEmbeddedPostgres(dir)]);
  expect(new Set(all.map((s) => new URL(s.url).port)).size).toBe(1);
  for (const one of all.slice(0, 2) as Awaited<ReturnType<typeof hold>>[]) {
    one.child.kill("SIGTERM");
    await one.ended;
  }
  expect(await ask(all[2].url, "select 1 as one")).toEqual([{ one: 1 }]);
  await (all[2] as { stop(): Promise<void> }).stop();
});

test("asks for a password, listens on loopback only, and keeps folder and password to its owner", async () => {
  const server = await startEmbeddedPostgres(dir);
  try {
    const url = new URL(server.url);
    expect(url.hostname).toBe("127.0.0.1");
    expect(url.password.length).toBeGreaterThanOrEqual(32);
    url.password = "wrong";
    await expect(ask(url.href, "select 1")).rejects.toThrow(/password authentication failed/);
    expect((await ask(server.url, "show listen_addresses"))[0]).toEqual({ listen_addresses: "127.0.0.1" });
    expect(statSync(path.join(dir, "postgres-password")).mode & 0o077).toBe(0);
    expect(statSync(path.join(dir, "postgres")).mode & 0o077).toBe(0);
  } finally {
    await server.stop();
  }
});
