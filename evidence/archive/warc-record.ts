// Promises the shape of a WARC 1.1 record before and after it is written, and the bytes of its header.
import { createHash } from "node:crypto";
import type { Payload } from "./payload.ts";

export type RecordType = "warcinfo" | "response" | "request" | "metadata" | "resource" | "revisit";

/** A record to be written. Its block is `head` followed by the payload. */
export interface RecordPlan {
  type: RecordType;
  /** `<urn:uuid:…>`. */
  recordId: string;
  /** null for warcinfo only. */
  targetUri: string | null;
  /** RFC 3339 in UTC. */
  date: string;
  contentType: string;
  /** Further WARC headers, in order. */
  fields: [string, string][];
  /** HTTP head, or empty. */
  head: Uint8Array;
  payload: Payload;
  /** True when the payload is compressed already: it is stored, not deflated again. */
  packed: boolean;
  /** What the index says of it; null keeps the record out of the index. */
  index: { mime: string; status: number | null } | null;
}

/** A payload that stands in an earlier sealed capture of this store; the revisit record points there. */
export interface KnownPayload {
  captureId: string;
  /** Store key of that capture's package. */
  package: string;
  packageSha256: string;
  /** `<urn:uuid:…>` of the record that holds the bytes. */
  record: string;
  uri: string;
  date: string;
  payloadSha256: string;
  payloadSizeBytes: number;
}

/** A record as it stands in the file. Digests are lower-case hex SHA-256. */
export interface WrittenRecord {
  id: string;
  type: RecordType;
  uri: string | null;
  date: string;
  /** Byte range of the gzip member in the WARC file. */
  offset: number;
  length: number;
  /** Of the gzip member's bytes. */
  recordSha256: string;
  blockSha256: string;
  payloadSha256: string;
  payloadSizeBytes: number;
  /** Only on a revisit record: where its payload stands. */
  refersTo?: Omit<KnownPayload, "uri" | "date">;
}

/** A stable `<urn:uuid:…>` (UUIDv8, RFC 9562 section 5.8) made from what the record is, so that sealing again names it alike. */
export function recordIdOf(captureId: string, ...parts: string[]): string {
  const bytes = createHash("sha256")
    .update(["vonggac-record", captureId, ...parts].join("\n"))
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}>`;
}

export interface BlockFacts {
  blockSha256: string;
  payloadSha256: string;
  payloadSizeBytes: number;
}

/**
 * The record that stands for one whose payload is kept already: profile identical-payload-digest (WARC 1.1 section 6.7.2).
 * Its block is the HTTP head alone; WARC-Payload-Digest stays that of the whole payload.
 */
export function revisitOf(plan: RecordPlan, known: KnownPayload): RecordPlan {
  return {
    ...plan,
    type: "revisit",
    payload: { bytes: Buffer.alloc(0) },
    packed: false,
    fields: [
      ...plan.fields,
      ["WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"],
      ["WARC-Refers-To", known.record],
      ["WARC-Refers-To-Target-URI", known.uri],
      ["WARC-Refers-To-Date", known.date],
      ["WARC-Refers-To-Container", known.package],
    ],
  };
}

/** WARC 1.1 section 4: version line, named fields, empty line. */
export function warcHeader(plan: RecordPlan, facts: BlockFacts): Buffer {
  const fields: [string, string][] = [
    ["WARC-Type", plan.type],
    ["WARC-Record-ID", plan.recordId],
    ["WARC-Date", plan.date],
  ];
  if (plan.targetUri !== null) fields.push(["WARC-Target-URI", plan.targetUri]);
  fields.push(...plan.fields);
  fields.push(["WARC-Block-Digest", `sha256:${facts.blockSha256}`]);
  if (plan.type !== "warcinfo") fields.push(["WARC-Payload-Digest", `sha256:${facts.payloadSha256}`]);
  fields.push(["Content-Type", plan.contentType]);
  const heldBytes = plan.type === "revisit" ? 0 : facts.payloadSizeBytes;
  fields.push(["Content-Length", String(plan.head.byteLength + heldBytes)]);
  const lines = fields.map(([name, value]) => `${name}: ${value.replace(/[\r\n\0]+/g, " ")}\r\n`);
  return Buffer.from(`WARC/1.1\r\n${lines.join("")}\r\n`, "utf8");
}
