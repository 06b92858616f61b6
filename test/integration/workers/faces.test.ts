// Promises that a face shown to some visitors only is found and kept beside the ordinary one, by few, spaced, honest requests.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runScan, type ScanRun } from "#admin/cli/run-scan.ts";
import { readConfig } from "#core/config.ts";
import { type CaptureRow, selectCapture, selectCaptures, selectOptionalSeal } from "#core/records/capture.ts";
import { selectEarlierCaptures } from "#core/records/desk.ts";
import { selectPages } from "#core/records/page.ts";
import { selectShadowHits } from "#core/records/shadow-hit.ts";
import { insertTarget, type TargetRow } from "#core/records/target.ts";
import { judgeFaces } from "#workers/handlers/faces.ts";
import { type House, openHouse } from "#workers/house.ts";
import { readKnowledge } from "#workers/knowledge-source.ts";
import { demoteRule } from "#workers/rules/lifecycle.ts";
import * as faced from "../../support/faced-sites.ts";

const delayMs = 200;
const own = "KiemThuMatTrang/1.0";
const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-faces-"));
let web: faced.FacedSites;
let house: House;
let targets: TargetRow[];
let first: ScanRun;
/** How many requests the web had answered when the first scan ended. */
let answeredFirst: number;

const sites = {
  "hep.example": (v: faced.Visitor) => (v.isPhone && v.isFromSearch ? faced.bookmaker : faced.tailor),
  "that.example": (v: faced.Visitor) => (v.isPhone ? faced.tailorForPhones : faced.tailor),
  "giau.example": (v: faced.Visitor) => (v.isFromSearch ? faced.bookmaker : faced.notFound),
  "dan.example": (v: faced.Visitor) => (v.path === "/sanh" ? faced.bookmaker : faced.tailorWithScript),
  "chan.example": () => faced.challenge,
};
type Host = keyof typeof sites;

const scan = (chosen: TargetRow[], of = house) =>
  runScan(of, chosen, { signal: AbortSignal.timeout(150_000), askedBy: "kiểm thử", maxPages: 2 });

