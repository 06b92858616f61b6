// Promises that originals are read from the sealed bytes, hashed anew each time, and served only on their own origin to living sessions.
import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaptureView, IntegrityView } from "#admin/api/captures.ts";
import { createEvidenceLinks } from "#admin/server/evidence-links.ts";
import { openSealedPackage } from "#admin/server/sealed-package.ts";
import { setClock } from "#core/clock.ts";
import type { CaptureId } from "#core/id.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { selectEvents } from "#core/records/event.ts";
import { verifyCustody } from "#workers/custody.ts";
import { startS3Double } from "../../support/s3-double.ts";
import {
  addPerson,
  deskHost,
  evidenceHost,
  openTestDesk,
  seedFinding,
  type Signed,
  signal,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

let desk: TestDesk;
let an: Signed;
let seeded: Awaited<ReturnType<typeof seedFinding>>;

const text = "Chào mừng.\nNạp tiền nhận   thưởng ngay.\nHết.";

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor");
  an = await signIn(desk, "an");
  seeded = await seedFinding(desk, {
    url: "https://chung-cu.example/",
    shown: { text, dom: `<p>Chào mừng.</p><a style="display:none" href="https://an.example">nhà cái ẩn</a>` },
    signals: [
      signal({ anchors: [{ kind: "text", field: "text", start: 3, end: 9, raw: "nạp tiền nhận thưởng" }] }),
      signal({
        anchors: [
          { kind: "text", field: "html", start: 0, end: 9, raw: '<a style="display:none" href="https://an.example">' },
        ],
      }),
      signal({ anchors: [{ kind: "text", field: "text", start: 0, end: 9, raw: "chữ không có trong bản chụp" }] }),
    ],
  });
});
afterAll(() => desk.close());

const readCapture = async (who = an) =>
  (await who.call("GET", `/api/captures/${seeded.captureId}?finding=${seeded.findingId}`)).json<CaptureView>();
const fetchEvidence = (url: string, headers: Record<string, string> = {}) =>
  desk.app.inject({ url, headers: { host: evidenceHost, ...headers } });
const pathOf = (url: string) => new URL(url).pathname;

test("marks stand where the words stand in the captured text; words that are not there get no mark", async () => {
  const view = await readCapture();
  expect(view.unreadable).toBe("");
  expect(view.marks.map((mark) => [mark.signal, view.text.slice(mark.start, mark.end)])).toEqual([
    [0, "Nạp tiền nhận   thưởng"],
  ]);
  expect(view.excerpts).toMatchObject([{ signal: 1, after: "nhà cái ẩn</a>" }]);
  expect(view.requests.some((request) => request.sha256 !== null)).toBe(true);
  const viewed = (await selectEvents(desk.database.pool, { object: seeded.captureId })).map((event) => [
    event.actor,
    event.act,
  ]);
  expect(viewed).toContainEqual(["an", "original.viewed"]);
});

test("a tile comes as a fresh PNG of the same pixels from the evidence origin under a sandbox, never from the desk's", async () => {
  const [tile] = (await readCapture()).tiles;
  const answer = await fetchEvidence(pathOf(tile!.url));
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toBe("image/png");
  expect(answer.headers["content-security-policy"]).toContain("sandbox");
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers["set-cookie"]).toBeUndefined();
  expect(await sharp(answer.rawPayload).metadata()).toMatchObject({
    format: "png",
    width: tile!.width,
    height: tile!.height,
  });
  const seal = await selectOptionalSeal(desk.database.pool, seeded.captureId);
  const original = await openSealedPackage(desk.store, seal!);
  const pixels = (bytes: Buffer) => sharp(bytes).removeAlpha().raw().toBuffer();
  const sealed = await pixels(await original.readRecord(original.manifest.tiles[0]!.record));
  expect((await pixels(answer.rawPayload)).equals(sealed)).toBe(true);
  expect(
    (await desk.app.inject({ url: pathOf(tile!.url), headers: { host: deskHost, cookie: an.cookie } })).statusCode,
  ).toBe(404);
});

test("the original is a download, byte for byte what was sealed, and its taking is in the trail", async () => {
  const answer = await fetchEvidence(pathOf((await readCapture()).packageUrl));
  expect(answer.headers["content-disposition"]).toBe(`attachment; filename="${seeded.captureId}.wacz"`);
  expect(answer.rawPayload.equals(readFileSync(seeded.file))).toBe(true);
  const acts = (await selectEvents(desk.database.pool, { object: seeded.captureId })).map((event) => event.act);
  expect(acts).toContain("original.downloaded");
  const custody = await desk.database.pool.query("select act, actor, subject, sha256 from ledger order by seq");
  const exported = custody.rows.filter((r: { act: string }) => r.act === "export");
  expect(exported.map((r: { actor: string; subject: string }) => [r.actor, r.subject])).toContainEqual([
    "an",
    seeded.captureId,
  ]);
  expect(custody.rows.some((r: { act: string }) => r.act === "original.viewed")).toBe(true);
  expect((await verifyCustody(desk.database.pool)).broken).toBeNull();
});

