// Promises the capture: what an evidence visit records before it is sealed. Files stand in one bundle folder.
import { z } from "zod";
import { Exchange, TlsFacts } from "./fetched.ts";

/** How a capture ended (cli.md). Only captured and partial are sealed. */
export const CaptureStatus = z.enum([
  "captured",
  "partial",
  "challenge",
  "login-wall",
  "parked",
  "soft-404",
  "error",
  "refused",
  "unreachable",
]);
export type CaptureStatus = z.infer<typeof CaptureStatus>;

export const Tile = z.object({
  file: z.string(),
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  sha256: z.string(),
  /** Share of rows that carry a single colour; near 1 on a tile where text stands means a blank render. */
  blankShare: z.number(),
});
export type Tile = z.infer<typeof Tile>;

/** One named step of the visit and how it went: every wait is bounded and its outcome is kept. */
export const StepOutcome = z.object({
  step: z.string(),
  ok: z.boolean(),
  tookMs: z.number(),
  note: z.string(),
});
export type StepOutcome = z.infer<typeof StepOutcome>;

/** A file that belongs to the capture but to no exchange's body as such: what was downloaded, drawn or saved beside it. */
export const Attachment = z.object({
  file: z.string(),
  kind: z.enum(["download", "video", "poster", "mhtml", "before-banner", "frame-dom", "netlog"]),
  /** Address it came from; the page's own for what was made of the page. */
  url: z.string(),
  mime: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  note: z.string(),
});
export type Attachment = z.infer<typeof Attachment>;

/** How far the three witnesses (DevTools, network log, rendering) agree; counted over this capture's exchanges. */
export const WitnessSummary = z.object({
  exchanges: z.number().int(),
  recorded: z.number().int(),
  blocked: z.number().int(),
  failed: z.number().int(),
  agree: z.number().int(),
  differ: z.number().int(),
  unseen: z.number().int(),
  /** Requests that only the network log knows, each named; empty when both know the same. */
  onlyInNetlog: z.array(z.object({ url: z.string(), note: z.string() })),
  /** Tiles whose picture is blank where text stands. */
  blankTiles: z.array(z.string()),
});
export type WitnessSummary = z.infer<typeof WitnessSummary>;

/** A second, clean browser process looked again: what it saw otherwise. */
export const SecondLook = z.object({
  startedAt: z.string(),
  endedAt: z.string(),
  status: CaptureStatus,
  finalUrl: z.string(),
  textSimilarity: z.number().nullable(),
  /** Share of differing pixels in the first view, 0 to 1; null without two pictures. */
  pictureDifference: z.number().nullable(),
  /** Addresses with other bytes, or seen by one of the two only. */
  differences: z.array(
    z.object({ url: z.string(), kind: z.enum(["other-bytes", "only-first", "only-second"]), note: z.string() }),
  ),
  differencesMore: z.number().int(),
  viewportFile: z.string().nullable(),
  textFile: z.string().nullable(),
  note: z.string(),
});
export type SecondLook = z.infer<typeof SecondLook>;

/** Everything the evidence visit knows, as written to `bundle.json` beside its files. Paths are relative to the folder. */
export const Bundle = z.object({
  captureId: z.string(),
  requestedUrl: z.string(),
  finalUrl: z.string(),
  status: CaptureStatus,
  statusReason: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  title: z.string(),
  exchanges: z.array(Exchange),
  /** The scan visit's own exchanges (its response is sealed in the same package); empty for a capture on demand. */
  scanExchanges: z.array(Exchange),
  viewportFile: z.string().nullable(),
  tiles: z.array(Tile),
  pageWidth: z.number().int(),
  pageHeight: z.number().int(),
  /** Final DOM as HTML, and visible text. */
  domFile: z.string().nullable(),
  textFile: z.string().nullable(),
  /** Boxes of text runs on the picture, for drawing fired spans; JSON. */
  textBoxesFile: z.string().nullable(),
  redirects: z.array(z.object({ from: z.string(), to: z.string(), status: z.number().int() })),
  mainTls: TlsFacts.nullable(),
  browser: z.object({
    product: z.string(),
    revision: z.string(),
    userAgent: z.string(),
    source: z.string(),
    sandboxed: z.boolean(),
  }),
  program: z.object({ name: z.string(), version: z.string(), node: z.string() }),
  viewport: z.object({
    width: z.number().int(),
    height: z.number().int(),
    deviceScaleFactor: z.number(),
    mobile: z.boolean(),
  }),
  language: z.string(),
  referrer: z.string(),
  clock: z.object({
    source: z.string(),
    offsetMs: z.number().nullable(),
    checkedAt: z.string().nullable(),
    serverDate: z.string().nullable(),
  }),
  fonts: z.array(z.string()),
  egress: z.object({
    proxy: z.string().nullable(),
    bytesIn: z.number().int(),
    bytesOut: z.number().int(),
  }),
  steps: z.array(StepOutcome),
  /** Who asked for this capture and why. */
  askedBy: z.string(),
  reason: z.string(),
  notCaptured: z.array(z.object({ what: z.string(), why: z.string() })),
  /** robots.txt, favicon, name server and RDAP answers, asked by this program and not by the page. */
  lookups: z.array(Exchange).default([]),
  attachments: z.array(Attachment).default([]),
  /** Chromium's network log of this one browser process, zstd; null where none could be kept. */
  netlog: z
    .object({
      file: z.string(),
      sha256: z.string(),
      sizeBytes: z.number().int(),
      /** Of the JSON before compression. */
      rawSha256: z.string(),
      rawSizeBytes: z.number().int(),
    })
    .nullable()
    .default(null),
  witnesses: WitnessSummary.nullable().default(null),
  secondLook: SecondLook.nullable().default(null),
});
export type Bundle = z.infer<typeof Bundle>;

const withoutFragment = (url: string): string => {
  const parsed = URL.parse(url);
  if (parsed) parsed.hash = "";
  return parsed?.href ?? url;
};

/**
 * The answer that delivered the page's document, or null. The address bar may show another address: a fragment is never
 * sent, and a script may rewrite it; then the last document that the visit was led to counts.
 */
export function mainExchangeOf(
  bundle: Pick<Bundle, "exchanges" | "finalUrl" | "redirects" | "requestedUrl">,
): Exchange | null {
  const documents = bundle.exchanges.filter((e) => e.status !== null && e.resourceType === "Document");
  for (const url of [bundle.finalUrl, bundle.redirects.at(-1)?.to ?? bundle.requestedUrl].map(withoutFragment)) {
    const found = documents.findLast((e) => e.url === url);
    if (found) return found;
  }
  return null;
}
