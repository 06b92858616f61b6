// Promises that the bytes of a scan visit are kept until they are sealed: one blob a body, one blob that lists them.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { Exchange, type Fetched } from "#core/nouns/fetched.ts";
import type { BlobStore } from "#evidence/store/blob-store.ts";

const VisitRecord = z.object({
  exchanges: z.array(Exchange),
  /** Exchange id → sha256 (hex) of the body's blob. */
  bodies: z.record(z.string(), z.string()),
  /** sha256 (hex) of the decoded document. */
  html: z.string(),
  /** sha256 (hex) of the page as it was judged (rules/judged-page.ts). */
  judged: z.string().optional(),
});

/** Keeps a visit and, packed, the page that was judged; gives the sha256 (hex) of its listing. */
export async function keepVisit(blobs: BlobStore, fetched: Fetched, packedPage?: Buffer): Promise<string> {
  const bodies: Record<string, string> = {};
  for (const [id, bytes] of fetched.bodies) bodies[id] = (await blobs.put({ bytes })).sha256;
  const html = (await blobs.put({ bytes: Buffer.from(fetched.html) })).sha256;
  const judged = packedPage && (await blobs.put({ bytes: packedPage })).sha256;
  const listing = { exchanges: fetched.exchanges, bodies, html, ...(judged ? { judged } : {}) };
  return (await blobs.put({ bytes: Buffer.from(JSON.stringify(listing)) })).sha256;
}

/** Hashes of every blob of a kept visit, its listing last; empty where the listing is gone. Throws AppError `internal`. */
export async function blobsOfVisit(blobs: BlobStore, listingSha256: string): Promise<string[]> {
  if (!(await blobs.has(listingSha256))) return [];
  const { bodies, html, judged } = await readVisit(blobs, listingSha256);
  return [...new Set([...Object.values(bodies), html, ...(judged ? [judged] : []), listingSha256])];
}

async function readVisit(blobs: BlobStore, listingSha256: string) {
  const parsed = VisitRecord.safeParse(JSON.parse((await blobs.read(listingSha256)).toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new AppError("internal", { detail: `visit record ${listingSha256} has another shape` });
}

/** The document of a kept visit with its exchanges (bodies left where they are). Throws AppError `internal`, `store.*`. */
export async function readKeptVisit(
  blobs: BlobStore,
  listingSha256: string,
): Promise<Pick<Fetched, "exchanges" | "html"> & { packedPage: Buffer | null }> {
  const { exchanges, html, judged } = await readVisit(blobs, listingSha256);
  const [document, packedPage] = await Promise.all([blobs.read(html), judged ? blobs.read(judged) : null]);
  return { exchanges, html: document.toString("utf8"), packedPage };
}

/** Lays a kept visit's bodies under `${dir}/scan/` and gives its exchanges pointing there, ready for a bundle. */
export async function layOutVisit(blobs: BlobStore, listingSha256: string, dir: string): Promise<Exchange[]> {
  const visit = await readVisit(blobs, listingSha256);
  await mkdir(path.join(dir, "scan"), { recursive: true });
  const exchanges: Exchange[] = [];
  for (const [i, exchange] of visit.exchanges.entries()) {
    const body = visit.bodies[exchange.id];
    const bodyFile = body === undefined ? null : `scan/${i}.body`;
    if (bodyFile && body) await writeFile(path.join(dir, bodyFile), await blobs.read(body));
    exchanges.push({
      ...exchange,
      id: `scan-${exchange.id}`,
      redirectedFrom: exchange.redirectedFrom && `scan-${exchange.redirectedFrom}`,
      bodyFile,
    });
  }
  return exchanges;
}
