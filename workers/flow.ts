// Promises the main flow on one screen: scan → page visits → captures → seals → findings; who follows whom, in transactions.
//
//   startScan ──► page job ──► afterVisit ──┬─► more page jobs (chosen from the watched address; its other faces)
//                                           └─► last page ──┬─► capture jobs ──► seal job ──► afterSeal ──► findings
//                                                           └─► faces differ: faces job ──► capture jobs (both faces)
//   A scan is done when none of its pages and captures is open; it then carries an outcome in words.
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { CaptureId, PageId, type ScanId } from "#core/id.ts";
import { type Category, categoryLabels } from "#core/nouns/category.ts";
import { countOpenCaptures, insertCapture, insertContrast, selectCaptures } from "#core/records/capture.ts";
import { enqueue } from "#core/records/outbox.ts";
import { countQueuedPages, insertPage, type PageRow, selectPages, type Vantage } from "#core/records/page.ts";
import {
  finishScan,
  openScan,
  type ScanOutcome,
  type ScanRequest,
  type ScanRow,
  selectAndLockScan,
} from "#core/records/scan.ts";
import { selectTarget } from "#core/records/target.ts";
import { isTargetStopped } from "#core/records/viewing-stop.ts";
import { isOrdinary, vantages } from "#core/nouns/vantage.ts";
import { type FacesMode, findDivergent, planScriptFaces } from "./faces.ts";
import { type JobData, type JobName, jobs } from "./jobs.ts";

/** Asks for a job inside the transaction that writes the rows it is about. */
export function ask<N extends JobName>(tx: Db, name: N, data: JobData<N>, notBefore?: Date): Promise<void> {
  const key = (jobs[name].key as (d: JobData<N>) => string)(data);
  return enqueue(tx, { name, data, key, ...(notBefore ? { notBefore } : {}) });
}

/** Opens a scan with its first page; joins the one that runs. Throws `conflict` for a target whose viewing was stopped. */
export async function startScan(tx: Db, request: ScanRequest): Promise<ScanRow> {
  if (await isTargetStopped(tx, request.targetId))
    throw new AppError("conflict", {
      detail: "viewing of this target was stopped",
      cure: "A person sets it going again.",
    });
  const { scan, isNew } = await openScan(tx, request);
  if (!isNew) return scan;
  const target = await selectTarget(tx, request.targetId);
  await askPage(tx, scan.id, { url: target.url, vantage: "desktop", position: 0, why: "địa chỉ giám sát" });
  return scan;
}

export interface PlannedPage {
  url: string;
  vantage: Vantage;
  position: number;
  why: string;
}

/** True when the page is new. */
async function askPage(tx: Db, scanId: ScanId, page: PlannedPage): Promise<boolean> {
  const id = await insertPage(tx, { scanId, ...page });
  if (id) await ask(tx, "page", { pageId: PageId.parse(id) });
  return id !== null;
}

/** A page was recorded (or given up) in this transaction: adds what it led to, and moves the scan on when it was the last. */
export async function afterVisit(
  tx: Db,
  scanId: ScanId,
  { further, faces }: { further: PlannedPage[]; faces: FacesMode },
): Promise<void> {
  const scan = await selectAndLockScan(tx, scanId);
  if (scan.state === "done") return;
  for (const page of further) await askPage(tx, scanId, page);
  if ((await countQueuedPages(tx, scanId)) > 0) return;
  const pages = await selectPages(tx, scanId);
  let isNew = false;
  for (const page of planScriptFaces(pages, faces, scan.maxPages)) isNew = (await askPage(tx, scanId, page)) || isNew;
  if (isNew) return;
  if (findDivergent(pages).length > 0) return ask(tx, "faces", { scanId });
  await captureScan(tx, scan);
}

/** Every page of the scan is judged: asks for its captures, or ends it. */
export async function captureScan(tx: Db, scan: ScanRow): Promise<void> {
  await askCaptures(tx, scan, await selectPages(tx, scan.id));
  await finishIfDone(tx, scan.id);
}

/** A capture ended without a seal, or was sealed: the scan may be done now. */
export async function finishIfDone(tx: Db, scanId: ScanId): Promise<void> {
  const scan = await selectAndLockScan(tx, scanId);
  if (scan.state === "done" || (await countQueuedPages(tx, scanId)) > 0 || (await countOpenCaptures(tx, scanId)) > 0)
    return;
  const captures = await selectCaptures(tx, scanId);
  const [outcome, reason] = describeOutcome(await selectPages(tx, scanId));
  const missed = captures
    .filter((c) => c.state !== "sealed")
    .map((c) => `không chụp được ${c.url}: ${c.statusReason || c.error}`);
  await finishScan(tx, scanId, outcome, [reason, ...missed].filter(Boolean).join("; ").slice(0, 2000));
}

