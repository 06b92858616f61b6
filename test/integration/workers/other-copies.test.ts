// Promises that quarantine hides and destruction takes every copy of a page's words: rows, the scan's bytes, caches, work folders.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { PageId, TargetId } from "#core/id.ts";
import type { Fetched } from "#core/nouns/fetched.ts";
import { type Signal } from "#core/nouns/signal.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { countQueue, selectQueue } from "#core/records/queue.ts";
import { defaultTriageSettings } from "#core/nouns/triage.ts";
import { raiseFinding, selectFinding, selectFindings } from "#core/records/finding.ts";
import { insertPage, markPageFetched, selectPage } from "#core/records/page.ts";
import { insertTarget } from "#core/records/target.ts";
import { newId, type PersonId } from "#core/id.ts";
import { openScanBlobs } from "#evidence/store/open-store.ts";
import { askDestruction, confirmDestruction } from "#workers/keeping/destroy.ts";
import { liftQuarantine, quarantineCapture } from "#workers/keeping/quarantine.ts";
import { keepVisit } from "#workers/visit-record.ts";
import { keepCapture, openTestKeeper, type TestKeeper } from "../../support/kept-capture.ts";

const secret = "lời-không-được-giữ";
const shared = "tệp mã dùng chung của hai trang";
const detection = (words: string) => ({
  categories: {
    gambling: { verdict: "flag" as const, score: 9, chance: null, signals: [signal(words)] },
  },
  skipped: [],
  shadow: [],
  knowledgeSha256: "0".repeat(64),
});
const signal = (words: string): Signal => ({
  rule: "thu.loi",
  version: "0123456789ab",
  category: "gambling",
  say: `Trang có câu “${words}”.`,
  clearedBy: "không có câu ấy",
  weight: 9,
  legalGrade: true,
  cites: [],
  anchors: [{ kind: "text", field: "text", start: 4, end: 9, raw: words }],
});

let keeper: TestKeeper;
beforeEach(async () => {
  keeper = await openTestKeeper();
});
afterEach(() => keeper.close());

/** A scanned page with its kept visit, the capture of it, and a finding that quotes it. */
async function seePage(words: string) {
  const { pool } = keeper;
  const { target } = await insertTarget(pool, { url: `https://${newId()}.example/`, kind: "site" }, "test");
  const pageId = await scanPage(target.id, words);
  const kept = await keepCapture(keeper, `${words} `, target.id, {
    pageId,
    title: words,
    detection: detection(words),
  });
  const findingId = await inTransaction(pool, (tx) =>
    raiseFinding(tx, {
      targetId: target.id,
      category: "gambling",
      url: target.url,
      host: new URL(target.url).host,
      vantage: "desktop",
      title: `Tiêu đề ${words}`,
      verdict: "flag",
      score: 9,
      signals: [signal(words)],
      reproduced: true,
      captureId: kept.captureId,
    }),
  );
  return { ...kept, target, pageId, findingId };
}

async function scanPage(targetId: TargetId, words: string): Promise<PageId> {
  const { pool } = keeper;
  const scanId = newId();
  await pool.query(
    "insert into scan (id, target_id, asked_by, reason, state, max_pages, queued_at) values ($1, $2, 'test', 'test', 'running', 3, $3)",
    [scanId, targetId, now()],
  );
  const page = {
    scanId: scanId as never,
    url: "https://a.example/",
    vantage: "desktop",
    position: 0,
    why: "",
  } as const;
  const pageId = (await insertPage(pool, page))!;
  const fetched = {
    exchanges: [],
    html: `<p>${words}</p>`,
    bodies: new Map([
      ["1", Buffer.from(`<p>${words}</p> `)],
      ["2", Buffer.from(shared)],
    ]),
  } as unknown as Fetched;
  await markPageFetched(pool, pageId, {
    via: "http",
    finalUrl: "https://a.example/",
    status: 200,
    condition: "content",
    conditionReason: "",
    title: words,
    tls: null,
    serverIp: null,
    serverNote: "",
    exchangesBlob: await keepVisit(openScanBlobs(keeper.config), fetched),
    htmlSha256: Buffer.alloc(32),
    facts: { words },
    detection: detection(words),
  });
  return pageId;
}

/** What of the words the whole database still says, table by table. */
async function tablesThatSay(words: string): Promise<string[]> {
  const tables = await keeper.pool.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await keeper.pool.query<{ n: number }>(
      `select count(*)::int as n from "${name}" t where to_jsonb(t)::text like $1`,
      [`%${words}%`],
    );
    if (rows[0]!.n > 0) found.push(name);
  }
  return found;
}

const filesThatSay = (words: string) =>
  readdirSync(keeper.dataDir, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && readFileSync(path.join(f.parentPath, f.name)).includes(words))
    .map((f) => path.relative(keeper.dataDir, path.join(f.parentPath, f.name)));

