// Promises that registers and earlier scans reach detection: every imported register counts, a licence met again elsewhere is known.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsv } from "#admin/cli/csv.ts";
import { readLicences } from "#admin/cli/licence-csv.ts";
import { runScan } from "#admin/cli/run-scan.ts";
import { nowMs, setClock } from "#core/clock.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { importLicenceRegister, selectRegisterHeads } from "#core/records/register.ts";
import { insertTarget } from "#core/records/target.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { type House, openHouse } from "#workers/house.ts";
import { createKnowledgeSource, readKnowledge } from "#workers/knowledge-source.ts";
import { seenLicencesFor } from "#workers/seen-licences.ts";
import { type Site, startSite } from "../capture/site.ts";

const page = (owner: string) =>
  `<!doctype html><html lang="vi"><head><title>Chuyện Làng</title></head><body><h1>Chuyện làng hôm nay</h1>
  <p>Bà con trong làng vừa gặt xong vụ lúa sớm, sân đình phơi đầy thóc mới và rơm vàng.</p>
  <footer>Cơ quan chủ quản: ${owner}. Giấy phép số 77/GP-TTĐT do Sở TTTT Tỉnh Mẫu cấp ngày 02/03/2021. © 2026</footer></body></html>`;

let site: Site;
let house: House;
let dataDir: string;
beforeAll(async () => {
  site = await startSite({ "/": page("Công ty CP Sông Xanh") });
  dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-licences-"));
  const settings = {
    VONGGAC_ALLOW_LOOPBACK_PORTS: String(site.port),
    VONGGAC_DELAY_MS: "0",
    VONGGAC_MAX_PAGES: "1",
    VONGGAC_FACES: "off",
    VONGGAC_OCR: "off",
  };
  house = await openHouse(readConfig({ VONGGAC_DATA: dataDir, ...settings }));
});
afterAll(async () => {
  await house.close();
  site.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const importRegister = (name: string, csv: string) => {
  const { rows } = readLicences(readCsv(Buffer.from(csv), name));
  return inTransaction(house.database.pool, (tx) =>
    importLicenceRegister(tx, { name, sha256: Buffer.alloc(32), rows }, "test"),
  );
};

test("registers of different names count together, one of the same name is replaced, rows that say nothing stay stored", async () => {
  await importRegister("Sổ trung ương", "domain,license_number,owner\na.vn,1/GP-TTĐT,Công ty A\n,,Công ty Không Số\n");
  await importRegister("Sổ tỉnh", "domain,license_number\nb.vn,2/GP-SVHTTDL\n");
  await importRegister("Sổ tỉnh", "domain,license_number\nc.vn,3/GP-SVHTTDL\n");
  const { register } = await readKnowledge(house.database.pool);
  expect(register!.byDomain.get("a.vn")![0]!.register).toBe("Sổ trung ương");
  expect(register!.byDomain.get("c.vn")![0]!.register).toBe("Sổ tỉnh");
  expect(register!.byDomain.has("b.vn")).toBe(false);
  const heads = await selectRegisterHeads(house.database.pool);
  expect(heads.map((h) => [h.name, h.rowCount]).toSorted()).toEqual(
    [
      ["Sổ trung ương", 2],
      ["Sổ tỉnh", 1],
    ].toSorted(),
  );
});

test("a licence line read in a scan is known when another host shows it", async () => {
  const { target } = await insertTarget(house.database.pool, { url: `${site.origin}/`, kind: "site" }, "test");
  await runScan(house, [target], { signal: AbortSignal.timeout(120_000), askedBy: "test" });
  const elsewhere = (html: string) =>
    extractPage({ url: "https://langmau.vn/", finalUrl: "https://langmau.vn/", status: 200, html });
  const seen = await seenLicencesFor(house, { page: elsewhere(page("Công ty TNHH Núi Đỏ")) });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    number: "77",
    series: "gp-ttdt",
    issuedOn: "2021-03-02",
    owner: "Công ty CP Sông Xanh",
    host: "127.0.0.1",
  });
  expect(await seenLicencesFor(house, { page: elsewhere(page("X").replace("02/03/2021", "03/03/2021")) })).toEqual([]);
});

test("a host that is scanned each hour does not crowd out another host with the same line", async () => {
  const { pool } = house.database;
  const { rows } = await pool.query<{ facts: unknown }>("select facts from page where facts ? 'licences' limit 1");
  const { target } = await insertTarget(pool, { url: "http://khac.example/", kind: "site" }, "test");
  await pool.query(
    `with s as (insert into scan (id, target_id, state, outcome, asked_by, reason, max_pages, queued_at, finished_at)
       select gen_random_uuid(), $1, 'done', 'scanned', 't', 't', 1, now(), now() from generate_series(1, 300) returning id)
     insert into page (id, scan_id, url, vantage, position, why, state, queued_at, fetched_at, final_url, facts)
     select gen_random_uuid(), s.id, 'http://khac.example/', 'desktop', 0, 't', 'fetched', now(), now(), 'http://khac.example/', $2 from s`,
    [target.id, JSON.stringify(rows[0]!.facts)],
  );
  const url = "http://chep.example/";
  const copy = extractPage({ url, finalUrl: url, status: 200, html: page("Công ty CP Sông Xanh") });
  const seen = await seenLicencesFor(house, { page: copy });
  expect(seen.map((s) => s.host).toSorted()).toEqual(["127.0.0.1", "khac.example"]);
});

test("an unchanged register is not read again, the day goes on, and a new import is seen within seconds", async () => {
  const started = nowMs();
  let passedMs = 0;
  const restore = setClock(() => started + passedMs);
  try {
    const source = createKnowledgeSource(house.database.pool);
    const first = await source();
    passedMs = 60_000;
    const second = await source();
    expect(second.register).toBe(first.register);
    expect(second.now.getTime() - first.now.getTime()).toBe(60_000);
    await importRegister("Sổ mới", "domain,license_number\nd.vn,4/GP-SVHTTDL\n");
    passedMs = 120_000;
    const third = await source();
    expect(third.register!.byDomain.has("d.vn")).toBe(true);
    expect(second.register!.byDomain.has("d.vn")).toBe(false);
  } finally {
    restore();
  }
});