beforeAll(async () => {
  web = await faced.startFacedSites(sites);
  const config = readConfig({
    VONGGAC_DATA: dataDir,
    VONGGAC_PROXY: web.proxyUrl,
    VONGGAC_DELAY_MS: String(delayMs),
    VONGGAC_USER_AGENT: own,
    VONGGAC_SECOND_LOOK: "off",
    VONGGAC_REPLAY_CHECK: "off",
  });
  house = await openHouse(config);
  targets = [];
  for (const host of Object.keys(sites))
    targets.push(
      (await insertTarget(house.database.pool, { url: `http://${host}/`, kind: "site" }, "kiểm thử")).target,
    );
  first = await scan(targets);
  answeredFirst = web.visits.length;
}, 200_000);
afterAll(async () => {
  await house?.close();
  await web?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const isBrowser = (v: faced.FacedVisit) => v.userAgent.includes("Chrome/");
const probesOf = (host: Host, visits = web.visits.slice(0, answeredFirst)) =>
  visits.filter((v) => v.host === host && v.path === "/" && !isBrowser(v));
const placeOf = (v: faced.FacedVisit) =>
  `${v.userAgent.includes("iPhone") ? "phone" : "desktop"} ${v.referrer === "" ? "none" : new URL(v.referrer).hostname}`;
const findingOf = (host: Host) => {
  const finding = first.findings.find((f) => f.host === host);
  if (!finding) throw new Error(`no finding of ${host}`);
  return finding;
};
const scanOf = (host: Host) => first.scans.find((s) => s.target.url.includes(host))!.scan;

async function capturesOf(host: Host): Promise<CaptureRow[]> {
  const rows = await selectEarlierCaptures(house.database.pool, findingOf(host).id);
  return Promise.all(rows.map((row) => selectCapture(house.database.pool, row.captureId)));
}

test("each visitor asks at most once a scan, five faces beside the desktop", () => {
  const matrix = ["none", "www.facebook.com", "www.google.com"].flatMap((from) => [`desktop ${from}`, `phone ${from}`]);
  for (const host of ["hep.example", "that.example", "giau.example", "dan.example"] as const)
    expect(probesOf(host).map(placeOf).toSorted(), host).toEqual(matrix.toSorted());
});

test("a challenge is taken as a refusal: no other face is tried", () => {
  expect(probesOf("chan.example").map(placeOf)).toEqual(["desktop none"]);
  expect(first.findings.filter((f) => f.host === "chan.example")).toEqual([]);
});

test("every request names this program, and probes of one host are never closer than the delay", () => {
  expect(web.visits.filter((v) => !v.userAgent.includes(own))).toEqual([]);
  for (const host of Object.keys(sites) as Host[]) {
    const visits = web.visits.filter((v) => v.host === host);
    for (const probe of probesOf(host, visits)) {
      const before = visits[visits.indexOf(probe) - 1];
      if (before) expect(probe.atMs - before.atMs, `${host} after ${before.path}`).toBeGreaterThanOrEqual(delayMs - 5);
    }
  }
});

test("a bookmaker for phones from a search page is found from there, and the difference is its evidence", () => {
  const finding = findingOf("hep.example");
  expect([finding.verdict, finding.vantage, finding.reproduced]).toEqual(["flag", "mobile-search", true]);
  const signal = finding.signals.find((s) => s.rule === "gam.cloaked-face");
  const differences = signal?.anchors.filter((a) => a.kind === "difference") ?? [];
  expect(differences.length).toBeGreaterThan(0);
  for (const difference of differences) expect(difference.between).toEqual(["desktop", "mobile-search"]);
  expect(differences.map((d) => d.what).join(" ")).toContain("Tiệm may Cô Thơ");
});

test("both faces of one address are sealed, each seen by its own visitor, and both belong to the finding", async () => {
  const captures = await capturesOf("hep.example");
  expect(captures.map((c) => `${c.vantage} ${c.url} ${c.state}`).toSorted()).toEqual([
    "desktop http://hep.example/ sealed",
    "mobile-search http://hep.example/ sealed",
  ]);
  const seals = await Promise.all(captures.map((c) => selectOptionalSeal(house.database.pool, c.id)));
  const titles = new Map(captures.map((c, i) => [c.vantage, String(seals[i]?.summary.title)]));
  expect(titles.get("desktop")).toBe("Tiệm may Cô Thơ");
  expect(titles.get("mobile-search")).toContain("Kim Long");
  expect(captures.find((c) => c.vantage === "desktop")?.reason).toContain("để đối chiếu");
});

test("where an ordinary visitor finds nothing, his missing page is sealed as the other half and accuses of nothing", async () => {
  expect(findingOf("giau.example")).toMatchObject({ category: "gambling", verdict: "flag", vantage: "search" });
  const captures = await capturesOf("giau.example");
  const ordinary = captures.find((c) => c.vantage === "desktop");
  expect([ordinary?.state, ordinary?.isContrast]).toEqual(["sealed", true]);
  const seal = await selectOptionalSeal(house.database.pool, ordinary!.id);
  expect([seal?.summary.mainStatus, Object.keys(seal?.detection?.categories ?? {})]).toEqual([404, []]);
  expect(first.findings.filter((f) => f.host === "giau.example")).toHaveLength(1);
});

test("a script that sends search visitors away is followed in a browser only, with the desktop's browser beside it", async () => {
  expect(findingOf("dan.example")).toMatchObject({ verdict: "flag", vantage: "mobile-search-script" });
  const pages = await selectPages(house.database.pool, scanOf("dan.example").id);
  const scripted = pages.filter((p) => p.vantage.endsWith("-script")).map((p) => `${p.vantage} by ${p.via}`);
  expect(scripted.toSorted()).toEqual(["desktop-script by browser", "mobile-search-script by browser"]);
  expect(web.visits.filter((v) => v.host === "dan.example" && v.path === "/sanh" && !isBrowser(v))).toEqual([]);
});

test("an honest template for phones raises nothing and is captured by nobody", async () => {
  expect(first.findings.filter((f) => f.host === "that.example")).toEqual([]);
  expect(await selectCaptures(house.database.pool, scanOf("that.example").id)).toEqual([]);
  expect(web.visits.slice(0, answeredFirst).filter((v) => v.host === "that.example" && isBrowser(v))).toEqual([]);
});

test("judging the faces of a finished scan again changes nothing", async () => {
  const { id } = scanOf("hep.example");
  const before = await selectCaptures(house.database.pool, id);
  await judgeFaces(house, { scanId: id });
  expect(await selectCaptures(house.database.pool, id)).toEqual(before);
});

test("an unchanged honest site is not asked by six visitors again, a cloaked one is", async () => {
  const chosen = targets.filter((t) => /that|hep/.test(t.url));
  await scan(chosen);
  const later = web.visits.slice(answeredFirst);
  expect(probesOf("that.example", later).map(placeOf)).toEqual(["desktop none"]);
  expect(probesOf("hep.example", later)).toHaveLength(6);
}, 160_000);

test("what a rule in shadow sees between two faces is kept for people to review", async () => {
  const { pool } = house.database;
  const shadowed = { ...house, keyring: house.keyring, knowledge: () => readKnowledge(pool) };
  const act = { rule: "gam.cloaked-face", actor: "an", reason: "thử chạy thầm" };
  await demoteRule({ pool, knowledge: shadowed.knowledge }, act);
  await scan(
    targets.filter((t) => /hep/.test(t.url)),
    shadowed,
  );
  const [hit] = await selectShadowHits(pool, { rule: "gam.cloaked-face" });
  expect(hit).toMatchObject({ vantage: "mobile-search", verdict: "unreviewed" });
  expect(hit!.signal!.anchors.some((a) => a.kind === "difference")).toBe(true);
}, 160_000);
