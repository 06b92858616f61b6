// Promises that quarantine and destruction reach what this machine keeps of a capture outside the store: work, caches, the scan's bytes.
import { rm } from "node:fs/promises";
import path from "node:path";
import type { CaptureId, PageId } from "#core/id.ts";
import { forgetVisit, selectOtherVisits, selectVisits } from "#core/records/destruction.ts";
import { blobKey, openBlobStore } from "#evidence/store/blob-store.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { blobsOfVisit } from "../visit-record.ts";
import type { Keeper } from "./keeper.ts";

const batch = 500;

/**
 * Built packages and copies that the desk made, and the capture's work folder. Caches go whole: they are made again when
 * somebody asks, and what is in them is not listed anywhere.
 */
export async function dropCopies({ config }: Pick<Keeper, "config">, captureId: CaptureId): Promise<void> {
  for (const part of ["cache/desk", "cache/packages", `work/${captureId}`])
    await rm(path.join(config.dataDir, part), { recursive: true, force: true });
}

/**
 * The bytes that the scan kept of the captured page and of its other faces, but for those that another page's visit has too: they
 * are kept by the hash of their content. Taken up again after a kill; gives how many went.
 */
export async function removeScanBytes(
  { config, pool }: Pick<Keeper, "config" | "pool">,
  captureId: CaptureId,
): Promise<number> {
  const visits = await selectVisits(pool, captureId);
  const pageIds = visits.map((visit) => visit.pageId);
  const root = openLocalStore(path.join(config.dataDir, "blobs"));
  const blobs = openBlobStore(root);
  const own = new Map<PageId, string[]>();
  for (const { pageId, blob } of visits) own.set(pageId, await blobsOfVisit(blobs, blob));
  const free = new Set([...own.values()].flat());
  for (let after = null; free.size > 0;) {
    const others = await selectOtherVisits(pool, pageIds, after, batch);
    for (const other of others) for (const sha256 of await blobsOfVisit(blobs, other.blob)) free.delete(sha256);
    if (others.length < batch) break;
    after = others.at(-1)!.pageId;
  }
  for (const [pageId, hashes] of own) {
    // The listing last: it names the others after a kill.
    for (const sha256 of hashes) if (free.has(sha256)) await root.remove(blobKey(sha256));
    await forgetVisit(pool, pageId);
  }
  return free.size;
}
