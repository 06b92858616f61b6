// Promises two sealed captures of one target compared in picture and words, both views entered in the custody log.
import { z } from "zod";
import { CaptureId, FindingId } from "#core/id.ts";
import { hidesPersonalData, maskPersonalData } from "#core/mask.ts";
import type { SealRow } from "#core/records/capture.ts";
import { recordEvent } from "#core/records/event.ts";
import type { FindingRow } from "#core/records/finding.ts";
import type { LiveSession } from "#core/records/session.ts";
import type { CaptureView } from "../../api/captures.ts";
import { type CompareSide, CompareView } from "../../api/compare.ts";
import { comparePictures, type PictureTile } from "../compare-pictures.ts";
import { compareWords } from "../compare-words.ts";
import type { DeskContext } from "../desk-context.ts";
import { findOwner, findSeal } from "../find-capture.ts";
import { sessionOf } from "../guard-requests.ts";
import { readCapture } from "../read-capture.ts";
import { openSealedPackage } from "../sealed-package.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: CaptureId });
const Query = z.object({ with: CaptureId, finding: FindingId });

interface Read {
  seal: SealRow;
  view: CaptureView;
  side: CompareSide;
}

/** The signals that fired on these bytes; the finding's own where detection did not run on them. */
function signalsOf(seal: SealRow, finding: FindingRow): FindingRow["signals"] {
  if (!seal.detection) return seal.captureId === finding.captureId ? finding.signals : [];
  return seal.detection.categories[finding.category]?.signals ?? [];
}

async function readSide(ctx: DeskContext, id: CaptureId, finding: FindingRow, me: LiveSession): Promise<Read> {
  const seal = await findSeal(ctx, id);
  const signals = signalsOf(seal, finding);
  const view = await readCapture(ctx, seal, { category: finding.category, signals }, me.tokenSha256);
  const { captureId, pageWidth, pageHeight, tiles, boxes, unreadable } = view;
  const mask = hidesPersonalData(finding.category) ? maskPersonalData : (text: string) => text;
  const side = {
    captureId,
    at: view.startedAt || seal.sealedAt.toISOString(),
    url: view.finalUrl,
    pageWidth,
    pageHeight,
    tiles,
    boxes,
    signals: signals.map((signal) => mask(signal.say)),
    unreadable,
  };
  return { seal, view, side };
}

async function tilesOf(ctx: DeskContext, { seal, view }: Read): Promise<PictureTile[]> {
  if (view.unreadable) return [];
  const sealed = await openSealedPackage(ctx.store, seal);
  return sealed.manifest.tiles.map(({ x, y, width, height, record }) => ({
    x,
    y,
    width,
    height,
    read: () => sealed.readRecord(record),
  }));
}

export function addCompareRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/captures/:id/compare",
    {
      config: { access: "evidence.read", rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: { params: Params, querystring: Query, response: { 200: CompareView } },
    },
    async (request) => {
      const me = sessionOf(request);
      const { id } = request.params;
      const finding = await findOwner(ctx, request.query.finding, id);
      await findOwner(ctx, request.query.finding, request.query.with);
      const read = [
        await readSide(ctx, id, finding, me),
        await readSide(ctx, request.query.with, finding, me),
      ].toSorted((a, b) => a.side.at.localeCompare(b.side.at) || a.seal.sealedAt.getTime() - b.seal.sealedAt.getTime());
      const [before, after] = [read[0]!, read[1]!];
      for (const { seal } of read) await ctx.ports.recordCustody("original.viewed", seal, me.login);
      await recordEvent(ctx.pool, me.login, "originals.compared", id, {
        finding: finding.id,
        with: request.query.with,
      });
      return {
        before: before.side,
        after: after.side,
        picture: await comparePictures(await tilesOf(ctx, before), await tilesOf(ctx, after)),
        words: {
          ...compareWords(before.view, after.view),
          cut: before.view.textTruncated || after.view.textTruncated,
        },
        linksUntil: after.view.linksUntil,
      };
    },
  );
}
