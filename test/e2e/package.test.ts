// Promises `package` and `handover` as an office uses them: a sealed package out of the house, verified, handed over on record.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { seedFinding } from "../support/desk.ts";
import { jsonLines, runVonggac } from "../support/run-vonggac.ts";

let folder: string;
let database: TestDatabase;
let env: Record<string, string>;
let findingId: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-giao-"));
  database = await createTestDatabase();
  env = { VONGGAC_DATA: path.join(folder, "data"), DATABASE_URL: database.url };
  const config = readConfig(env);
  const store = openEvidenceStore(config);
  ({ findingId } = await seedFinding({ database, config, store }, { url: "https://giao.test/" }));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a finding becomes a package that verifies with the house's key and is handed over with the same hash", async () => {
  const file = path.join(folder, "goi.zip");
  const packed = await runVonggac(["package", findingId, "--out", file, "--by", "lan", "--json"], { env });
  expect(packed.stderr).not.toContain("Error");
  expect(packed.code).toBe(0);
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  expect(jsonLines(packed)).toMatchObject([{ file, sha256, unstamped: 1 }]);

  const trust = path.join(folder, "data", "keys", "seal-key.pub.pem");
  const verified = await runVonggac(["verify", file, "--trust", trust, "--json"], { env: {} });
  expect(jsonLines(verified)).toMatchObject([{ ok: true, level: "sealed", trust: "trusted" }]);

  const medium = path.join(folder, "usb");
  mkdirSync(medium);
  const handed = await runVonggac(["handover", file, "--to", "Công an tỉnh", "--copy-to", medium, "--json"], { env });
  expect(handed.code).toBe(0);
  const [act] = jsonLines<{ record: string }>(handed);
  expect(act).toMatchObject({ file: path.join(medium, "goi.zip"), sha256Before: sha256, sha256After: sha256 });
  expect(readFileSync(act!.record).subarray(0, 5).toString()).toBe("%PDF-");

  const again = await runVonggac(["package", findingId, "--out", file], { env });
  expect(again.code).toBe(1);
  expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(sha256);
});

test("what is no id, an empty purpose and a missing file are wrong usage, and make nothing", async () => {
  const file = path.join(folder, "khong.zip");
  const runs = [
    ["package", "abc", "--out", file],
    ["package", "019ab000-9999-7222-8333-444455556666", "--out", file],
    ["package", findingId, "--out", file, "--purpose", " "],
    ["package", findingId],
    ["handover", path.join(folder, "none.zip"), "--to", "x"],
  ];
  for (const args of runs) expect((await runVonggac(args, { env })).code, args.join(" ")).toBe(2);
  expect(existsSync(file)).toBe(false);
});