function leaveCopies(captureId: string): void {
  for (const folder of ["cache/desk", "cache/packages", `work/${captureId}`]) {
    mkdirSync(path.join(keeper.dataDir, folder), { recursive: true });
    writeFileSync(path.join(keeper.dataDir, folder, "copy"), secret);
  }
}

const by = (actor: string) => ({ actor, reason: "không được phép giữ" });

test("quarantine blanks what every reader is told of the page at once, keeps address and time, and gives it back when lifted", async () => {
  const { captureId, findingId, target } = await seePage(secret);
  leaveCopies(captureId);
  const { pool } = keeper;
  const filter = { status: "new" as const };
  const asker = {
    personId: newId() as PersonId,
    login: "an",
    isLead: true,
    at: now(),
    settings: defaultTriageSettings,
  };
  const page = { after: null, limit: 10 };
  const told = async () =>
    JSON.stringify([
      await selectFinding(pool, findingId),
      await selectFindings(pool, {}),
      await selectOptionalSeal(pool, captureId),
      await selectQueue(pool, filter, asker, page),
    ]);
  expect(await told()).toContain(secret);
  expect(await countQueue(pool, { ...filter, q: secret }, asker, 10)).toBe(1);
  await quarantineCapture(keeper, { captureId, ...by("an") });
  expect(await told()).not.toContain(secret);
  expect(await countQueue(pool, { ...filter, q: secret }, asker, 10)).toBe(0);
  const away = await selectFinding(pool, findingId);
  expect(away).toMatchObject({ url: target.url, title: "", score: 9, captureId });
  expect(away.signals).toMatchObject([{ rule: "thu.loi", weight: 9, anchors: [{ start: 4, end: 9, raw: "" }] }]);
  expect((await selectOptionalSeal(pool, captureId))!.summary).toEqual({ finalUrl: "https://a.example/" });
  for (const copy of ["cache/desk", "cache/packages", `work/${captureId}`])
    expect(existsSync(path.join(keeper.dataDir, copy)), copy).toBe(false);
  await liftQuarantine(keeper, { captureId, ...by("bình") });
  expect(await told()).toContain(secret);
});

test("after a destruction no row and no file on this machine says the words; what another page has too stays", async () => {
  const { captureId, findingId, pageId, target } = await seePage(secret);
  const other = await seePage("trang vô can");
  leaveCopies(captureId);
  expect((await tablesThatSay(secret)).sort()).toEqual(["finding", "page", "seal"]);
  expect(filesThatSay(secret).length).toBeGreaterThanOrEqual(6);
  const requestId = await askDestruction(keeper, { captureId, ground: "may-not-be-held", ...by("an") });
  const minutes = await confirmDestruction(keeper, { requestId, ...by("bình") });
  expect(await tablesThatSay(secret)).toEqual([]);
  expect(filesThatSay(secret)).toEqual([]);
  expect(filesThatSay(shared).length).toBe(1);
  expect(await selectFinding(keeper.pool, findingId)).toMatchObject({ url: target.url, title: "", score: 9 });
  expect(await selectPage(keeper.pool, pageId)).toMatchObject({ state: "fetched", detection: null, exchanges: null });
  expect((await selectFinding(keeper.pool, other.findingId)).signals[0]!.say).toContain("trang vô can");
  expect(filesThatSay("trang vô can").length).toBeGreaterThan(2);
  const said = JSON.parse(minutes) as { destroyed: string[]; remains: { what: string; why: string }[] };
  expect(said.destroyed.length).toBeGreaterThan(0);
  expect(said.remains.every(({ what, why }) => what !== "" && why !== "")).toBe(true);
});

test("no hand forgets a seal's words but a destruction, and that one changes nothing else of the seal", async () => {
  const { captureId } = await seePage(secret);
  const { pool } = keeper;
  await pool.query("select forget_sealed_words($1)", [captureId]);
  expect(await tablesThatSay(secret)).toContain("seal");
  const change = (what: string) => pool.query(`update seal set ${what} where capture_id = $1`, [captureId]);
  await expect(change("detection = null")).rejects.toThrow(/append-only/);
  const before = (await selectOptionalSeal(pool, captureId))!;
  const requestId = await askDestruction(keeper, { captureId, ground: "may-not-be-held", ...by("an") });
  await confirmDestruction(keeper, { requestId, ...by("bình") });
  const after = (await selectOptionalSeal(pool, captureId))!;
  expect(after).toEqual({ ...before, detection: null, summary: { finalUrl: "https://a.example/" } });
  await expect(change("sha256 = decode(repeat('00', 32), 'hex')")).rejects.toThrow(/append-only/);
  await expect(pool.query("delete from seal")).rejects.toThrow(/append-only/);
});
