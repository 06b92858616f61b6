// Promises a sealed capture as the finding's screen shows it; a package that cannot be read says so instead of failing the page.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { CaptureId } from "#core/id.ts";
import { hidesPersonalData, maskPersonalData } from "#core/mask.ts";
import type { Signal } from "#core/nouns/signal.ts";
import { selectCapture, type SealRow } from "#core/records/capture.ts";
import type { FindingRow } from "#core/records/finding.ts";
import { countElsewhere } from "#core/records/recapture.ts";
import type { CaptureView, RequestView } from "../api/captures.ts";
import type { DeskContext } from "./desk-context.ts";
import { cutExcerpts, locateBoxes, locateMarks, type TextRun } from "./locate-marks.ts";
import { type Manifest, type SealedPackage, openSealedPackage } from "./sealed-package.ts";

const maxTextChars = 400_000;
const maxRequests = 600;

const Boxes = z.object({
  runs: z.array(
    z.object({
      text: z.string(),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      words: z.array(z.tuple([z.number(), z.number()])).default([]),
    }),
  ),
});

type Body = Omit<CaptureView, "tiles" | "packageUrl" | "linksUntil">;

const factsOf = (m: Manifest): CaptureView["facts"] => {
  const tls = m.mainTls && (m.mainTls.trusted ? m.mainTls.protocol : `${m.mainTls.protocol} (${m.mainTls.reason})`);
  const main = m.exchanges.find((e) => e.url === m.finalUrl) ?? m.exchanges[0];
  const facts: [string, string | null | undefined][] = [
    ["office", m.office],
    ["askedBy", m.askedBy],
    ["reason", m.reason],
    ["server", main && (main.server.ip ?? main.server.note)],
    ["tls", tls],
    ["browser", `${m.browser.product}${m.browser.sandboxed ? "" : " (no sandbox)"}`],
    ["userAgent", m.browser.userAgent],
    [
      "viewport",
      `${m.viewport.width} × ${m.viewport.height} @${m.viewport.deviceScaleFactor}${m.viewport.mobile ? " mobile" : ""}`,
    ],
    ["clock", m.clock.offsetMs === null ? m.clock.source : `${m.clock.source} (${m.clock.offsetMs} ms)`],
    ["serverDate", m.clock.serverDate],
    ["software", m.software],
  ];
  return facts.filter(([, value]) => value).map(([name, value]) => ({ name, value: value! }));
};

async function readText(sealed: SealedPackage, ref: { record: string } | null): Promise<string> {
  return ref ? (await sealed.readRecord(ref.record)).toString("utf8") : "";
}

async function readRuns(sealed: SealedPackage): Promise<TextRun[]> {
  const parsed = Boxes.safeParse(JSON.parse((await readText(sealed, sealed.manifest.textBoxes)) || "null"));
  return parsed.success ? parsed.data.runs : [];
}

const requestOf = (e: Manifest["exchanges"][number]): RequestView => ({
  phase: e.phase,
  startedAt: e.startedAt,
  method: e.method,
  url: e.url,
  status: e.status,
  type: e.resourceType,
  ip: e.server.ip,
  sizeBytes: e.bodySizeBytes,
  sha256: e.bodySha256,
  outcome: e.outcome,
  reason: e.outcomeReason,
  truncated: e.truncated,
  headersForm: e.headersForm,
  netlog: e.netlog,
  elsewhere: 0,
});

async function readBody(sealed: SealedPackage, captureId: CaptureId, signals: readonly Signal[]): Promise<Body> {
  const m = sealed.manifest;
  const whole = await readText(sealed, m.text);
  const text = whole.slice(0, maxTextChars);
  const marks = locateMarks(text, signals);
  const runs = await readRuns(sealed);
  return {
    captureId,
    unreadable: "",
    status: m.status,
    requestedUrl: m.requestedUrl,
    finalUrl: m.finalUrl,
    startedAt: m.startedAt,
    endedAt: m.endedAt,
    pageWidth: m.pageWidth,
    pageHeight: m.pageHeight,
    boxes: locateBoxes(runs, text, marks, signals),
    text,
    textTruncated: whole.length > text.length,
    marks,
    excerpts: cutExcerpts(await readText(sealed, m.dom), signals),
    facts: factsOf(m),
    redirects: m.redirects,
    requests: m.exchanges.slice(0, maxRequests).map(requestOf),
    lookups: m.lookups.slice(0, maxRequests).map(requestOf),
    attachments: m.attachments.slice(0, maxRequests),
    steps: m.steps,
    notCaptured: m.notCaptured,
    skipped: [],
  };
}

const nothing = (captureId: CaptureId, unreadable: string): Body => ({
  captureId,
  unreadable,
  status: "",
  requestedUrl: "",
  finalUrl: "",
  startedAt: "",
  endedAt: "",
  pageWidth: 0,
  pageHeight: 0,
  boxes: [],
  text: "",
  textTruncated: false,
  marks: [],
  excerpts: [],
  facts: [],
  redirects: [],
  requests: [],
  lookups: [],
  attachments: [],
  steps: [],
  notCaptured: [],
  skipped: [],
});

/** Words of the page as shown; lengths stay, so that marks do. */
const maskBody = (body: Body): Body => ({
  ...body,
  text: maskPersonalData(body.text),
  excerpts: body.excerpts.map(({ signal, before, raw, after }) => {
    const masked = maskPersonalData(before + raw + after);
    const end = before.length + raw.length;
    return {
      signal,
      before: masked.slice(0, before.length),
      raw: masked.slice(before.length, end),
      after: masked.slice(end),
    };
  }),
});

/** Each request with how many other targets' packages hold the same body. */
async function withElsewhere(ctx: DeskContext, captureId: CaptureId, requests: RequestView[]): Promise<RequestView[]> {
  const { targetId } = await selectCapture(ctx.pool, captureId);
  const hashes = [...new Set(requests.flatMap((r) => r.sha256 ?? []))];
  if (!targetId || hashes.length === 0) return requests;
  const counts = await countElsewhere(ctx.pool, targetId, hashes);
  return requests.map((r) => ({ ...r, elsewhere: counts.get(r.sha256 ?? "") ?? 0 }));
}

/** The capture with signed addresses of its tiles for this session. */
export async function readCapture(
  ctx: DeskContext,
  seal: SealRow,
  { category, signals }: Pick<FindingRow, "category" | "signals">,
  sessionSha256: Buffer,
): Promise<CaptureView> {
  const { token, until } = ctx.links.make(seal.captureId, sessionSha256);
  const at = (rest: string) => `${ctx.origins.evidence}/e/${token}/${rest}`;
  const frame = { packageUrl: at("package"), linksUntil: until.toISOString() };
  try {
    const sealed = await openSealedPackage(ctx.store, seal);
    const body = await readBody(sealed, seal.captureId, signals);
    return {
      ...(hidesPersonalData(category) ? maskBody(body) : body),
      requests: await withElsewhere(ctx, seal.captureId, body.requests),
      skipped: (seal.detection?.skipped ?? []).slice(0, 200),
      tiles: sealed.manifest.tiles.map(({ x, y, width, height }, i) => ({ url: at(`tile/${i}`), x, y, width, height })),
      ...frame,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...nothing(seal.captureId, error.code), tiles: [], ...frame };
  }
}