/** For each category the page that shows it best; a page that serves several categories is captured once. */
export function choosePagesToCapture(pages: readonly PageRow[]): { page: PageRow; categories: Category[] }[] {
  const best = new Map<Category, PageRow>();
  const rank = (page: PageRow, category: Category) => {
    const result = page.detection?.categories[category];
    return result && result.verdict !== "none" ? (result.verdict === "flag" ? 1000 : 0) + result.score : -Infinity;
  };
  for (const page of pages) {
    for (const category of Object.keys(page.detection?.categories ?? {}) as Category[]) {
      if (rank(page, category) === -Infinity) continue;
      const held = best.get(category);
      if (!held || rank(page, category) > rank(held, category)) best.set(category, page);
    }
  }
  const chosen = new Map<string, { page: PageRow; categories: Category[] }>();
  for (const [category, page] of best) {
    const entry = chosen.get(page.id) ?? { page, categories: [] };
    entry.categories.push(category);
    chosen.set(page.id, entry);
  }
  return [...chosen.values()];
}

async function askCaptures(tx: Db, scan: ScanRow, pages: PageRow[]): Promise<void> {
  const chosen = choosePagesToCapture(pages);
  for (const { page, categories } of chosen) {
    const labels = categories.map((c) => categoryLabels[c]).join("; ");
    const seenBy = isOrdinary(page.vantage) ? "" : `, ở mặt trang của ${vantages[page.vantage].visitor}`;
    const id = await insertCapture(tx, wishFor(scan, page, `dấu hiệu ở lần quét: ${labels}${seenBy}`));
    if (id) await ask(tx, "capture", { captureId: CaptureId.parse(id) });
  }
  await askContrast(tx, scan, pages, new Set(chosen.map((c) => c.page)));
}

/** Beside a face that differs, the ordinary visitor's face of the same address is kept too: the difference is the evidence. */
async function askContrast(tx: Db, scan: ScanRow, pages: PageRow[], chosen: ReadonlySet<PageRow>): Promise<void> {
  const hostile = findDivergent(pages).find((page) => chosen.has(page));
  const ordinary = pages.find((p) => p.position === 0 && p.vantage === "desktop" && p.state === "fetched");
  if (!hostile || !ordinary) return;
  const reason = `mặt trang của ${vantages.desktop.visitor}, để đối chiếu với mặt trang của ${vantages[hostile.vantage].visitor}`;
  const id = await insertContrast(tx, wishFor(scan, ordinary, reason));
  if (id) await ask(tx, "capture", { captureId: CaptureId.parse(id) });
}

/** Another visitor's face is captured from the watched address on: where it sends him is part of the evidence. */
const wishFor = (scan: ScanRow, page: PageRow, reason: string) => ({
  targetId: scan.targetId,
  scanId: scan.id,
  pageId: page.id,
  url: page.vantage === "desktop" ? (page.finalUrl ?? page.url) : page.url,
  vantage: page.vantage,
  askedBy: scan.askedBy,
  reason,
});

/** AppError code of a failed first page → how the scan ended. */
const outcomeOfError: Record<string, ScanOutcome> = {
  "fetch.unreachable": "unreachable",
  "fetch.timeout": "unreachable",
  "fetch.broken": "unreachable",
  "guard.refused": "refused",
  "guard.budget": "error",
  "politeness.robots": "robots",
};

/** The watched address speaks for the scan: what it showed, or why nothing can be said. */
export function describeOutcome(pages: readonly PageRow[]): [ScanOutcome, string] {
  const first = pages.find((p) => p.position === 0 && p.vantage === "desktop");
  if (!first) return ["failed", "không có trang nào"];
  if (first.state === "failed") return [outcomeOfError[first.error] ?? "failed", first.conditionReason];
  const account = (first.facts as { account?: { state: string } } | null)?.account;
  if (account?.state === "no-preview" || account?.state === "gone") return [account.state, first.conditionReason];
  const seen = first.condition ?? "error";
  return [seen === "content" ? "scanned" : seen, first.conditionReason];
}
