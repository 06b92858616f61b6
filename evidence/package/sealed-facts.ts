// Promises what packages and documents read of a sealed manifest, of every version that was ever sealed.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { Detection } from "#core/nouns/signal.ts";
import type { SealedReader } from "../archive/sealed-reader.ts";

const Ref = z.object({ record: z.string(), sha256: z.string(), sizeBytes: z.number() });
const text = z.string().default("");

const ExchangeRow = z.object({
  id: z.string(),
  phase: z.string(),
  url: z.string(),
  method: z.string(),
  status: z.number().nullable(),
  startedAt: z.string(),
  endedAt: text,
  httpVersion: text,
  resourceType: text,
  outcome: z.string(),
  outcomeReason: text,
  truncated: text,
  server: z.object({ ip: z.string().nullable(), note: text }),
  bodySha256: z.string().nullable(),
  bodySizeBytes: z.number(),
  netlog: z.object({ verdict: z.string(), note: text }).nullable().default(null),
});
export type ExchangeRow = z.infer<typeof ExchangeRow>;

const AttachmentRow = z.object({
  kind: z.string(),
  url: text,
  mime: text,
  sizeBytes: z.number(),
  sha256: z.string(),
  note: text,
  record: z.string().nullable().default(null),
});
export type AttachmentRow = z.infer<typeof AttachmentRow>;

/** Fields of `evidence/manifest.json` (seal/manifest.ts writes it); what version 2 adds has a value for version 1. */
export const SealedFacts = z.object({
  format: z.string(),
  captureId: z.string(),
  requestedUrl: z.string(),
  finalUrl: z.string(),
  status: z.string(),
  statusReason: text,
  startedAt: z.string(),
  endedAt: z.string(),
  created: z.string(),
  title: z.string(),
  office: z.string(),
  software: z.string(),
  askedBy: z.string(),
  reason: z.string(),
  key: z.object({ fingerprint: z.string(), publicKey: z.string() }),
  viewportPicture: Ref.nullable(),
  tiles: z.array(Ref.extend({ width: z.number(), height: z.number() })),
  dom: Ref.nullable(),
  text: Ref.nullable(),
  pageWidth: z.number(),
  pageHeight: z.number(),
  redirects: z.array(z.object({ from: z.string(), to: z.string(), status: z.number() })),
  mainTls: z
    .object({
      trusted: z.boolean(),
      reason: text,
      protocol: text,
      chainSha256s: z.array(z.string()).default([]),
      chainRecord: z.string().nullable().default(null),
    })
    .nullable(),
  browser: z.object({ product: z.string(), revision: text, userAgent: text, source: text, sandboxed: z.boolean() }),
  program: z.object({ name: z.string(), version: z.string(), node: z.string() }),
  viewport: z.object({ width: z.number(), height: z.number(), deviceScaleFactor: z.number(), mobile: z.boolean() }),
  language: text,
  referrer: text,
  clock: z.object({
    source: z.string(),
    offsetMs: z.number().nullable(),
    checkedAt: z.string().nullable().default(null),
    serverDate: z.string().nullable(),
  }),
  egress: z.object({ proxy: z.string().nullable() }),
  steps: z.array(z.object({ step: z.string(), ok: z.boolean(), note: text })),
  notCaptured: z.array(z.object({ what: z.string(), why: z.string() })),
  exchanges: z.array(ExchangeRow),
  lookups: z.array(ExchangeRow).default([]),
  attachments: z.array(AttachmentRow).default([]),
  netlog: z.object({ sha256: z.string() }).nullable().default(null),
  witnesses: z
    .object({
      exchanges: z.number(),
      recorded: z.number(),
      blocked: z.number(),
      failed: z.number(),
      agree: z.number(),
      differ: z.number(),
      unseen: z.number(),
      onlyInNetlog: z.array(z.object({ url: z.string(), note: text })),
      blankTiles: z.array(z.string()),
    })
    .nullable()
    .default(null),
  secondLook: z
    .object({
      startedAt: z.string(),
      status: z.string(),
      textSimilarity: z.number().nullable(),
      pictureDifference: z.number().nullable(),
      differences: z.array(z.unknown()),
      differencesMore: z.number(),
      note: text,
    })
    .nullable()
    .default(null),
  detection: z.unknown(),
  records: z.array(z.object({ refersTo: z.object({ captureId: z.string(), packageSha256: z.string() }).nullish() })),
  files: z.array(z.object({ path: z.string(), sha256: z.string(), sizeBytes: z.number() })),
});
export type SealedFacts = z.infer<typeof SealedFacts>;

/** Throws AppError `store.failed` naming the first field that is not as the format says. */
export function readSealedFacts(reader: Pick<SealedReader, "manifest">): SealedFacts {
  const parsed = SealedFacts.safeParse(reader.manifest);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join(".")).slice(0, 3);
  throw new AppError("store.failed", { detail: `the sealed manifest is not as its format says: ${where.join(", ")}` });
}

/** Detection on the sealed bytes; null where none was run or it is of an older shape. */
export function detectionOf(facts: SealedFacts): Detection | null {
  const parsed = Detection.safeParse(facts.detection);
  return parsed.success ? parsed.data : null;
}

/** The exchange that delivered the page, or null. */
export function mainExchangeOf(facts: SealedFacts): ExchangeRow | null {
  const documents = facts.exchanges.filter((e) => e.phase === "capture" && e.resourceType === "Document");
  const bare = facts.finalUrl.split("#")[0];
  return documents.findLast((e) => e.url.split("#")[0] === bare) ?? documents.at(-1) ?? null;
}
