// Promises the main job end to end on the sample web: every planted sign found and sealed, no innocent site flagged.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectedOutcomes } from "#admin/cli/demo/expected.ts";
import { type SampleWeb, startSampleWeb } from "#admin/cli/demo/sample-web.ts";
import type { ScanRun } from "#admin/cli/run-scan.ts";
import { runDemoScan } from "#admin/cli/verbs/demo.ts";
import { normaliseTarget } from "#admin/cli/watchlist.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { selectEarlierCaptures } from "#core/records/desk.ts";
import { decideFinding, type FindingRow, selectDecisions, selectFinding } from "#core/records/finding.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { verifyCustody } from "#workers/custody.ts";
import { type House, openHouse } from "#workers/house.ts";
import { takeApart } from "../support/sealed-package.ts";

let web: SampleWeb;
let house: House;
let run: ScanRun;
const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-flow-"));
const calm = new AbortController().signal;

beforeAll(async () => {
  web = await startSampleWeb();
  const config = readConfig({ VONGGAC_DATA: dataDir, VONGGAC_PROXY: web.proxyUrl, VONGGAC_DELAY_MS: "250" });
  house = await openHouse(config);
  run = await runDemoScan(house, calm);
});
afterAll(async () => {
  await house?.close();
  await web?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const outcomeOf = (url: string) => {
  const normal = normaliseTarget(url, url.includes("//t.me/") ? "account" : "site", house.config).url;
  const entry = run.scans.find((s) => s.target.url === normal);
  if (!entry) throw new Error(`no scan of ${url}`);
  return { scan: entry.scan, findings: run.findings.filter((f) => f.targetId === entry.target.id) };
};

describe.each(expectedOutcomes)("$url: $because", (expected) => {
  test(`ends as ${expected.finalState}`, () => {
    expect(outcomeOf(expected.url).scan.outcome).toBe(expected.finalState);
  });

  if (expected.category !== null) {
    test(`is found as ${expected.category} with enough independent signals`, () => {
      const found = outcomeOf(expected.url).findings.find((f) => f.category === expected.category);
      expect(found, "no finding").toBeDefined();
      expect(expected.verdicts).toContain(found!.verdict);
      const rules = new Set(found!.signals.map((s) => s.rule));
      expect(rules.size >= expected.minSignals || found!.signals.some((s) => s.legalGrade)).toBe(true);
    });
  } else {
    test("raises no finding", () => {
      expect(outcomeOf(expected.url).findings.map((f) => `${f.category} ${f.verdict}`)).toEqual([]);
    });
  }
});

test("every finding stands on a sealed package that verifies against this installation's key", async () => {
  expect(run.findings.length).toBeGreaterThanOrEqual(expectedOutcomes.filter((e) => e.category !== null).length);
  for (const finding of run.findings) {
    const verdict = await verifyPackage(house.store.localPath(finding.storeKey)!, {
      trustPem: house.keyring.publicPem,
    });
    expect(verdict.checks.filter((c) => !c.ok)).toEqual([]);
    expect([verdict.level, verdict.trust]).toEqual(["sealed", "trusted"]);
  }
});

test("what was flagged was looked at twice within a minute, and what only needs review was not", async () => {
  for (const verdict of ["flag", "review"] as const) {
    const findings = run.findings.filter((f) => f.verdict === verdict);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) {
      const manifest = JSON.parse(
        (await takeApart(house.store.localPath(finding.storeKey)!)).get("evidence/manifest.json")!.toString(),
      );
      const isFlagged = run.findings.some((f) => f.verdict === "flag" && f.storeKey === finding.storeKey);
      expect(manifest.secondLook === null, finding.url).toBe(!isFlagged);
      if (!isFlagged) continue;
      const afterMs = Date.parse(manifest.secondLook.startedAt) - Date.parse(manifest.endedAt);
      expect([manifest.secondLook.status, afterMs < 60_000], finding.url).toEqual([manifest.status, true]);
    }
  }
});

test("every signal says what fired, where, and what would clear it, and accuses nobody", () => {
  for (const signal of run.findings.flatMap((f) => f.signals)) {
    expect(signal.anchors.length).toBeGreaterThan(0);
    expect(signal.clearedBy).not.toBe("");
    expect(signal.say).not.toMatch(/(?<!dấu hiệu )vi phạm/i);
    for (const anchor of signal.anchors)
      if (anchor.kind === "text") expect(anchor.raw.length).toBe(anchor.end - anchor.start);
  }
});

test("the score of a finding is the sum of its signals", () => {
  for (const f of run.findings) expect(f.signals.reduce((sum, s) => sum + s.weight, 0)).toBeCloseTo(f.score, 4);
});

test("the face that only phones or search visitors see is captured from there", () => {
  const cloaked = run.findings.find((f) => f.host === "noithatgocnha.example");
  expect(["mobile", "search"]).toContain(cloaked?.vantage);
});

test("a face for phones from a search page is found from there, and the shop that others see is sealed beside it", async () => {
  const finding = run.findings.find((f) => f.host === "gomlangnen.example");
  expect([finding?.vantage, finding?.reproduced]).toEqual(["mobile-search", true]);
  const difference = finding!.signals.flatMap((s) => s.anchors).find((a) => a.kind === "difference");
  expect(difference?.between).toEqual(["desktop", "mobile-search"]);
  const { pool } = house.database;
  const captures = await selectEarlierCaptures(pool, finding!.id);
  expect(captures.map((c) => `${c.vantage} ${c.isContrast}`).toSorted()).toEqual([
    "desktop true",
    "mobile-search false",
  ]);
  const ordinary = captures.find((c) => c.isContrast)!.captureId;
  const seal = await selectOptionalSeal(pool, ordinary);
  const verdict = await verifyPackage(house.store.localPath(seal!.storeKey)!, { trustPem: house.keyring.publicPem });
  expect([verdict.level, verdict.trust]).toEqual(["sealed", "trusted"]);
});

test("the custody log holds one entry a sealed capture and its chain is intact", async () => {
  const verdict = await verifyCustody(house.database.pool);
  expect(verdict.broken).toBeNull();
  const { rows } = await house.database.pool.query(
    "select (select count(*) from seal) as seals, (select count(*) from ledger where act = 'capture.sealed') as entries",
  );
  expect(rows[0].seals).toBeGreaterThan(0);
  expect(rows[0].entries).toBe(rows[0].seals);
});

test("sealed rows, custody and decisions can be neither changed nor deleted", async () => {
  for (const sql of [
    "update seal set size_bytes = 1",
    "delete from ledger",
    "update ledger set actor = 'x'",
    "truncate decision",
  ]) {
    await expect(house.database.pool.query(sql)).rejects.toThrow(/permission denied|append-only/);
  }
});

test("a person decides, and reverses the decision by a new one", async () => {
  const { pool } = house.database;
  const finding = run.findings[0]!;
  const decide = (verdict: "confirm" | "dismiss" | "reopen", reason: string) =>
    inTransaction(pool, (tx) => decideFinding(tx, { findingId: finding.id, actor: "truongca", verdict, reason }));
  await decide("confirm", "đã xem bản chụp");
  expect((await selectFinding(pool, finding.id)).status).toBe("confirmed");
  await expect(decide("dismiss", "đổi ý")).rejects.toMatchObject({ code: "conflict" });
  await decide("reopen", "xem lại theo ý kiến lãnh đạo");
  await decide("dismiss", "trang đã có giấy phép");
  expect((await selectDecisions(pool, finding.id)).map((d) => d.verdict)).toEqual(["confirm", "reopen", "dismiss"]);
});

test("by HTTP only watched hosts are asked, everybody is told who asks, and visits are never closer than the delay", () => {
  expect(web.requests.filter((r) => !r.userAgent.includes("VongGac"))).toEqual([]);
  const isBrowser = (r: { userAgent: string }) => r.userAgent.includes("Chrome/");
  const watched = new Set(expectedOutcomes.map((e) => new URL(e.url).hostname));
  expect(web.requests.filter((r) => !isBrowser(r) && !watched.has(r.host))).toEqual([]);
  for (const [host, list] of Map.groupBy(web.requests, (r) => r.host)) {
    const inTime = list.toSorted((a, b) => a.at - b.at);
    // What is asked around a captured page goes with the browser's visit, in the same turn of the host.
    let isInCapture = false;
    for (let i = 1; i < inTime.length; i++) {
      const [before, request] = [inTime[i - 1]!, inTime[i]!];
      const isAsked = /\/(robots\.txt|favicon\.\w+)$/.test(request.url) && !isBrowser(request);
      isInCapture = isBrowser(before) || isInCapture;
      const isOneVisit = isInCapture && (isAsked || (isBrowser(before) && isBrowser(request)));
      isInCapture &&= isAsked;
      const isSameOverHttps = request.url.replace(/^https?:/, "") === before.url.replace(/^https?:/, "");
      const isRedirect = isSameOverHttps || request.url === "https://t.me/nhomkin_tinhmau";
      if (!isOneVisit && !isRedirect)
        expect(request.at - before.at, `${host} ${request.url}`).toBeGreaterThanOrEqual(240);
    }
  }
});

test("a second scan adds its captures to the open findings and raises no second one", async () => {
  const before = run.findings.length;
  const targets = run.scans
    .filter((s) => s.target.url.includes("bet68club") || s.target.url.includes("saomaibank-xacthuc"))
    .map((s) => s.target);
  const { runScan } = await import("#admin/cli/run-scan.ts");
  const again = await runScan(house, targets, { signal: calm, askedBy: "test" });
  expect(again.scans.every((s) => s.scan.outcome === "scanned")).toBe(true);
  const all = await house.database.pool.query<FindingRow & { n: number }>(
    "select target_id, category, count(*)::int as n from finding group by 1, 2",
  );
  expect(all.rows.filter((r) => r.n > 1)).toEqual([]);
  expect(all.rows.length).toBe(before);
});
