// Promises that text which Postgres cannot hold (NUL, half a surrogate pair) saves no site from being recorded and sealed.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runScan } from "#admin/cli/run-scan.ts";
import { readConfig } from "#core/config.ts";
import { selectCaptures, selectOptionalSeal } from "#core/records/capture.ts";
import { recordEvent, selectEvents } from "#core/records/event.ts";
import { insertTarget } from "#core/records/target.ts";
import { type House, openHouse } from "#workers/house.ts";
import { type Site, startSite } from "../capture/site.ts";

/** A betting page whose script puts a NUL and half an emoji where people will read: title, text, address. */
const hostile = `<!doctype html><html lang="vi"><title>Nhà cái 8899</title><body><h1>Nhà cái cá cược bóng đá, nổ hũ, tài xỉu đổi thưởng</h1>
<p>Đăng ký nhà cái nhận ngay 88k, nạp rút nhanh, tỷ lệ kèo bóng đá, casino trực tuyến, soi cầu lô đề, nổ hũ đổi thưởng.</p>
<p>Link vào nhà cái mới nhất, đại lý hoa hồng, khuyến mãi nạp đầu 100%, game bài đổi thưởng uy tín.</p>
<a href="/dang-ky">Đăng ký cược ngay</a> <a href="/nap">Nạp tiền</a>
<p id="late"></p>
<script>
document.title = "Nhà cái\\u0000 8899 \\ud83d";
document.getElementById("late").textContent = "Nổ hũ \\u0000 tài xỉu \\udc00 cá cược";
history.replaceState(null, "", "/?x=\\u0000\\ud83d#/sảnh");
</script></body></html>`;

let site: Site;
let house: House;
let dataDir: string;

beforeAll(async () => {
  site = await startSite({ "/": hostile });
  dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-hostile-text-"));
  house = await openHouse(
    readConfig({
      VONGGAC_DATA: dataDir,
      VONGGAC_ALLOW_LOOPBACK_PORTS: String(site.port),
      VONGGAC_DELAY_MS: "0",
      VONGGAC_MAX_PAGES: "1",
    }),
  );
});
afterAll(async () => {
  await house.close();
  site.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test("a page that writes NUL and half surrogates into its title and text is scanned, sealed and queued", async () => {
  const { pool } = house.database;
  const url = `http://127.0.0.1:${site.port}/`;
  const { target } = await insertTarget(pool, { url, kind: "site" }, "test");
  const run = await runScan(house, [target], { signal: AbortSignal.timeout(90_000), askedBy: "test" });
  expect(run.scans[0]?.scan).toMatchObject({ outcome: "scanned", outcomeReason: "" });
  expect(run.findings.map((f) => f.category)).toContain("gambling");
  const [capture] = await selectCaptures(pool, run.scans[0]!.scan.id);
  expect(capture).toMatchObject({ state: "sealed" });
  const seal = await selectOptionalSeal(pool, capture!.id);
  expect(seal?.summary.mainStatus).toBe(200);
  expect(seal?.summary.title).toMatch(/^Nhà cái\uFFFD? 8899 \uFFFD$/);
});

test("rows take NUL and half surrogates as U+FFFD, in text and in JSON", async () => {
  const { pool } = house.database;
  await recordEvent(pool, "a\0b", "finding.viewed", "o\ud83d", { note: "x\0y\udc00" });
  const [event] = await selectEvents(pool, { limit: 1 });
  expect(event).toMatchObject({ actor: "a\uFFFDb", object: "o\uFFFD", detail: { note: "x\uFFFDy\uFFFD" } });
});
