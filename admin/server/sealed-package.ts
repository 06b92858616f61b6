// Promises single records of a sealed package, read from its bytes by the places that its signed manifest names.
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import type { SealRow } from "#core/records/capture.ts";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import type { Store } from "#evidence/store/store.ts";

const Ref = z.object({ record: z.string(), sha256: z.string(), sizeBytes: z.number() });
const Area = { x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() };

const Row = z.object({
  phase: z.string(),
  url: z.string(),
  method: z.string(),
  status: z.number().int().nullable(),
  startedAt: z.string(),
  resourceType: z.string(),
  outcome: z.string(),
  outcomeReason: z.string(),
  server: z.object({ ip: z.string().nullable(), note: z.string() }),
  bodySha256: z.string().nullable(),
  bodySizeBytes: z.number().int(),
  truncated: z.string().default(""),
  /** Packages of version 1 say nothing of it. */
  headersForm: z.string().nullable().default(null),
  netlog: z.object({ verdict: z.string(), note: z.string() }).nullable().default(null),
});

const AttachmentRow = z.object({
  kind: z.string(),
  url: z.string(),
  mime: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  note: z.string(),
});

/** What the desk reads of `evidence/manifest.json` (evidence/seal/manifest.ts writes it); other fields are let through. */
export const Manifest = z.object({
  format: z.string(),
  captureId: z.string(),
  requestedUrl: z.string(),
  finalUrl: z.string(),
  status: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  title: z.string(),
  office: z.string(),
  software: z.string(),
  pageWidth: z.number().int(),
  pageHeight: z.number().int(),
  tiles: z.array(Ref.extend(Area)),
  viewportPicture: Ref.nullable(),
  dom: Ref.nullable(),
  text: Ref.nullable(),
  textBoxes: Ref.nullable(),
  redirects: z.array(z.object({ from: z.string(), to: z.string(), status: z.number().int() })),
  mainTls: z.object({ trusted: z.boolean(), reason: z.string(), protocol: z.string() }).nullable(),
  browser: z.object({ product: z.string(), revision: z.string(), userAgent: z.string(), sandboxed: z.boolean() }),
  viewport: z.object({ width: z.number(), height: z.number(), deviceScaleFactor: z.number(), mobile: z.boolean() }),
  clock: z.object({ source: z.string(), offsetMs: z.number().nullable(), serverDate: z.string().nullable() }),
  egress: z.object({ proxy: z.string().nullable() }),
  steps: z.array(z.object({ step: z.string(), ok: z.boolean(), tookMs: z.number(), note: z.string() })),
  askedBy: z.string(),
  reason: z.string(),
  notCaptured: z.array(z.object({ what: z.string(), why: z.string() })),
  exchanges: z.array(Row),
  lookups: z.array(Row).default([]),
  attachments: z.array(AttachmentRow).default([]),
});
export type Manifest = z.infer<typeof Manifest>;

export interface SealedPackage {
  manifest: Manifest;
  /** The payload of a record, compared with the hash in the manifest. Throws AppError `store.failed`. */
  readRecord(id: string): Promise<Buffer>;
}

/** Tokens and tombstones of one capture. */
const maxBeside = 200;

type Sealed = Pick<SealRow, "storeKey" | "manifestSha256">;

const unreadable = (error: unknown) =>
  error instanceof AppError
    ? error
    : new AppError("store.failed", { cause: error, detail: "the sealed package cannot be read" });

/**
 * Opens the package on a disk or in an object store. Its manifest must be the one that was entered when it was sealed, and
 * every record read must be the one in the manifest. Throws AppError `store.failed` otherwise, `not-found` when it is gone.
 */
export async function openSealedPackage(store: Store, sealed: Sealed): Promise<SealedPackage> {
  try {
    const reader = await openSealed(store, sealed.storeKey);
    if (reader.manifestSha256 !== sealed.manifestSha256.toString("hex"))
      throw new AppError("store.failed", { detail: "the package holds another manifest than the one that was sealed" });
    const readRecord = async (id: string) => {
      try {
        return (await reader.read(id)).payload;
      } catch (error) {
        throw unreadable(error);
      }
    };
    return { manifest: Manifest.parse(reader.manifest), readRecord };
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * Gives `work` the package as a file with its tokens beside it: where they lie, or copies that are removed afterwards (object
 * store, encryption at rest).
 */
export async function withPackageFile<T>(
  store: Store,
  key: string,
  cacheDir: string,
  work: (file: string) => Promise<T>,
): Promise<T> {
  const own = store.localPath(key);
  if (own !== null) return work(own);
  const folder = path.join(cacheDir, newId());
  const copy = async (from: string) => {
    const file = path.join(folder, path.posix.basename(from));
    await pipeline(await store.get(from), createWriteStream(file, { mode: 0o600 }));
    return file;
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await copy(key);
    const { keys } = await store.list(key.replace(/wacz$/, ""), { limit: maxBeside });
    for (const beside of keys) if (/\.[1-9]\d*\.tsr(\.json)?$/.test(beside)) await copy(beside);
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
