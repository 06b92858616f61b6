// Promises the recorded answers of a sealed capture in the form that a replay serves: read from the archive, decoded.
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { RecordedAnswer } from "#crawler/replay/answer-book.ts";
import type { SealedReader } from "#evidence/archive/sealed-reader.ts";

const Row = z.object({
  phase: z.string(),
  url: z.string(),
  method: z.string(),
  status: z.number().int().nullable(),
  bodyForm: z.string(),
  outcome: z.string(),
  answerRecord: z.string().nullable(),
});

const maxDecodedBytes = 64 * 1024 * 1024;
const limit = { maxOutputLength: maxDecodedBytes };
const decoders: Record<string, (bytes: Buffer) => Promise<Buffer>> = {
  gzip: (bytes) => promisify(gunzip)(bytes, limit),
  deflate: (bytes) => promisify<Buffer, typeof limit, Buffer>(inflate)(bytes, limit),
  br: (bytes) => promisify<Buffer, typeof limit, Buffer>(brotliDecompress)(bytes, limit),
  zstd: (bytes) => promisify<Buffer, typeof limit, Buffer>(zstdDecompress)(bytes, limit),
};

/** Answers of the evidence visit (not of the scan), in the order in which they were asked. */
export async function readRecordedAnswers(sealed: SealedReader): Promise<RecordedAnswer[]> {
  const rows = z.array(Row).parse(sealed.manifest.exchanges);
  const answers: RecordedAnswer[] = [];
  for (const row of rows) {
    const { status, answerRecord } = row;
    if (row.phase !== "capture" || row.outcome !== "recorded" || status === null || answerRecord === null) continue;
    const { httpHead } = await sealed.read(answerRecord);
    const headers = readHeaders(httpHead);
    const coding =
      row.bodyForm === "wire" ? (headers.find(([n]) => n.toLowerCase() === "content-encoding")?.[1] ?? "") : "";
    const read = async () => decode((await sealed.read(answerRecord)).payload, coding);
    answers.push({ url: row.url, method: row.method, status, headers, read });
  }
  return answers;
}

/** Lines after the first; the `x-orig-…` ones describe a coding that the kept bytes no longer have. */
function readHeaders(httpHead: string): [string, string][] {
  return httpHead
    .split("\r\n")
    .slice(1)
    .filter((line) => line.includes(":") && !/^x-orig-/i.test(line))
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
}

async function decode(bytes: Buffer, codings: string): Promise<Buffer> {
  let body = bytes;
  for (const coding of codings
    .toLowerCase()
    .split(",")
    .map((c) => c.trim())
    .filter(Boolean)
    .toReversed()) {
    const undo = decoders[coding.replace(/^x-/, "")];
    if (!undo) {
      if (coding === "identity") continue;
      throw new AppError("replay.failed", { detail: `content coding ${JSON.stringify(coding)} is not known` });
    }
    body = await undo(body);
  }
  return body;
}
