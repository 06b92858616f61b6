// Promises that what a person wrote beside an address in the watchlist never reaches detection: any labels give the same findings.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsv } from "#admin/cli/csv.ts";
import { runScan } from "#admin/cli/run-scan.ts";
import { importWatchlist } from "#admin/cli/watchlist.ts";
import { readConfig } from "#core/config.ts";
import { selectPages } from "#core/records/page.ts";
import { selectTarget } from "#core/records/target.ts";
import type { TargetId } from "#core/id.ts";
import { openHouse } from "#workers/house.ts";
import * as faced from "../../support/faced-sites.ts";

const hosts = ["cuoc.example", "may.example", "dien-thoai.example"] as const;
const labels = ["cờ bạc", "tiệm may", "giả mạo ngân hàng"];
const dirs: string[] = [];
let web: faced.FacedSites;

beforeAll(async () => {
  web = await faced.startFacedSites({
    "cuoc.example": () => faced.bookmaker,
    "may.example": () => faced.tailor,
    "dien-thoai.example": () => faced.tailorForPhones,
  });
});
afterAll(async () => {
  await web.stop();
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

/** Everything that detection said of the three sites, with these words in the columns `label` and `note`. */
async function judgedWith(words: readonly string[]): Promise<unknown> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-labels-"));
  dirs.push(dataDir);
  const config = readConfig({
    VONGGAC_DATA: dataDir,
    VONGGAC_PROXY: web.proxyUrl,
    VONGGAC_DELAY_MS: "0",
    VONGGAC_MAX_PAGES: "1",
    VONGGAC_FACES: "off",
    VONGGAC_SECOND_LOOK: "off",
    VONGGAC_REPLAY_CHECK: "off",
  });
  const house = await openHouse(config);
  try {
    const { pool } = house.database;
    const lines = hosts.map((host, i) => `http://${host}/,site,${words[i] ?? ""},${words[i] ?? ""}`);
    const rows = readCsv(Buffer.from(["url,kind,label,note", ...lines].join("\n")), "watchlist.csv");
    const imported = await importWatchlist(pool, config, rows, { dryRun: false, actor: "kiểm thử" });
    const targets = await Promise.all(imported.map((row) => selectTarget(pool, row.id as TargetId)));
    expect(targets.map((t) => t.label)).toEqual(hosts.map((_, i) => words[i] ?? ""));
    const run = await runScan(house, targets, { signal: AbortSignal.timeout(60_000), askedBy: "kiểm thử" });
    const pages = await Promise.all(run.scans.map(({ scan }) => selectPages(pool, scan.id)));
    const findings = run.findings.map(({ host, category, verdict, score, signals }) => ({
      host,
      category,
      verdict,
      score,
      signals,
    }));
    return { findings, judged: pages.flat().map(({ url, detection }) => ({ url, detection })) };
  } finally {
    await house.close();
  }
}

test("right labels, labels on the wrong sites and none at all give the same findings to the letter", async () => {
  const right = await judgedWith(labels);
  expect(right).toMatchObject({ findings: [{ host: "cuoc.example", category: "gambling", verdict: "flag" }] });
  expect(await judgedWith([labels[1]!, labels[0]!, labels[0]!])).toEqual(right);
  expect(await judgedWith([])).toEqual(right);
}, 150_000);
