// Promises single records of a sealed package, read from its bytes by the places that its signed manifest names.
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { Store } from "#evidence/store/store.ts";
import { type ByteSource, openSource } from "#evidence/verify/byte-source.ts";
import { readZip } from "#evidence/verify/zip-reader.ts";

const maxManifestBytes = 32_000_000;
const maxRecordBytes = 80_000_000;

const Ref = z.object({ record: z.string(), sha256: z.string(), sizeBytes: z.number() });
const Area = { x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() };

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
  exchanges: z.array(
    z.object({
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
    }),
  ),
  records: z.array(z.object({ id: z.string(), offset: z.number().int(), length: z.number().int() })),
});
export type Manifest = z.infer<typeof Manifest>;

export interface SealedPackage {
  manifest: Manifest;
  /** The payload of a `resource` record. Throws AppError `input.unreadable`. */
  readRecord(id: string): Promise<Buffer>;
}

/** WARC 1.1 section 4: a header block, an empty line, then Content-Length bytes. */
function payloadOf(record: Buffer): Buffer {
  const end = record.indexOf("\r\n\r\n");
  const length = Number(
    /^Content-Length: (\d+)\r?$/im.exec(record.subarray(0, end).toString("latin1"))?.[1] ?? Number.NaN,
  );
  if (end < 0 || !Number.isSafeInteger(length) || end + 4 + length > record.byteLength)
    throw new Error("not a WARC record");
  return record.subarray(end + 4, end + 4 + length);
}

async function readPackage(source: ByteSource): Promise<SealedPackage> {
  const { members } = await readZip(source);
  const member = (find: (name: string) => boolean) => {
    const found = members.find((m) => find(m.name));
    if (!found || found.method !== 0) throw new Error("a member is missing or packed");
    return found;
  };
  const manifestMember = member((name) => name === "evidence/manifest.json");
  if (manifestMember.size > maxManifestBytes) throw new Error("the manifest is too large");
  const manifest = Manifest.parse(
    JSON.parse((await source.read(manifestMember.dataOffset, manifestMember.size)).toString("utf8")),
  );
  const warc = member((name) => name.startsWith("archive/"));
  return {
    manifest,
    async readRecord(id) {
      const place = manifest.records.find((record) => record.id === id);
      if (!place || place.offset + place.length > warc.size) throw new Error("the manifest names no such record");
      const packed = await source.read(warc.dataOffset + place.offset, place.length);
      return payloadOf(gunzipSync(packed, { maxOutputLength: maxRecordBytes }));
    },
  };
}

/**
 * Opens the package under `key` for the length of `work`. Throws AppError `input.unreadable` when its bytes are not what a
 * package is, `not-found` when there is no such file, `store.failed` for a package that is not on this machine.
 */
export async function withSealedPackage<T>(
  store: Store,
  key: string,
  work: (sealed: SealedPackage) => Promise<T>,
): Promise<T> {
  const file = localFile(store, key);
  let opened: Awaited<ReturnType<typeof openSource>>;
  try {
    opened = await openSource(file);
  } catch (error) {
    throw new AppError("not-found", { cause: error, detail: "the sealed package is not where it was put" });
  }
  try {
    return await work(await readPackage(opened.source));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("input.unreadable", {
      cause: error,
      detail: `the sealed package cannot be read: ${String(error)}`,
    });
  } finally {
    await opened.close();
  }
}

/** Path of a package on this machine. */
export function localFile(store: Store, key: string): string {
  const file = store.localPath(key);
  if (file === null)
    throw new AppError("store.failed", { detail: "packages in an object store cannot be opened at the desk yet" });
  return file;
}
