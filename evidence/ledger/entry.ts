// Promises the entry of the custody log: who did what to which evidence, when, and the hashes that chain it.
import { createHash } from "node:crypto";
import { z } from "zod";
import { asJson, canonicalBytes, type Json } from "../archive/canonical-json.ts";

/** Every act that the custody log knows. Further acts are added at the end, never renamed. */
export const CustodyAct = z.enum([
  "capture.sealed",
  "capture.quarantined",
  "original.viewed",
  "copy.derived",
  "export",
  "handover",
  "recheck",
  "key.created",
  "hold.set",
  "hold.lifted",
  "destruction",
  "time.stamped",
  "replay.checked",
  "package.made",
  "key.retired",
  "destruction.asked",
  "destruction.refused",
  "quarantine.lifted",
  "backup.restored",
  "scrub.failed",
  "audit.linked",
  "document.issued",
]);
export type CustodyAct = z.infer<typeof CustodyAct>;

/** What a caller says. `at` is RFC 3339 in UTC; `sha256` is that of the bytes acted upon, or null. */
export const CustodyFact = z.object({
  at: z.iso.datetime(),
  /** Account id or `system`. */
  actor: z.string().min(1),
  act: CustodyAct,
  /** Id of the capture, case or key. */
  subject: z.string().min(1),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type CustodyFact = z.infer<typeof CustodyFact>;

export interface LedgerEntry extends CustodyFact {
  /** 1, 2, 3 … without a gap. */
  seq: number;
  leafHash: string;
  chainHash: string;
}

export interface LedgerHead {
  seq: number;
  chainHash: string;
}

/** What stands before the first entry: nothing, hashed. */
export const emptyHead: LedgerHead = { seq: 0, chainHash: "0".repeat(64) };

/** SHA-256(0x00 ‖ canonical JSON of the entry without its hashes), hex: a leaf in the sense of RFC 6962 section 2.1. */
export function leafHashOf(seq: number, fact: CustodyFact): string {
  const content: Json = asJson({
    seq,
    at: fact.at,
    actor: fact.actor,
    act: fact.act,
    subject: fact.subject,
    sha256: fact.sha256,
    detail: fact.detail,
  });
  return createHash("sha256")
    .update(Buffer.from([0]))
    .update(canonicalBytes(content))
    .digest("hex");
}

/** SHA-256(previous chain hash ‖ leaf hash), hex. */
export function chainHashOf(previous: string, leafHash: string): string {
  return createHash("sha256").update(Buffer.from(previous, "hex")).update(Buffer.from(leafHash, "hex")).digest("hex");
}
