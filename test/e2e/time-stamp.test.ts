// Promises time stamps as users of the command line meet them: doctor's word, tokens beside a captured file, stamp's outcome.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonLines, runVonggac } from "../support/run-vonggac.ts";
import { startTimeStampAuthority, type TestAuthority } from "../support/time-stamp-authority.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-e2e-time-"));
const page = "<!doctype html><html lang=vi><title>Lịch tiếp dân</title><h1>Lịch tiếp dân của xã Thử Nghiệm</h1>";
let authority: TestAuthority;
let site: Server;
let env: Record<string, string>;

beforeAll(async () => {
  authority = await startTimeStampAuthority();
  writeFileSync(path.join(dir, "roots.pem"), authority.rootPem);
  site = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8").end(page.repeat(3));
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  env = {
    VONGGAC_DATA: path.join(dir, "data"),
    VONGGAC_ALLOW_LOOPBACK_PORTS: String((site.address() as AddressInfo).port),
    VONGGAC_TSA_URLS: authority.url,
    VONGGAC_TSA_TRUST: path.join(dir, "roots.pem"),
    VONGGAC_TSA_TIMEOUT_MS: "3000",
  };
});
afterAll(async () => {
  await authority.close();
  site.close();
  rmSync(dir, { recursive: true, force: true });
});

const capture = (out: string) =>
  runVonggac(["capture", `http://127.0.0.1:${(site.address() as AddressInfo).port}/`, "--out", out, "--json"], { env });

test("a captured file has its token beside it, which openssl verifies over the manifest", async () => {
  authority.mode = "good";
  const out = path.join(dir, "out");
  const run = await capture(out);
  expect(run.code, run.stderr).toBe(0);
  const [line] = jsonLines<{ file: string; timeStamp: unknown }>(run);
  expect(line!.timeStamp).toMatchObject({ state: "stamped", authority: authority.url, pinned: true, error: "" });
  const manifest = path.join(dir, "manifest.json");
  writeFileSync(manifest, execFileSync("unzip", ["-p", line!.file, "evidence/manifest.json"]));
  const token = line!.file.replace(/\.wacz$/, ".1.tsr");
  const args = ["ts", "-verify", "-data", manifest, "-in", token, "-CAfile", path.join(dir, "roots.pem")];
  expect(execFileSync("openssl", args, { encoding: "utf8", stdio: "pipe" })).toContain("Verification: OK");
});

test("a capture under a lying authority is sealed without a stamp, and says so", async () => {
  authority.mode = "future";
  const out = path.join(dir, "out-lying");
  const run = await capture(out);
  expect(run.code, run.stderr).toBe(0);
  const [line] = jsonLines<{ timeStamp: { state: string; error: string } }>(run);
  expect(line!.timeStamp).toMatchObject({ state: "none", at: null });
  expect(line!.timeStamp.error).toMatch(/in the future/);
  expect(readdirSync(out).filter((name) => name.includes(".tsr"))).toEqual([]);
});

test("doctor names the authority that answers soundly, and why another one does not", async () => {
  const read = async () => {
    const run = await runVonggac(["doctor", "--json"], { env });
    const lines = jsonLines<{ name: string; ok: boolean; detail: string; cure: string }>(run);
    return Object.fromEntries(lines.map((l) => [l.name, l]));
  };
  authority.mode = "good";
  const good = await read();
  expect(good["time-stamp authority"]).toMatchObject({ ok: true, cure: "" });
  expect(good.clock!.detail).toMatch(/off by -?\d+ ms ± \d+ ms \(tsa http/);
  authority.clockOffsetMs = 30_000;
  const off = await read();
  expect(off.clock).toMatchObject({ ok: false });
  expect(off.clock!.cure).not.toBe("");
  authority.clockOffsetMs = 0;
  authority.mode = "wrong-usage";
  const lying = await read();
  expect(lying["time-stamp authority"]).toMatchObject({ ok: false });
  expect(lying["time-stamp authority"]!.detail).toMatch(/not for time stamping/);
});

test("stamp says what is missing in the configuration, and ends well with nothing to do", async () => {
  const without = await runVonggac(["stamp", "--json"], { env: { VONGGAC_DATA: path.join(dir, "data") } });
  expect(without.code).toBe(78);
  expect(without.stderr).toMatch(/VONGGAC_TSA_URLS/);
  const idle = await runVonggac(["stamp", "--json"], { env });
  expect(idle.code, idle.stderr).toBe(0);
  expect(idle.stdout).toBe("");
});
