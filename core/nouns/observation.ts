// Promises what is known about a page besides its own document: its pictures as read, its other faces, its near-copies.
//
// Detection stays pure: workers gather these and hand them in. What was not looked at is absent, and rules on it are skipped.
import { z } from "zod";

/** A stretch of two texts that say the same: UTF-16 offsets into each. */
export const SharedSpan = z.object({
  start: z.number().int(),
  end: z.number().int(),
  otherStart: z.number().int(),
  otherEnd: z.number().int(),
});
export type SharedSpan = z.infer<typeof SharedSpan>;

export const ReadWord = z.object({
  text: z.string(),
  /** UTF-16 offsets into `Reading.text`. */
  start: z.number().int(),
  end: z.number().int(),
  /** Pixels of the picture as it was sent. */
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  /** 0 to 1, as the engine says. */
  confidence: z.number(),
});
export type ReadWord = z.infer<typeof ReadWord>;

/** Text read from a picture. Anything but `read` means "not known", never "no text". */
export const Reading = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("read"),
    text: z.string(),
    words: z.array(ReadWord),
    confidence: z.number(),
    engine: z.string(),
  }),
  z.object({ state: z.enum(["unreadable", "failed", "not-tried"]), why: z.string() }),
]);
export type Reading = z.infer<typeof Reading>;

export const PerceptualHash = z.object({
  /** PDQ, 256 bits as 64 hex digits. */
  pdq: z.string().regex(/^[0-9a-f]{64}$/),
  /** 0 to 100; under 50 the hash says little (flat pictures). */
  quality: z.number(),
});
export type PerceptualHash = z.infer<typeof PerceptualHash>;

/** One picture of a page: an image element, the favicon or the screenshot. */
export const PictureReading = z.object({
  /** Absolute address, `screenshot`, or `data:` followed by the hash. */
  image: z.string(),
  role: z.enum(["element", "background", "favicon", "screenshot"]),
  sha256: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** The element in `Page.html`; null for the screenshot and for pictures that only styles name. */
  place: z.object({ htmlStart: z.number().int(), htmlEnd: z.number().int() }).nullable(),
  /** Stands in the page's footer. */
  inFooter: z.boolean(),
  ocr: Reading,
  codes: z.array(
    z.object({
      format: z.string(),
      text: z.string(),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
    }),
  ),
  hash: PerceptualHash.nullable(),
  /** Earlier captures that hold nearly the same picture, nearest first. */
  seenBefore: z
    .array(z.object({ captureId: z.string(), url: z.string(), capturedAt: z.string(), distance: z.number().int() }))
    .default([]),
});
export type PictureReading = z.infer<typeof PictureReading>;

/** The same address as another visitor saw it in the same scan. */
export const Face = z.object({
  /** Name of the vantage (`core/records/page.ts`). */
  vantage: z.string(),
  via: z.enum(["http", "browser"]),
  finalUrl: z.string(),
  status: z.number().int().nullable(),
  condition: z.string(),
  title: z.string(),
  /** Words of visible text. */
  wordCount: z.number().int(),
  /** MinHash of the visible text (`detection/duplicate`). */
  textSketch: z.array(z.number().int()),
  domSha256: z.string(),
  outboundHosts: z.array(z.string()),
  /** Sum of each category's signals without any that compare faces. */
  scores: z.record(z.string(), z.number()),
  /** Distinct gambling words seen, for the sentence. */
  terms: z.array(z.string()),
});
export type Face = z.infer<typeof Face>;

/** Another stored text that says much the same. */
export const CopyMatch = z.object({
  url: z.string(),
  host: z.string(),
  title: z.string(),
  /** `press`: an item of a licensed press site or of an imported feed; `other`: any other watched source. */
  source: z.enum(["press", "other"]),
  /** Instant to the minute, null where only a day or nothing is known. */
  publishedAt: z.string().nullable(),
  firstSeenAt: z.string(),
  /** When the address was first found gone; null while it stands or nobody looked again. */
  removedAt: z.string().nullable().default(null),
  /** Who wrote it, and what the publisher calls itself; "" where not known. */
  author: z.string().default(""),
  publisher: z.string().default(""),
  /** Share of this page's shingles that stand in the other text. */
  containment: z.number(),
  jaccard: z.number(),
  /** Share of this page's words, and of the other text's, in stretches of the same order with few words changed. */
  aligned: z.number().default(0),
  otherAligned: z.number().default(0),
  /** Offsets into `Page.text` and into the other text. */
  spans: z.array(SharedSpan),
});
export type CopyMatch = z.infer<typeof CopyMatch>;

/** An official denial that a page's own words meet. */
export const DenialMatch = z.object({
  /** Label as the issuer wrote it ("tin giả", "tin sai sự thật"). */
  label: z.string(),
  issuer: z.string(),
  /** yyyy-mm-dd. */
  deniedOn: z.string(),
  title: z.string(),
  url: z.string(),
  /** `wording`: whole stretches are the same; `claim`: the words of the denied claim stand close together. */
  by: z.enum(["wording", "claim"]),
  /** Share of the denied claim that the page repeats, 0 to 1. */
  share: z.number(),
  /** Offsets into `Page.text` and into the denial's text. */
  spans: z.array(SharedSpan),
});
export type DenialMatch = z.infer<typeof DenialMatch>;

/** A licence line as an earlier scan read it on another host. */
export const SeenLicence = z.object({
  number: z.string(),
  /** Letter after the number, or "". */
  suffix: z.string(),
  series: z.string(),
  issuedOn: z.string().nullable(),
  /** Owner as that page's imprint says. */
  owner: z.string().nullable(),
  host: z.string(),
  url: z.string(),
  seenAt: z.string(),
});
export type SeenLicence = z.infer<typeof SeenLicence>;

/** Another site that shares rare traces with this page's. */
export const OperatorLink = z.object({
  /** Registrable domain of the other site. */
  site: z.string(),
  /** Log-odds, the sum over `shared`. */
  weight: z.number(),
  /** Which traces and where, in one Vietnamese sentence; personal data masked. */
  say: z.string(),
  shared: z.array(z.object({ kind: z.string(), key: z.string(), sites: z.number().int(), weight: z.number() })),
  /** Categories in which a person confirmed a finding on that site. */
  confirmed: z.array(z.string()),
});
export type OperatorLink = z.infer<typeof OperatorLink>;
