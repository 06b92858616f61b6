// Promises a WARC 1.1 file of one gzip member per record, with right digests; a large body goes to disk in pieces, never whole through memory.
import { createHash } from "node:crypto";
import { open, readFile, stat } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { packMember } from "./gzip-member.ts";
import { eachChunk, writeAll, type Payload } from "./payload.ts";
import {
  warcHeader,
  revisitOf,
  type BlockFacts,
  type KnownPayload,
  type RecordPlan,
  type WrittenRecord,
} from "./warc-record.ts";

export interface WrittenWarc {
  records: WrittenRecord[];
  sha256: string;
  sizeBytes: number;
  crc32: number;
}

/** Where a payload stands already, or null; asked only for payloads that may be left out. */
export type FindKnown = (payloadSha256: string, sizeBytes: number) => Promise<KnownPayload | null>;

/** Below this a revisit saves nothing. */
export const revisitFromBytes = 4096;

/** Bodies up to this size are read once and held; larger ones are read twice. */
const heldBytes = 8 * 1024 * 1024;

/**
 * Writes the records in order to a new file; whoever copies it into a package makes that durable. Throws what the file system throws (ENOSPC, EEXIST),
 * and RangeError when a body file changes between its two readings.
 */
export async function writeWarc(
  file: string,
  plans: Iterable<RecordPlan>,
  findKnown: FindKnown = async () => null,
): Promise<WrittenWarc> {
  const handle = await open(file, "wx", 0o600);
  try {
    const whole = createHash("sha256");
    let crc = 0;
    const records: WrittenRecord[] = [];
    let offset = 0;
    const write = async (chunk: Uint8Array) => {
      whole.update(chunk);
      crc = crc32(chunk, crc);
      await writeAll(handle, chunk);
    };
    for (const plan of plans) {
      const record = await writeRecord(plan, offset, findKnown, write);
      records.push(record);
      offset += record.length;
    }
    return { records, sha256: whole.digest("hex"), sizeBytes: offset, crc32: crc };
  } finally {
    await handle.close();
  }
}

const endOfRecord = Buffer.from("\r\n\r\n");

async function writeRecord(
  given: RecordPlan,
  offset: number,
  findKnown: FindKnown,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<WrittenRecord> {
  const asked = { ...given, payload: await hold(given.payload) };
  const whole = await digestBlock(asked);
  const known = await mayBeLeftOut(asked, whole, findKnown);
  const plan = known ? revisitOf(asked, known) : asked;
  // The payload's digest stays that of the whole; the block of a revisit is its head alone.
  const facts = known ? { ...whole, blockSha256: sha256Of(asked.head) } : whole;
  const member = createHash("sha256");
  let length = 0;
  const parts = { before: [warcHeader(plan, facts), plan.head], payload: plan.payload, after: endOfRecord };
  const readSha256 = await packMember(parts, plan.packed, async (chunk) => {
    member.update(chunk);
    length += chunk.byteLength;
    await write(chunk);
  });
  if (!known && readSha256 !== null && readSha256 !== facts.payloadSha256)
    throw new RangeError(`the body of ${plan.recordId} changed while it was written`);
  return {
    id: plan.recordId,
    type: plan.type,
    uri: plan.targetUri,
    date: plan.date,
    offset,
    length,
    recordSha256: member.digest("hex"),
    ...facts,
    ...(known ? { refersTo: placeOf(known) } : {}),
  };
}

/** Words and documents always stand in each package; pictures, scripts and the like may stand in an earlier one. */
function mayBeRevisited(plan: RecordPlan, sizeBytes: number): boolean {
  if (plan.type !== "response" && plan.type !== "resource") return false;
  return sizeBytes >= revisitFromBytes && !/^text\/(html|plain)/.test(plan.index?.mime ?? "text/html");
}

async function mayBeLeftOut(plan: RecordPlan, facts: BlockFacts, findKnown: FindKnown): Promise<KnownPayload | null> {
  return mayBeRevisited(plan, facts.payloadSizeBytes) ? findKnown(facts.payloadSha256, facts.payloadSizeBytes) : null;
}

function placeOf({ captureId, package: key, packageSha256, record, payloadSha256, payloadSizeBytes }: KnownPayload) {
  return { captureId, package: key, packageSha256, record, payloadSha256, payloadSizeBytes };
}

async function hold(payload: Payload): Promise<Payload> {
  if ("bytes" in payload || (await stat(payload.file)).size > heldBytes) return payload;
  return { bytes: await readFile(payload.file) };
}

async function digestBlock({ head, payload: content }: RecordPlan): Promise<BlockFacts> {
  // Without a head, block and payload are the same bytes.
  const block = head.byteLength > 0 ? createHash("sha256").update(head) : null;
  const payload = createHash("sha256");
  let payloadSizeBytes = 0;
  await eachChunk(content, (chunk) => {
    block?.update(chunk);
    payload.update(chunk);
    payloadSizeBytes += chunk.byteLength;
  });
  const payloadSha256 = payload.digest("hex");
  return { blockSha256: block?.digest("hex") ?? payloadSha256, payloadSha256, payloadSizeBytes };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
