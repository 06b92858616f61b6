// Promises one page visited, judged and recorded once, however often its job runs.
import { createHash } from "node:crypto";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import type { Fetched } from "#core/nouns/fetched.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { markPageFailed, markPageFetched, type PageRow, selectPage, type VisitedPage } from "#core/records/page.ts";
import { type ScanRow, selectScan } from "#core/records/scan.ts";
import { selectTarget, type TargetRow } from "#core/records/target.ts";
import { choosePages } from "#crawler/page/choose-pages.ts";
import { detect } from "#detection/detect.ts";
import { licencesOf, type PageLicence } from "#detection/licence/page-licences.ts";
import { describeFace } from "#detection/cloak/describe-face.ts";
import { asksReferrer, faceOf, isWorthComparing, planProbes } from "../faces.ts";
import { afterVisit, type PlannedPage } from "../flow.ts";
import { keepTrace, traceVisit } from "../copies.ts";
import type { House } from "../house.ts";
import type { JobData } from "../jobs.ts";
import { observe } from "../observe.ts";
import { keepMarks, markVisit } from "../operators.ts";
import { packPage } from "../rules/judged-page.ts";
import { recordShadowHits } from "../rules/shadow.ts";
import { type Attempt, visitFrom } from "../vantage.ts";
import { keepVisit } from "../visit-record.ts";

export async function visitPage(house: House, { pageId }: JobData<"page">, attempt: Attempt): Promise<void> {
  const { pool } = house.database;
  const row = await selectPage(pool, pageId);
  if (row.state !== "queued") return;
  const scan = await selectScan(pool, row.scanId);
  const target = await selectTarget(pool, scan.targetId);
  const { fetched, page, account } = await visitFrom(house, target, row, attempt);
  const knowledge = await house.knowledge();
  const context = await observe(house, { target, page, from: { visit: row } });
  const detection = detect(page, knowledge, context);
  const visited = await describeVisit(house, fetched, page, detection, account);
  const isWatched = row.position === 0 && row.vantage === "desktop";
  if (isWatched || row.vantage !== "desktop") {
    const face = describeFace(page, detection, knowledge, { vantage: row.vantage, via: fetched.via });
    Object.assign(visited.facts, { face, ...(isWatched && asksReferrer(page.html) ? { asksReferrer: true } : {}) });
  }
  const faces = house.config.VONGGAC_FACES;
  const further = isWatched ? await planFurther(house, { scan, target, row, page, visited }) : [];
  const trace = await traceVisit(house, row, page);
  const traces = markVisit(knowledge, { target, page, tls: visited.tls, pictures: context.pictures });
  await inTransaction(pool, async (tx) => {
    if (!(await markPageFetched(tx, row.id, visited))) return;
    await keepTrace(tx, row, trace);
    await keepMarks(tx, { target, row, page }, traces);
    await recordShadowHits(tx, { targetId: scan.targetId, pageId: row.id, detection });
    await afterVisit(tx, row.scanId, { further, faces });
  });
}

/** The page will not be tried again: recorded with its reason, and the scan goes on without it. */
export async function buryPage(house: House, { pageId }: JobData<"page">, error: AppError): Promise<void> {
  const row = await selectPage(house.database.pool, pageId);
  await inTransaction(house.database.pool, async (tx) => {
    if (await markPageFailed(tx, row.id, error.code, error.message))
      await afterVisit(tx, row.scanId, { further: [], faces: house.config.VONGGAC_FACES });
  });
}

/** Left out where there are none: later scans look for pages that have some. */
function keptLicences(page: Page): { licences?: PageLicence[] } {
  const licences = licencesOf(page);
  return licences.length > 0 ? { licences } : {};
}

async function describeVisit(
  house: House,
  fetched: Fetched,
  page: Page,
  detection: Detection,
  account: { state: string } | null,
): Promise<VisitedPage> {
  const last = fetched.exchanges.at(-1);
  return {
    via: fetched.via,
    finalUrl: fetched.finalUrl,
    status: page.status,
    condition: page.condition,
    conditionReason: account && account.state !== "public" ? `tài khoản: ${account.state}` : page.conditionReason,
    title: page.title?.text ?? "",
    tls: last?.tls ?? null,
    serverIp: last?.server.ip ?? null,
    serverNote: last?.server.note ?? "",
    exchangesBlob: await keepVisit(house.blobs, fetched, packPage(page)),
    htmlSha256: createHash("sha256").update(fetched.html).digest(),
    facts: {
      posts: page.posts.length,
      links: page.links.length,
      ...keptLicences(page),
      identifiers: page.identifiers.slice(0, 50).map((i) => ({ kind: i.kind, value: i.value })),
      ...(account ? { account } : {}),
    },
    detection,
  };
}

interface Watched {
  scan: ScanRow;
  target: TargetRow;
  row: PageRow;
  page: Page;
  visited: VisitedPage;
}

/** Which other pages to see, and from where: a face shown only to phones or to search visitors must be found. */
async function planFurther(house: House, { scan, target, row, page, visited }: Watched): Promise<PlannedPage[]> {
  if (target.kind === "account") return [];
  const further =
    page.condition === "content"
      ? choosePages(page, { max: scan.maxPages - 1 }).map((p, i) => ({
          url: p.url,
          vantage: "desktop" as const,
          position: i + 1,
          why: p.why,
        }))
      : [];
  const isFlagged = Object.values(visited.detection.categories).some((c) => c.verdict === "flag");
  const face = faceOf(visited);
  if (isFlagged || !face || house.config.VONGGAC_FACES === "off" || !isWorthComparing(page)) return further;
  return [...further, ...(await planProbes(house.database.pool, scan, row, face))];
}
