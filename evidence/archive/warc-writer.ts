// Promises a WARC 1.1 file of one gzip member per record, streamed to disk with right digests, never a whole body in memory.
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";
import { chunksOf, writeAll } from "./payload.ts";
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
}

/** Where a payload stands already, or null; asked only for payloads that may be left out. */
export type FindKnown = (payloadSha256: string, sizeBytes: number) => Promise<KnownPayload | null>;

/** Below this a revisit saves nothing. */
export const revisitFromBytes = 4096;

/**
 * Writes the records in order to a new file and fsyncs it. Throws what the file system throws (ENOSPC, EEXIST),
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
    const records: WrittenRecord[] = [];
    let offset = 0;
    for (const plan of plans) {
      const record = await writeRecord(handle, plan, offset, { findKnown, seen: (chunk) => whole.update(chunk) });
      records.push(record);
      offset += record.length;
    }
    await handle.sync();
    return { records, sha256: whole.digest("hex"), sizeBytes: offset };
  } finally {
    await handle.close();
  }
}

async function writeRecord(
  handle: FileHandle,
  asked: RecordPlan,
  offset: number,
  { findKnown, seen }: { findKnown: FindKnown; seen: (chunk: Buffer) => void },
): Promise<WrittenRecord> {
  const whole = await digestBlock(asked);
  const known = await mayBeLeftOut(asked, whole, findKnown);
  const plan = known ? revisitOf(asked, known) : asked;
  // The payload's digest stays that of the whole; the block of a revisit is its head alone.
  const facts = known ? { ...whole, blockSha256: createHash("sha256").update(asked.head).digest("hex") } : whole;
  const member = createHash("sha256");
  let length = 0;
  const again = createHash("sha256");
  async function* block(): AsyncGenerator<Uint8Array> {
    yield warcHeader(plan, facts);
    if (plan.head.byteLength > 0) yield plan.head;
    for await (const chunk of chunksOf(plan.payload)) {
      again.update(chunk);
      yield chunk;
    }
    yield Buffer.from("\r\n\r\n");
  }
  const level = plan.packed ? constants.Z_NO_COMPRESSION : 6;
  await pipeline(
    Readable.from(block(), { objectMode: true }),
    createGzip({ level }),
    async (packed: AsyncIterable<Buffer>) => {
      for await (const chunk of packed) {
        member.update(chunk);
        seen(chunk);
        await writeAll(handle, chunk);
        length += chunk.byteLength;
      }
    },
  );
  if (!known && again.digest("hex") !== facts.payloadSha256)
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

async function digestBlock(plan: RecordPlan): Promise<BlockFacts> {
  const block = createHash("sha256").update(plan.head);
  const payload = createHash("sha256");
  let payloadSizeBytes = 0;
  for await (const chunk of chunksOf(plan.payload)) {
    block.update(chunk);
    payload.update(chunk);
    payloadSizeBytes += chunk.byteLength;
  }
  return { blockSha256: block.digest("hex"), payloadSha256: payload.digest("hex"), payloadSizeBytes };
}
