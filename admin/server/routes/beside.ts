// Promises the two texts of a difference side by side: the sealed page's own and the stored one, with what they share marked.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { CaptureId, FindingId } from "#core/id.ts";
import type { SharedSpan } from "#core/nouns/observation.ts";
import type { Signal } from "#core/nouns/signal.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { recordEvent } from "#core/records/event.ts";
import { type FindingRow, selectFinding } from "#core/records/finding.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import { selectSketchText } from "#core/records/sketch.ts";
import { BesideView } from "../../api/beside.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { readCapture } from "../read-capture.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: CaptureId });
const Query = z.object({ finding: FindingId, other: z.url() });

/** The stretches that the finding itself says are shared with this address. */
function sharedWith(finding: FindingRow, other: string): SharedSpan[] {
  const spans = finding.signals.flatMap((s) =>
    s.anchors.flatMap((a) => (a.kind === "difference" && a.between[1] === other ? (a.shared ?? []) : [])),
  );
  return [...new Map(spans.map((span) => [span.otherStart, span])).values()].toSorted(
    (a, b) => a.otherStart - b.otherStart,
  );
}

/** The shared words as anchors: they are looked for in the captured text, whose white space may be another. */
const asSignal = (finding: FindingRow, spans: SharedSpan[], body: string): Signal => ({
  rule: "beside",
  version: "",
  category: finding.category,
  say: "",
  clearedBy: "",
  weight: 0,
  legalGrade: false,
  cites: [],
  anchors: spans.map(({ start, end, otherStart, otherEnd }) => ({
    kind: "text" as const,
    field: "text" as const,
    start,
    end,
    raw: body.slice(otherStart, otherEnd),
  })),
});

export function addBesideRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/captures/:id/beside",
    {
      config: { access: "evidence.read" },
      schema: { params: Params, querystring: Query, response: { 200: BesideView } },
    },
    async (request) => {
      const { id } = request.params;
      const { finding: findingId, other } = request.query;
      const me = sessionOf(request);
      const finding = await selectFinding(ctx.pool, findingId);
      const spans = sharedWith(finding, other);
      const seal = await selectOptionalSeal(ctx.pool, id);
      if (!seal || finding.captureId !== id || spans.length === 0)
        throw new AppError("not-found", { detail: "this finding shares no text with that address" });
      await refuseIfAbsent(ctx.pool, id);
      const kept = await selectSketchText(ctx.pool, other);
      if (!kept) throw new AppError("not-found", { detail: "the other text is kept no longer" });
      const capture = await readCapture(
        ctx,
        seal,
        { category: finding.category, signals: [asSignal(finding, spans, kept.body)] },
        me.tokenSha256,
      );
      await ctx.ports.recordCustody("original.viewed", seal, me.login);
      await recordEvent(ctx.pool, me.login, "original.viewed", id, { finding: findingId, beside: other });
      const marks = capture.marks.map(({ start, end }) => ({ start, end }));
      return {
        page: { text: capture.text, marks },
        other: {
          url: kept.url,
          title: kept.title,
          publishedAt: kept.publishedAt?.toISOString() ?? null,
          firstSeenAt: kept.firstSeenAt.toISOString(),
          text: kept.body,
          marks: apart(spans, kept.body.length),
        },
      };
    },
  );
}

/** Stretches of the other text, cut to its length; a text that changed since shows what still stands. */
function apart(spans: SharedSpan[], length: number): { start: number; end: number }[] {
  let reach = 0;
  return spans.flatMap(({ otherStart, otherEnd }) => {
    const start = Math.max(otherStart, reach);
    const end = Math.min(otherEnd, length);
    if (end <= start) return [];
    reach = end;
    return [{ start, end }];
  });
}
