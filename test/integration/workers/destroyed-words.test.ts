// Promises that after a destruction nothing of what any visitor saw at the address stays: no row, no kept byte, no text read from a picture.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runScan } from "#admin/cli/run-scan.ts";
import { readConfig } from "#core/config.ts";
import { selectCaptures } from "#core/records/capture.ts";
import { selectPages } from "#core/records/page.ts";
import { upsertPicture } from "#core/records/picture.ts";
import { insertTarget } from "#core/records/target.ts";
import { type House, openHouse } from "#workers/house.ts";
import { askDestruction, confirmDestruction } from "#workers/keeping/destroy.ts";
import { keeperOf } from "#workers/keeping/keep-on.ts";
import * as faced from "../../support/faced-sites.ts";

const [onPhones, onDesktops, onPicture] = ["zoquanvit", "thanhxopin", "kimrangtoe"];
const foot = (word: string) =>
  `<footer>Cơ quan chủ quản: Công ty ${word}. Giấy phép số 12/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 01/02/2020.</footer>`;
const planted = (face: faced.FacedAnswer, word: string): faced.FacedAnswer => ({
  ...face,
  html: face.html
    .replace("</title>", ` ${word}</title>`)
    .replace("</body>", `<p>Nhắn ${word} để hẹn.</p>${foot(word)}</body>`),
});

const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-words-"));
let web: faced.FacedSites;
let house: House;

beforeAll(async () => {
  const [hostile, ordinary] = [planted(faced.bookmaker, onPhones), planted(faced.tailor, onDesktops)];
  web = await faced.startFacedSites({ "kin.example": (v) => (v.isPhone ? hostile : ordinary) });
  house = await openHouse(
    readConfig({
      VONGGAC_DATA: dataDir,
      VONGGAC_PROXY: web.proxyUrl,
      VONGGAC_DELAY_MS: "0",
      VONGGAC_SECOND_LOOK: "off",
      VONGGAC_REPLAY_CHECK: "off",
    }),
  );
}, 60_000);
afterAll(async () => {
  await house?.close();
  await web?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Every column of every table that holds the word, in any spelling of upper and lower case. */
async function columnsWith(word: string): Promise<string[]> {
  const { pool } = house.database;
  const { rows } = await pool.query<{ name: string; part: string; type: string }>(
    `select format('%I.%I', table_schema, table_name) as name, quote_ident(column_name) as part, data_type as type
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema in ('public', 'bullmq') and table_type = 'BASE TABLE' order by 1, 2`,
  );
  const found: string[] = [];
  for (const { name, part, type } of rows) {
    const text = type === "bytea" ? `encode(${part}, 'escape')` : `${part}::text`;
    const { rowCount } = await pool.query(`select 1 from ${name} where ${text} ilike '%' || $1 || '%' limit 1`, [word]);
    if (rowCount) found.push(`${name}.${part}`);
  }
  return found;
}

const unpackings = [(b: Buffer) => b, gunzipSync, zstdDecompressSync, brotliDecompressSync];
const opens = (unpack: (b: Buffer) => Buffer, bytes: Buffer, word: string): boolean => {
  try {
    return unpack(bytes).includes(word);
  } catch {
    return false; // packed in another way
  }
};

/** Files of blobs, evidence, caches and work folders that hold the word, packed or not. */
function filesWith(word: string): string[] {
  const names = readdirSync(dataDir, { recursive: true, encoding: "utf8" }).filter((n) => !n.startsWith("postgres"));
  return names.filter((name) => {
    const whole = path.join(dataDir, name);
    if (!statSync(whole).isFile()) return false;
    const bytes = readFileSync(whole);
    return unpackings.some((unpack) => opens(unpack, bytes, word));
  });
}

test("every face of the address leaves with the captures: rows, kept visits, judged pages and read pictures", async () => {
  const { pool } = house.database;
  const { target } = await insertTarget(pool, { url: "http://kin.example/", kind: "site" }, "kiểm thử");
  const run = await runScan(house, [target], {
    signal: AbortSignal.timeout(100_000),
    askedBy: "kiểm thử",
    maxPages: 1,
  });
  const scanId = run.scans[0]!.scan.id;
  const captures = await selectCaptures(pool, scanId);
  expect(captures.map((c) => c.state)).toEqual(["sealed", "sealed"]);
  const hostile = (await selectPages(pool, scanId)).filter((p) => p.title.includes(onPhones));
  expect(hostile.length).toBeGreaterThan(captures.length);
  // Read in the scan, and served with other bytes when the capture was taken: no capture holds it.
  const ocr = { state: "read" as const, text: onPicture, words: [], confidence: 1, engine: "thử" };
  await upsertPicture(
    pool,
    "ab".repeat(32),
    { width: 9, height: 9, ocr, codes: null, hash: null, engine: "thử" },
    new Date(),
  );
  for (const word of [onPhones, onDesktops]) {
    expect(await columnsWith(word)).toContain("public.page.facts");
    expect(filesWith(word).filter((f) => f.startsWith("blobs")).length).toBeGreaterThan(1);
  }
  for (const { id: captureId } of captures) {
    const asked = { captureId, ground: "may-not-be-held" as const, actor: "an", reason: "theo đề nghị" };
    const requestId = await askDestruction(keeperOf(house), asked);
    await confirmDestruction(keeperOf(house), { requestId, actor: "bình", reason: "đồng ý" });
  }
  for (const word of [onPhones, onDesktops, onPicture]) {
    expect(await columnsWith(word), word).toEqual([]);
    expect(filesWith(word), word).toEqual([]);
  }
}, 150_000);