test("evidence addresses die with time, with the session, and cannot be bent to another capture", async () => {
  await addPerson(desk, "binh", "monitor");
  const binh = await signIn(desk, "binh");
  const url = pathOf((await readCapture(binh)).tiles[0]!.url);
  const [, , token, ...rest] = url.split("/");
  const bent = [
    token!.replace(/^./, (c) => (c === "0" ? "1" : "0")),
    `${token}x`,
    token!.split(".").slice(0, 3).join("."),
    "..",
    "%2e%2e%2f",
    "a.b.c.d",
  ];
  for (const other of bent)
    expect((await fetchEvidence(`/e/${other}/${rest.join("/")}`)).statusCode, other).toBeGreaterThanOrEqual(400);
  const foreign = createEvidenceLinks(randomBytes(32)).make(seeded.captureId as CaptureId, randomBytes(32)).token;
  expect((await fetchEvidence(`/e/${foreign}/tile/0`)).statusCode).toBe(403);
  const back = setClock(() => Date.now() + 11 * 60_000);
  const late = await fetchEvidence(url).finally(back);
  expect(late.statusCode).toBe(403);
  expect((await fetchEvidence(url)).statusCode).toBe(200);
  await binh.call("DELETE", "/api/session");
  expect((await fetchEvidence(url)).statusCode).toBe(403);
});

test("no path leads out of the evidence or the web folder", async () => {
  const token = pathOf((await readCapture()).packageUrl).split("/")[2]!;
  const climbs = [
    `/e/${token}/../../../etc/passwd`,
    `/e/${token}/tile/..%2f..%2fetc%2fpasswd`,
    `/e/${token}/tile/-1`,
    `/e/${token}/package/../../x`,
  ];
  for (const url of climbs) expect((await fetchEvidence(url)).statusCode, url).toBeGreaterThanOrEqual(400);
  const web = await openTestDesk({}, import.meta.dirname);
  try {
    const files = [
      "/../desk/session.test.ts",
      "/%2e%2e/%2e%2e/package.json",
      "/..%2f..%2fpackage.json",
      "/assets/../../../../package.json",
      "/.env",
      "/%00",
    ];
    for (const url of files) {
      const answer = await web.app.inject({ url, headers: { host: deskHost } });
      expect(answer.body, url).not.toMatch(/vitest|"name"/);
    }
  } finally {
    await web.close();
  }
});

test("the integrity check reads the bytes each time: whole, then broken by one byte, then whole again", async () => {
  const check = async () => (await an.call("POST", `/api/captures/${seeded.captureId}/check`)).json<IntegrityView>();
  const good = await check();
  expect(good).toMatchObject({ ok: true, level: "sealed" });
  expect(good.sha256Now).toBe(good.sha256Sealed);
  const bytes = readFileSync(seeded.file);
  const bent = Buffer.from(bytes);
  bent[Math.floor(bytes.length / 2)]! ^= 1;
  chmodSync(seeded.file, 0o600);
  writeFileSync(seeded.file, bent);
  const bad = await check();
  expect(bad).toMatchObject({ ok: false, level: "broken" });
  expect(bad.checks.filter((c) => !c.ok).length).toBeGreaterThan(1);
  writeFileSync(seeded.file, bytes);
  expect(await check()).toMatchObject({ ok: true, level: "sealed" });
});

test("a package that is cut off or gone is said to be so and takes nothing else down", async () => {
  const bytes = readFileSync(seeded.file);
  writeFileSync(seeded.file, bytes.subarray(0, 1000));
  try {
    expect((await readCapture()).unreadable).toBe("store.failed");
    expect((await an.call("POST", `/api/captures/${seeded.captureId}/check`)).json()).toMatchObject({
      ok: false,
      level: "broken",
    });
    expect((await an.call("GET", `/api/findings/${seeded.findingId}`)).statusCode).toBe(200);
  } finally {
    writeFileSync(seeded.file, bytes);
  }
});

test("packages in an object store show, download and verify like those on a disk", async () => {
  const s3 = await startS3Double();
  const remote = await openTestDesk({
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY_ID: "thu",
    S3_SECRET_ACCESS_KEY: "thu",
  });
  try {
    expect(remote.store.localPath("2026/11/22/x.wacz")).toBeNull();
    await addPerson(remote, "an", "monitor");
    const { captureId, findingId } = await seedFinding(remote, { url: "https://kho-xa.example/", shown: { text } });
    const who = await signIn(remote, "an");
    const view = (await who.call("GET", `/api/captures/${captureId}?finding=${findingId}`)).json<CaptureView>();
    expect(view).toMatchObject({ unreadable: "", text });
    const get = (url: string) => remote.app.inject({ url: pathOf(url), headers: { host: evidenceHost } });
    expect((await get(view.tiles[0]!.url)).headers["content-type"]).toBe("image/png");
    expect((await get(view.packageUrl)).rawPayload.subarray(0, 2).toString()).toBe("PK");
    expect((await who.call("POST", `/api/captures/${captureId}/check`)).json()).toMatchObject({
      ok: true,
      level: "sealed",
    });
  } finally {
    await remote.close();
    await s3.close();
  }
});
