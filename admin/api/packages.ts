// Promises the export of a finding as a sealed package: asked with a purpose, made in the background, taken by a short-lived address.
import { z } from "zod";
import { Instant } from "./problem.ts";

export const AskPackage = z.object({ purpose: z.string().trim().min(3).max(500) });
export type AskPackage = z.infer<typeof AskPackage>;

export const PackageJobView = z.object({
  id: z.uuid(),
  /** Of what it is made: a finding, or a case. */
  findingId: z.uuid().nullable(),
  caseId: z.uuid().nullable(),
  /** The finding's host, or the case's number. */
  host: z.string(),
  startedAt: Instant,
  state: z.enum(["making", "ready", "failed"]),
  /** Steps done, of how many, and the one in hand; 0 of 0 at the start. */
  done: z.number().int(),
  total: z.number().int(),
  words: z.string(),
  /** Captures of the finding that were destroyed or quarantined: they are not in it. */
  leftOut: z.number().int(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  made: z
    .object({
      packageId: z.uuid(),
      sha256: z.string(),
      sizeBytes: z.number().int(),
      signer: z.string(),
      ledgerSeq: z.number().int(),
      captures: z.number().int(),
      unstamped: z.number().int(),
      missingWitnesses: z.array(z.string()),
      /** On the evidence origin, short-lived, bound to the session; a fresh one with every answer. */
      url: z.string(),
      /** Until when the file is kept. */
      until: Instant,
    })
    .nullable(),
});
export type PackageJobView = z.infer<typeof PackageJobView>;

export const PackageJobReply = z.object({ job: PackageJobView.nullable() });
export type PackageJobReply = z.infer<typeof PackageJobReply>;
