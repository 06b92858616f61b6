// Promises the CDXJ index of a WARC: one sorted line per record that can be replayed, each with the digest of its bytes.
import { surtOf } from "./surt.ts";
import type { RecordPlan, WrittenRecord } from "./warc-record.ts";

/**
 * CDXJ 0.1.0 lines in byte order: `SURT YYYYMMDDhhmmssmmm {…}`. `recordDigest` is the SHA-256 of the record's gzip
 * member as it stands in the file, which lets a reader check one record without the rest.
 */
export function cdxjOf(filename: string, pairs: readonly (readonly [RecordPlan, WrittenRecord])[]): string {
  const lines: Buffer[] = [];
  for (const [plan, record] of pairs) {
    if (!plan.index || record.uri === null) continue;
    const fields = {
      url: record.uri,
      digest: `sha256:${record.payloadSha256}`,
      mime: record.type === "revisit" ? "warc/revisit" : plan.index.mime,
      ...(plan.index.status === null ? {} : { status: plan.index.status }),
      filename,
      offset: record.offset,
      length: record.length,
      recordDigest: `sha256:${record.recordSha256}`,
    };
    lines.push(Buffer.from(`${surtOf(record.uri)} ${record.date.replace(/\D/g, "")} ${JSON.stringify(fields)}\n`));
  }
  return Buffer.concat(lines.sort((a, b) => Buffer.compare(a, b))).toString("utf8");
}
