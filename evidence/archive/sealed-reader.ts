// Promises single records out of a sealed package, on a disk or in an object store, each checked against its manifest.
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AppError } from "#core/errors.ts";
import type { Store } from "../store/store.ts";
import { explainMissing } from "../store/tombstone.ts";
import type { Json } from "./canonical-json.ts";
import type { WrittenRecord } from "./warc-record.ts";

export interface SealedRecord {
  record: WrittenRecord;
  /** WARC Content-Type. */
  contentType: string;
  /** HTTP head as archived; "" for records that are not HTTP. */
  httpHead: string;
  payload: Buffer;
}

export interface SealedReader {
  /** `evidence/manifest.json` as parsed; its shape is that of seal/manifest.ts. */
  manifest: { readonly [key: string]: Json | undefined };
  /** The manifest's bytes: what time stamps are about. */
  manifestBytes: Buffer;
  manifestSha256: string;
  records: readonly WrittenRecord[];
  /** Throws AppError `not-found` for an unknown id, `store.failed` when the bytes are not the sealed ones. */
  read(recordId: string): Promise<SealedRecord>;
}

const maxRecordBytes = 256 * 1024 * 1024;
const unzip = promisify(gunzip);

/**
 * Opens a package of our own making. Hashes of what is read are compared; the signature is verify/'s business.
 * Throws AppError `not-found`, `evidence.destroyed`, `evidence.quarantined` and `store.failed`.
 */
export async function openSealed(store: Store, key: string): Promise<SealedReader> {
  const size = await store.sizeBytes(key);
  if (size === null) throw await explainMissing(store, key);
  const range = (start: number, end: number) => readRange(store, key, start, end);
  const members = await readMembers(range, size, key);
  const manifestAt = members.get("evidence/manifest.json");
  const warcAt = members.get("archive/data.warc.gz");
  if (!manifestAt || !warcAt) throw damaged(key, "not a package of this program");
  const bytes = await range(manifestAt.start, manifestAt.end);
  const manifest = JSON.parse(bytes.toString("utf8")) as SealedReader["manifest"];
  const records = manifest.records as unknown as WrittenRecord[];
  const bases = new Map<string, Promise<SealedReader>>();
  const readBase: ReadBase = async ({ package: base, record }) => {
    let opened = bases.get(base);
    if (!opened) bases.set(base, (opened = openSealed(store, base)));
    const reader = await opened;
    if (reader.records.some((r) => r.id === record && r.refersTo)) throw damaged(base, "a revisit of a revisit");
    return (await reader.read(record)).payload;
  };
  const byId = new Map(records.map((record) => [record.id, record]));
  return {
    manifest,
    manifestBytes: bytes,
    manifestSha256: sha256Of(bytes),
    records,
    async read(recordId) {
      const record = byId.get(recordId);
      if (!record) throw new AppError("not-found", { detail: `${recordId}: not in ${key}` });
      const start = warcAt.start + record.offset;
      return unpack(await range(start, start + record.length), record, { key, readBase });
    },
  };
}

interface Place {
  start: number;
  end: number;
}

type Range = (start: number, end: number) => Promise<Buffer>;

/** The canonical form makes places follow from the directory: header, name, data, next header. */
async function readMembers(range: Range, size: number, key: string): Promise<Map<string, Place>> {
  const end = await range(Math.max(0, size - 22), size);
  if (end.length < 22 || end.readUInt32LE(0) !== 0x06054b50) throw damaged(key, "no end record");
  const at = end.readUInt32LE(16);
  const length = end.readUInt32LE(12);
  if (at + length + 22 !== size) throw damaged(key, "larger than four gigabytes or cut off");
  const directory = await range(at, at + length);
  const members = new Map<string, Place>();
  for (let i = 0; i + 46 <= directory.length;) {
    const nameLength = directory.readUInt16LE(i + 28);
    const name = directory.toString("ascii", i + 46, i + 46 + nameLength);
    const start = directory.readUInt32LE(i + 42) + 30 + nameLength;
    members.set(name, { start, end: start + directory.readUInt32LE(i + 24) });
    i += 46 + nameLength + directory.readUInt16LE(i + 30);
  }
  return members;
}

type ReadBase = (place: NonNullable<WrittenRecord["refersTo"]>) => Promise<Buffer>;

/** The payload of a revisit record is read from the package that it names. */
async function unpack(
  member: Buffer,
  record: WrittenRecord,
  { key, readBase }: { key: string; readBase: ReadBase },
): Promise<SealedRecord> {
  if (sha256Of(member) !== record.recordSha256)
    throw damaged(key, `${record.id} has other bytes than its manifest says`);
  const text = await unzip(member, { maxOutputLength: maxRecordBytes });
  const headEnd = text.indexOf("\r\n\r\n") + 4;
  const header = text.toString("utf8", 0, headEnd);
  const contentType = /^Content-Type: (.*)\r$/m.exec(header)?.[1] ?? "";
  const block = text.subarray(headEnd, text.length - 4);
  const split = contentType.startsWith("application/http") ? block.indexOf("\r\n\r\n") + 4 : 0;
  const payload = record.refersTo ? await readBase(record.refersTo) : block.subarray(split);
  if (sha256Of(payload) !== record.payloadSha256)
    throw damaged(key, `${record.id} has another payload than its manifest says`);
  return { record, contentType, httpHead: block.toString("latin1", 0, split), payload };
}

async function readRange(store: Store, key: string, start: number, end: number): Promise<Buffer> {
  if (end - start > maxRecordBytes) throw damaged(key, "a part too large to be read at once");
  if (end === start) return Buffer.alloc(0);
  const parts: Buffer[] = [];
  for await (const chunk of (await store.get(key, { start, end })) as AsyncIterable<Buffer>) parts.push(chunk);
  return Buffer.concat(parts);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function damaged(key: string, why: string): AppError {
  return new AppError("store.failed", {
    detail: `${key}: ${why}`,
    cure: "Run verify on the package; it says which part is broken.",
  });
}
