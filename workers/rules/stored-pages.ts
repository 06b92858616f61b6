// Promises stored pages one after the other, always in the same order, with what was known when each was seen.
import type pg from "pg";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { CaptureId, type PageId } from "#core/id.ts";
import type { Page } from "#core/nouns/page.ts";
import {
  selectStoredCaptures,
  selectStoredVisits,
  type StoredCapture,
  type StoredVisit,
} from "#core/records/stored-page.ts";
import type { TargetKind } from "#core/nouns/target.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { adapterOf } from "#crawler/social/adapter.ts";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import type { BlobStore } from "#evidence/store/blob-store.ts";
import type { Store } from "#evidence/store/store.ts";
import { readKeptVisit } from "../visit-record.ts";
import { unpackPage } from "./judged-page.ts";

export interface Archive {
  pool: pg.Pool;
  blobs: BlobStore;
  store: Store;
}

export interface StoredPage {
  from: "visit" | "capture";
  id: PageId | CaptureId;
  /** What it was: the hash of the visit's document, or of the capture's manifest. */
  sha256: string;
  seenAt: Date;
  vantage: string;
  kind: TargetKind;
  /** Null where the bytes cannot be read any more. */
  page: Page | null;
  why: string;
}

const rowsAtOnce = 200;
/** Pages read ahead while one is judged: bounds memory and hides the disk's waits. */
const readAhead = 6;

/** Visits first, then sealed captures, each by id. Only what was seen before `before`, so that a run has an end. */
export async function* readStoredPages(archive: Archive, before: Date): AsyncGenerator<StoredPage> {
  yield* inOrder(listVisits(archive, before), (row) => openVisit(archive, row));
  yield* inOrder(listCaptures(archive, before), (row) => openCapture(archive, row));
}

async function* listVisits({ pool }: Archive, before: Date): AsyncGenerator<StoredVisit> {
  let after: PageId | null = null;
  for (;;) {
    const rows: StoredVisit[] = await selectStoredVisits(pool, after, before, rowsAtOnce);
    yield* rows;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < rowsAtOnce) return;
  }
}

async function* listCaptures({ pool }: Archive, before: Date): AsyncGenerator<StoredCapture> {
  let after: CaptureId | null = null;
  for (;;) {
    const rows: StoredCapture[] = await selectStoredCaptures(pool, after, before, rowsAtOnce);
    yield* rows;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < rowsAtOnce) return;
  }
}

async function* inOrder<R>(rows: AsyncIterable<R>, open: (row: R) => Promise<StoredPage>): AsyncGenerator<StoredPage> {
  const opening: Promise<StoredPage>[] = [];
  for await (const row of rows) {
    const opened = open(row);
    opened.catch(() => undefined); // heard when its turn comes
    opening.push(opened);
    if (opening.length > readAhead) yield await opening.shift()!;
  }
  while (opening.length > 0) yield await opening.shift()!;
}

async function openVisit({ blobs }: Archive, row: StoredVisit): Promise<StoredPage> {
  const { id, htmlSha256, seenAt, vantage, kind } = row;
  const stored = { from: "visit" as const, id, sha256: htmlSha256, seenAt, vantage, kind };
  return { ...stored, ...(await orGone(() => readVisitPage(blobs, row))) };
}

async function readVisitPage(blobs: BlobStore, row: StoredVisit): Promise<Page> {
  const { exchanges, html, packedPage } = await readKeptVisit(blobs, row.blob);
  const kept = packedPage && unpackPage(packedPage, html);
  if (kept) return kept;
  const last = exchanges.at(-1);
  const adapter = row.kind === "account" ? adapterOf(row.url) : null;
  return extractPage({
    url: adapter?.fetchUrl(row.url) ?? row.url,
    finalUrl: row.finalUrl,
    status: row.status,
    ...(last ? { headers: last.responseHeaders } : {}),
    html,
  });
}

async function openCapture({ store }: Archive, row: StoredCapture): Promise<StoredPage> {
  const { id, manifestSha256, seenAt, vantage, kind } = row;
  const stored = { from: "capture" as const, id, sha256: manifestSha256, seenAt, vantage, kind };
  return { ...stored, ...(await orGone(() => readCapturePage(store, row))) };
}

const Sealed = z.object({
  requestedUrl: z.string(),
  finalUrl: z.string(),
  dom: z.object({ record: z.string() }).nullable(),
  exchanges: z.array(z.object({ url: z.string(), status: z.number().nullable(), phase: z.string() })),
});

/** The final DOM as it was sealed; its status is that of the last answer at the final address. */
async function readCapturePage(store: Store, row: StoredCapture): Promise<Page> {
  const sealed = await openSealed(store, row.storeKey);
  if (sealed.manifestSha256 !== row.manifestSha256)
    throw new AppError("store.failed", { detail: `${row.storeKey}: another manifest than the sealed one` });
  const { requestedUrl, finalUrl, dom, exchanges } = Sealed.parse(sealed.manifest);
  if (!dom) throw new AppError("not-found", { detail: `${row.storeKey} holds no document` });
  const html = (await sealed.read(dom.record)).payload.toString("utf8");
  const main = exchanges.findLast((e) => e.phase === "capture" && e.url === finalUrl && e.status !== null);
  return extractPage({ url: requestedUrl, finalUrl, status: main?.status ?? null, html });
}

/** A page that is gone or damaged is named, and the run goes on: it is skipped, never "did not fire". */
async function orGone(read: () => Promise<Page>): Promise<Pick<StoredPage, "page" | "why">> {
  try {
    return { page: await read(), why: "" };
  } catch (error) {
    if (!(error instanceof AppError || error instanceof z.ZodError)) throw error;
    const code = error instanceof AppError ? error.code : "store.failed";
    return { page: null, why: `không đọc được bản lưu (${code})` };
  }
}
