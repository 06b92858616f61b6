// Promises the way of a trace through the house: kept by scans, tied to other sites where rare, explained, masked, gone with a destruction.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runScan } from "#admin/cli/run-scan.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { selectCaptures } from "#core/records/capture.ts";
import { blankWords } from "#core/records/destruction.ts";
import { decideFinding } from "#core/records/finding.ts";
import { selectPages } from "#core/records/page.ts";
import { selectTracesOf } from "#core/records/site-trace.ts";
import { insertTarget } from "#core/records/target.ts";
import { groupSites, leastWeight } from "#detection/operator/link-sites.ts";
import { type House, openHouse } from "#workers/house.ts";
import { keeperOf } from "#workers/keeping/keep-on.ts";
import { liftQuarantine, quarantineCapture } from "#workers/keeping/quarantine.ts";
import { linksOfAll, linksOfHost } from "#workers/operators.ts";
import * as faced from "../../support/faced-sites.ts";

const payee = "ca-pub-7788990011223344";
const agency = `<script>(function(){window.dataLayer=[];})('GTM-DAILY9');</script>`;
const marked = (face: faced.FacedAnswer, marks: string): faced.FacedAnswer => ({
  ...face,
  html: face.html.replace("</body>", `${marks}</body>`),
});
const ads = `<script>window.ads = { client: "${payee}" };</script>`;
const contact = `<p>Hỗ trợ 0907 654 321</p>`;

const sites: Record<string, () => faced.FacedAnswer> = {
  "kimlong-a.example": () => marked(faced.bookmaker, ads + contact),
  "kimlong-b.example": () => marked(faced.bookmaker, ads + contact),
  "may-a.example": () => marked(faced.tailor, agency),
  "may-b.example": () => marked(faced.tailor, agency),
  "may-c.example": () => marked(faced.tailor, agency + ads),
};

const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-operators-"));
let web: faced.FacedSites;
let house: House;

beforeAll(async () => {
  web = await faced.startFacedSites(sites);
  house = await openHouse(
    readConfig({
      VONGGAC_DATA: dataDir,
      VONGGAC_PROXY: web.proxyUrl,
      VONGGAC_DELAY_MS: "0",
      VONGGAC_MAX_PAGES: "1",
      VONGGAC_FACES: "off",
      VONGGAC_OCR: "off",
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

async function scan(...hosts: string[]) {
  const { pool } = house.database;
  const targets = [];
  for (const host of hosts)
    targets.push((await insertTarget(pool, { url: `http://${host}/`, kind: "site" }, "test")).target);
  return runScan(house, targets, { signal: AbortSignal.timeout(120_000), askedBy: "test" });
}

const sameOperator = (run: Awaited<ReturnType<typeof scan>>) =>
  run.findings.flatMap((f) => f.signals).find((s) => s.rule === "gam.same-operator");

test("a rare mark on a site where a person confirmed gambling is shown with both places, and weighs at most one", async () => {
  const { pool } = house.database;
  const first = await scan("kimlong-a.example");
  const finding = first.findings.find((f) => f.category === "gambling")!;
  expect(sameOperator(first)).toBeUndefined();
  // The machine's own proposal is no reason: only a person's decision is.
  const before = await scan("kimlong-b.example");
  expect(sameOperator(before)).toBeUndefined();
  const decision = { findingId: finding.id, actor: "test", verdict: "confirm", reason: "trang nhà cái" } as const;
  await inTransaction(pool, (tx) => decideFinding(tx, decision));

  const after = await scan("kimlong-b.example");
  const signal = sameOperator(after)!;
  expect(signal.weight).toBe(1);
  expect(signal.say).toContain("kimlong-a.example");
  expect(signal.anchors).toContainEqual(expect.objectContaining({ kind: "text", field: "html", raw: payee }));
  const beside = signal.anchors.find((a) => a.kind === "difference")!;
  expect(beside.between).toEqual(["kimlong-b.example", "kimlong-a.example"]);
  expect(beside.what).toContain("•••321");
  expect(beside.what).not.toContain("907654");
});

test("an innocent page with the same mark is tied but accused of nothing; customers of one agency are not tied", async () => {
  const { pool } = house.database;
  const run = await scan("may-a.example", "may-b.example", "may-c.example");
  expect(run.findings).toEqual([]);
  for (const { scan: row } of run.scans)
    expect((await selectPages(pool, row.id))[0]!.detection!.categories.gambling).toBeUndefined();
  const knowledge = await house.knowledge();
  const partners = async (host: string) =>
    (await linksOfHost(pool, knowledge, `http://${host}/`, leastWeight)).map((l) =>
      l.between.find((site) => site !== host),
    );
  expect(await partners("may-a.example")).toEqual([]);
  expect(await partners("may-c.example")).toEqual(["kimlong-a.example", "kimlong-b.example"]);
  expect(groupSites(await linksOfAll(pool, knowledge, leastWeight)).map((g) => g.sites)).toEqual([
    ["kimlong-a.example", "kimlong-b.example", "may-c.example"],
  ]);
});

test("no column of the trace table holds a whole telephone number, and a quarantined capture's traces are not shown, a destroyed one's go", async () => {
  const { pool } = house.database;
  const rows = await pool.query<{ row: string }>("select row_to_json(t)::text as row from site_trace t");
  expect(rows.rows.length).toBeGreaterThan(5);
  expect(rows.rows.filter(({ row }) => row.includes("907654321"))).toEqual([]);
  expect((await selectTracesOf(pool, "kimlong-b.example")).map((t) => t.kind)).toContain("adsense");
  const { scans } = await scan("kimlong-b.example");
  const [capture] = await selectCaptures(pool, scans[0]!.scan.id);
  const others = async () =>
    (await linksOfHost(pool, await house.knowledge(), "http://kimlong-a.example/", leastWeight)).map(
      (l) => l.between[1],
    );
  const act = { captureId: capture!.id, actor: "test", reason: "thử" };
  await quarantineCapture(keeperOf(house), act);
  expect(await selectTracesOf(pool, "kimlong-b.example")).toEqual([]);
  expect(await others()).toEqual(["may-c.example"]);
  await liftQuarantine(keeperOf(house), act);
  expect(await others()).toContain("kimlong-b.example");
  await inTransaction(pool, (tx) => blankWords(tx, capture!.id));
  expect(await selectTracesOf(pool, "kimlong-b.example")).toEqual([]);
  expect((await selectTracesOf(pool, "kimlong-a.example")).map((t) => t.kind)).toContain("adsense");
});
