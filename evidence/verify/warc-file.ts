// Promises every record of a WARC file in order, with its byte range and digest, and a list of what is wrong.
import { hex } from "./bytes.ts";
import { type ByteSource, chunksOf, sha256Of } from "./byte-source.ts";
import { engine } from "./engine.ts";
import { type InflateBudget, inflateMember, type MemberEnd } from "./gzip-members.ts";
import { PullReader } from "./pull-reader.ts";
import { Broken, Unread } from "./report.ts";
import { readRecord, type SeenRecord } from "./warc-record.ts";

export interface WarcReading {
  records: SeenRecord[];
  problems: string[];
}

const maxRecords = 1_000_000;

/**
 * Reads to the end or to the first place that cannot be read. `strict`: the form that this program writes (one record
 * per gzip member, SHA-256 digests, CRLF).
 */
export async function readWarc(
  source: ByteSource,
  path: string,
  strict: boolean,
  budget: InflateBudget,
): Promise<WarcReading> {
  const records: SeenRecord[] = [];
  const problems: string[] = [];
  try {
    if (source.size === 0) throw new Broken(`${path}: empty`);
    const head = await source.read(0, Math.min(2, source.size));
    const packed = head[0] === 0x1f && head[1] === 0x8b;
    if (strict && !packed) throw new Broken(`${path}: not gzip`);
    const walk = packed ? packedRecords(source, path, strict, budget) : plainRecords(source, path, { ...budget });
    for await (const record of walk) {
      if (records.length >= maxRecords) throw new Broken(`${path}: more than ${maxRecords} records`);
      problems.push(...record.problems);
      record.problems = [];
      records.push(record);
    }
  } catch (error) {
    if (error instanceof Unread) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    problems.push(reason.startsWith(path) ? reason : `${path}: ${reason}`);
  }
  if (strict) problems.push(...sameIds(records, path));
  return { records, problems };
}

async function* packedRecords(
  source: ByteSource,
  path: string,
  strict: boolean,
  budget: InflateBudget,
): AsyncGenerator<SeenRecord> {
  // What contents swell to when their coding is undone is bounded apart: it makes unsure and does not condemn.
  const decoding = { ...budget };
  let count = 0;
  for (let at = 0; at < source.size;) {
    const end: MemberEnd = { next: at };
    const whole = engine().newHash("sha256");
    const reader = new PullReader(inflateMember(source, at, end, budget, (bytes) => whole.update(bytes)));
    const inMember: SeenRecord[] = [];
    while (!(await reader.atEnd())) {
      count++;
      inMember.push(await readRecord(reader, strict, decoding, `${path}: record ${count} (byte ${at})`));
    }
    if (strict && inMember.length !== 1)
      throw new Broken(`${path}: the gzip member at byte ${at} holds ${inMember.length} records`);
    const sha256 = hex(whole.digest());
    for (const record of inMember) yield { ...record, offset: at, length: end.next - at, sha256 };
    at = end.next;
  }
}

async function* plainRecords(source: ByteSource, path: string, budget: InflateBudget): AsyncGenerator<SeenRecord> {
  const reader = new PullReader(chunksOf(source));
  for (let count = 1; !(await reader.atEnd()); count++) {
    const offset = reader.consumed;
    const record = await readRecord(reader, false, budget, `${path}: record ${count} (byte ${offset})`);
    yield {
      ...record,
      offset,
      length: reader.consumed - offset,
      sha256: await sha256Of(source, offset, reader.consumed),
    };
  }
}

function sameIds(records: readonly SeenRecord[], path: string): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const { id } of records) {
    if (seen.has(id)) problems.push(`${path}: two records are called ${id}`);
    seen.add(id);
  }
  return problems;
}
