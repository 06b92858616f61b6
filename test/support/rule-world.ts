// Promises a small office for tests of rules: a database, its own rules outside the repository, pages, findings and decisions.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Config, readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { type CaptureId, PageId, type TargetId } from "#core/id.ts";
import type { Fetched } from "#core/nouns/fetched.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Detection, Signal } from "#core/nouns/signal.ts";
import { decideFinding, type DecisionVerdict, raiseFinding } from "#core/records/finding.ts";
import { insertPage, markPageFetched } from "#core/records/page.ts";
import { insertTarget } from "#core/records/target.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { detect } from "#detection/detect.ts";
import type { Knowledge } from "#detection/knowledge.ts";
import type { BlobStore } from "#evidence/store/blob-store.ts";
import { openEvidenceStore, openScanBlobs } from "#evidence/store/open-store.ts";
import type { Store } from "#evidence/store/store.ts";
import { startScan } from "#workers/flow.ts";
import { readKnowledge } from "#workers/knowledge-source.ts";
import { packPage } from "#workers/rules/judged-page.ts";
import { recordShadowHits } from "#workers/rules/shadow.ts";
import { keepVisit } from "#workers/visit-record.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { keepCapture } from "./kept-capture.ts";

export interface RuleWorld {
  database: TestDatabase;
  pool: TestDatabase["pool"];
  config: Config;
  store: Store;
  blobs: BlobStore;
  rulesDir: string;
  knowledge(): Promise<Knowledge>;
  close(): Promise<void>;
}

export const ownBank = { id: "own-words", title: "Từ thử", safe: ["chấm tím hồng"], exact: [] };

export const ownRule = (facts: Record<string, unknown> = {}) => ({
  id: "own.purple",
  state: "live",
  source: "own",
  weight: 3,
  when: { lexicon: { banks: ["own-words"] } },
  say: "Trang nhắc tới cụm từ thử: {terms}.",
  clearedBy: "Trang không có cụm từ thử.",
  cite: [],
  ...facts,
});

export const ownPack = (...rules: unknown[]) => ({
  category: "gambling",
  title: "Gói riêng để thử",
  thresholds: { flag: 4, review: 2.5 },
  rules,
});

export function writeOwn(rulesDir: string, kind: "packs" | "banks" | "cards", name: string, value: unknown): void {
  mkdirSync(path.join(rulesDir, kind), { recursive: true });
  writeFileSync(path.join(rulesDir, kind, name), typeof value === "string" ? value : JSON.stringify(value));
}

/** The folder of rules lies in the system's folder for temporary files, never in the project. */
export async function openRuleWorld(): Promise<RuleWorld> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-rules-data-"));
  const rulesDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-rules-"));
  writeOwn(rulesDir, "banks", "own.json", ownBank);
  writeOwn(rulesDir, "packs", "own.json", ownPack(ownRule()));
  const database = await createTestDatabase();
  const config = readConfig({ VONGGAC_DATA: dataDir, VONGGAC_RULES_DIR: rulesDir });
  return {
    database,
    pool: database.pool,
    config,
    store: openEvidenceStore(config),
    blobs: openScanBlobs(config),
    rulesDir,
    knowledge: () => readKnowledge(database.pool, rulesDir),
    close: async () => {
      await database.close();
      for (const dir of [dataDir, rulesDir]) rmSync(dir, { recursive: true, force: true });
    },
  };
}

const fetchedOf = (url: string, html: string): Fetched =>
  ({
    via: "http",
    requestedUrl: url,
    finalUrl: url,
    html,
    exchanges: [],
    bodies: new Map([["1", Buffer.from(html)]]),
  }) as unknown as Fetched;

/** One visit as a scan leaves it (`isOld`: without the page as it was judged): a target, a page row with its detection, the visit's blobs, shadow hits. */
export async function visit(
  world: RuleWorld,
  seen: { url: string; html: string; isOld?: boolean },
  knowledge?: Knowledge,
): Promise<{ targetId: TargetId; pageId: PageId; page: Page; detection: Detection }> {
  const { pool } = world;
  const { target } = await insertTarget(pool, { url: seen.url, kind: "site", label: "" }, "test");
  const page = extractPage({ url: seen.url, finalUrl: seen.url, status: 200, html: seen.html });
  const detection = detect(page, knowledge ?? (await world.knowledge()), { kind: "site" });
  const fetched = fetchedOf(seen.url, seen.html);
  const exchangesBlob = await keepVisit(world.blobs, fetched, seen.isOld ? undefined : packPage(page));
  const pageId = await inTransaction(pool, async (tx) => {
    const scan = await startScan(tx, { targetId: target.id, askedBy: "test", reason: "thử", maxPages: 1 });
    const planned = { scanId: scan.id, url: `${seen.url}#seen`, vantage: "desktop" as const, position: 1, why: "thử" };
    const id = PageId.parse(await insertPage(tx, planned));
    await markPageFetched(tx, id, {
      via: "http",
      finalUrl: seen.url,
      status: 200,
      condition: page.condition,
      conditionReason: page.conditionReason,
      title: page.title?.text ?? "",
      tls: null,
      serverIp: null,
      serverNote: "",
      exchangesBlob,
      htmlSha256: createHash("sha256").update(seen.html).digest(),
      facts: {},
      detection,
    });
    await recordShadowHits(tx, { targetId: target.id, pageId: id, detection });
    return id;
  });
  return { targetId: target.id, pageId, page, detection };
}

export const signalOf = (rule: string, version: string, weight = 3): Signal => ({
  rule,
  version,
  category: "gambling",
  say: "Một câu để thử.",
  clearedBy: "Không có.",
  weight,
  legalGrade: false,
  cites: [],
  anchors: [{ kind: "absence", searched: ["text"] }],
});

let targets = 0;
const captures = new WeakMap<RuleWorld, Promise<CaptureId>>();

/** A finding in which these signals stand, and the decision on it. */
export async function decided(
  world: RuleWorld,
  signals: Signal[],
  verdict: DecisionVerdict | null,
  score = signals.reduce((sum, s) => sum + s.weight, 0),
  reason = "đã xem",
): Promise<void> {
  let capture = captures.get(world);
  if (!capture) captures.set(world, (capture = keepCapture(world).then((kept) => kept.captureId)));
  const captureId = await capture;
  const url = `https://muc-${++targets}.example/`;
  const { target } = await insertTarget(world.pool, { url, kind: "site", label: "" }, "test");
  await inTransaction(world.pool, async (tx) => {
    const findingId = await raiseFinding(tx, {
      targetId: target.id,
      category: "gambling",
      url,
      host: new URL(url).hostname,
      vantage: "desktop",
      title: "",
      verdict: "flag",
      score,
      signals,
      reproduced: true,
      captureId,
    });
    if (verdict) await decideFinding(tx, { findingId, actor: "an", verdict, reason });
  });
}
