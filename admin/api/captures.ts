// Promises what the desk shows of a sealed capture: picture tiles by signed address, text with marks, provenance, every request.
import { z } from "zod";
import { Instant } from "./problem.ts";

export const TileView = z.object({
  /** On the evidence origin, short-lived, bound to the session. */
  url: z.string(),
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
});
export type TileView = z.infer<typeof TileView>;

/** A stretch of the shown text that a signal points at; `signal` is its position in the finding's list. */
export const MarkView = z.object({ start: z.number().int(), end: z.number().int(), signal: z.number().int() });
export type MarkView = z.infer<typeof MarkView>;

export const BoxView = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  signal: z.number().int(),
  /** The signal is about the picture that stands there, not about words. */
  media: z.boolean(),
});
export type BoxView = z.infer<typeof BoxView>;

export const RequestView = z.object({
  /** `scan`: the visit that found it; `visit`: the evidence visit; `lookup`: asked by this program around it. */
  phase: z.string(),
  startedAt: z.string(),
  method: z.string(),
  url: z.string(),
  status: z.number().int().nullable(),
  type: z.string(),
  ip: z.string().nullable(),
  sizeBytes: z.number().int(),
  sha256: z.string().nullable(),
  outcome: z.string(),
  reason: z.string(),
  /** `length`, `time` or `disconnect` where the body is cut short; "" otherwise. */
  truncated: z.string(),
  /** `wire` or `told`; null in packages from before that was recorded. */
  headersForm: z.string().nullable(),
  /** What the browser's network log says of the same answer; null where there is none. */
  netlog: z.object({ verdict: z.string(), note: z.string() }).nullable(),
  /** Other targets whose sealed packages hold a body of the same hash. */
  elsewhere: z.number().int(),
});
export type RequestView = z.infer<typeof RequestView>;

export const AttachmentView = z.object({
  kind: z.string(),
  url: z.string(),
  mime: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  note: z.string(),
});
export type AttachmentView = z.infer<typeof AttachmentView>;

export const CaptureView = z.object({
  captureId: z.uuid(),
  /** Why picture, text or requests are missing; "" when the package could be read. */
  unreadable: z.string(),
  status: z.string(),
  requestedUrl: z.string(),
  finalUrl: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  pageWidth: z.number().int(),
  pageHeight: z.number().int(),
  tiles: z.array(TileView),
  boxes: z.array(BoxView),
  text: z.string(),
  /** The text was longer than what a screen can hold. */
  textTruncated: z.boolean(),
  marks: z.array(MarkView),
  /** Source spans that do not stand in visible text: what the markup says there. */
  excerpts: z.array(z.object({ signal: z.number().int(), before: z.string(), raw: z.string(), after: z.string() })),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  redirects: z.array(z.object({ from: z.string(), to: z.string(), status: z.number().int() })),
  requests: z.array(RequestView),
  lookups: z.array(RequestView),
  attachments: z.array(AttachmentView),
  steps: z.array(z.object({ step: z.string(), ok: z.boolean(), tookMs: z.number(), note: z.string() })),
  notCaptured: z.array(z.object({ what: z.string(), why: z.string() })),
  /** Rules that could not be asked about these bytes, and what was missing. */
  skipped: z.array(z.object({ rule: z.string(), missing: z.string() })),
  packageUrl: z.string(),
  linksUntil: Instant,
});
export type CaptureView = z.infer<typeof CaptureView>;

/** What a fresh reading of the package's bytes says; nothing of it is remembered from before. */
export const IntegrityView = z.object({
  ok: z.boolean(),
  level: z.enum(["sealed", "consistent", "broken"]),
  /** The file's hash now, and what was entered when it was sealed. */
  sha256Now: z.string(),
  sha256Sealed: z.string(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  /** What is proved of the capture (FORMAT.md section 5): package, tokens and custody together. */
  claims: z.array(
    z.object({ claim: z.string(), state: z.enum(["proved", "not-proved", "contradicted"]), detail: z.string() }),
  ),
  checkedAt: Instant,
  tookMs: z.number(),
});
export type IntegrityView = z.infer<typeof IntegrityView>;
