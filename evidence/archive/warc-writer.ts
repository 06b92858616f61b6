// Promises a WARC 1.1 file of one gzip member per record, streamed to disk with right digests, never a whole body in memory.
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";
import { chunksOf, writeAll } from "./payload.ts";
import { warcHeader, type BlockFacts, type RecordPlan, type WrittenRecord } from "./warc-record.ts";

export interface WrittenWarc {
  records: WrittenRecord[];
  sha256: string;
  sizeBytes: number;
}

/**
 * Writes the records in order to a new file and fsyncs it. Throws what the file system throws (ENOSPC, EEXIST),
 * and RangeError when a body file changes between its two readings.
 */
export async function writeWarc(file: string, plans: Iterable<RecordPlan>): Promise<WrittenWarc> {
  const handle = await open(file, "wx", 0o600);
  try {
    const whole = createHash("sha256");
    const records: WrittenRecord[] = [];
    let offset = 0;
    for (const plan of plans) {
      const record = await writeRecord(handle, plan, offset, (chunk) => whole.update(chunk));
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
  plan: RecordPlan,
  offset: number,
  seen: (chunk: Buffer) => void,
): Promise<WrittenRecord> {
  const facts = await digestBlock(plan);
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
  if (again.digest("hex") !== facts.payloadSha256)
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
  };
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
