// Promises ids that sort by time (UUIDv7, RFC 9562 section 5.7) and cannot be mixed up between nouns.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { nowMs } from "./clock.ts";

const id = <B extends string>() => z.uuid().brand<B>();

export const TargetId = id<"TargetId">();
export type TargetId = z.infer<typeof TargetId>;
export const ScanId = id<"ScanId">();
export type ScanId = z.infer<typeof ScanId>;
export const PageId = id<"PageId">();
export type PageId = z.infer<typeof PageId>;
export const CaptureId = id<"CaptureId">();
export type CaptureId = z.infer<typeof CaptureId>;
export const FindingId = id<"FindingId">();
export type FindingId = z.infer<typeof FindingId>;
export const TimeStampId = id<"TimeStampId">();
export type TimeStampId = z.infer<typeof TimeStampId>;
export const PersonId = id<"PersonId">();
export type PersonId = z.infer<typeof PersonId>;

export const CaseId = id<"CaseId">();
export type CaseId = z.infer<typeof CaseId>;
export const DocumentId = id<"DocumentId">();
export type DocumentId = z.infer<typeof DocumentId>;
export const TipId = id<"TipId">();
export type TipId = z.infer<typeof TipId>;

/** A fresh UUIDv7 string. Cast it at the call site: `newId() as ScanId`. */
export function newId(atMs: number = nowMs()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
