// Promises that the desk shows a log that another office's witness calls rewritten, on every screen, in a real browser.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { appendCustody } from "#workers/custody.ts";
import { makeCheckpoint, openLog } from "#workers/checkpoint.ts";
import { pushCheckpoint } from "#workers/witness-push.ts";
import { factOf } from "../../support/custody-log.ts";
import { addPerson, password } from "../../support/desk.ts";
import { type BrowserDesk, enter, openBrowserDesk } from "../../support/desk-browser.ts";
import { startWitness, type WitnessProcess } from "../../support/witness-process.ts";

const state = mkdtempSync(path.join(os.tmpdir(), "vonggac-witness-"));
let opened: BrowserDesk;
let witness: WitnessProcess;

beforeAll(async () => {
  opened = await openBrowserDesk(8931);
  await addPerson(opened.desk, "an", "monitor");
});
afterAll(async () => {
  await witness.kill("SIGTERM");
  await opened.close();
  rmSync(state, { recursive: true, force: true });
});

test("what the witness refused stands in red above queue and watchlist, and is an alert for screen readers", async () => {
  const { database, config } = opened.desk;
  const { pool } = database;
  const logKey = (await openLog({ config })).key.verifier.text;
  witness = await startWitness(logKey, state);
  const settings = { VONGGAC_DATA: config.dataDir, VONGGAC_WITNESSES: witness.setting };
  const house = { config: readConfig(settings), database: { ...database, how: "test" } };
  const append = () => inTransaction(pool, (tx) => appendCustody(tx, factOf(1)));
  for (let i = 0; i < 3; i++) await append();
  await makeCheckpoint(house);
  expect((await pushCheckpoint(house))[0]!.outcome).toBe("cosigned");

  const page = await opened.browser.newPage({ viewport: { width: 1366, height: 768 } });
  await enter(page, opened.origins, "an", password);
  await page.getByRole("link", { name: "Giám sát", exact: true }).waitFor();
  expect(await page.getByRole("alert").innerText()).toBe("");

  // Somebody with every right puts database and disk back to two entries.
  rmSync(path.join(config.dataDir, "ledger"), { recursive: true });
  const forger = new pg.Client(database.url);
  await forger.connect();
  await forger.query("set session_replication_role = replica");
  await forger.query("delete from ledger where seq > 2");
  await forger.query("delete from checkpoint");
  await forger.end();
  await makeCheckpoint(house);
  expect((await pushCheckpoint(house))[0]!.detail).toMatch(/has seen 3 entries, this log has 2/);

  await page.reload();
  const band = page.getByRole("alert").filter({ hasText: "CẢNH BÁO: sổ lưu giữ chứng cứ không còn nguyên vẹn" });
  await band.waitFor();
  expect(await band.innerText()).toContain("Dấu hiệu sổ bị đưa về trạng thái cũ hơn");
  expect(await band.innerText()).toMatch(/theo nhân chứng witness-[0-9a-f]{8}/);
  await page.getByRole("link", { name: "Giám sát", exact: true }).click();
  await page.waitForURL(/watchlist/);
  expect(await band.isVisible()).toBe(true);
  const file = process.env.VONGGAC_SHOT;
  if (file) await page.screenshot({ path: file });
  await page.close();
});
