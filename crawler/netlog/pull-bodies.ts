// Promises bodies read out of a kept network log: each to its limit, the log itself never unpacked on the disk.
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import { NetlogReader } from "./netlog-reader.ts";
import type { WireExchange } from "./wire-exchange.ts";

export const bodyKey = ({ sourceId, hop }: Pick<WireExchange, "sourceId" | "hop">): string => `${sourceId}/${hop}`;

const maxAllBytes = 128 * 1024 * 1024;

/** `wants`: the decoded bytes wanted of each request, by `bodyKey`. What a cut log lacks, or goes beyond 128 MiB in all, is shorter than asked. */
export async function pullBodies(file: string, wants: ReadonlyMap<string, number>): Promise<Map<string, Buffer>> {
  const pieces = new Map([...wants.keys()].map((key): [string, Buffer[]] => [key, []]));
  const left = new Map(wants);
  let roomBytes = maxAllBytes;
  const reader = new NetlogReader(({ sourceId, hop, coded, bytes }) => {
    const key = bodyKey({ sourceId, hop });
    const takeBytes = Math.min(left.get(key) ?? 0, roomBytes, bytes.length);
    if (coded || takeBytes === 0) return;
    pieces.get(key)!.push(bytes.subarray(0, takeBytes));
    left.set(key, left.get(key)! - takeBytes);
    roomBytes -= takeBytes;
  });
  await pipeline(createReadStream(file), createZstdDecompress(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) reader.push(chunk);
  });
  return new Map([...pieces].map(([key, list]) => [key, Buffer.concat(list)]));
}
