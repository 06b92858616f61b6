// Promises two sealed captures compared in picture and words, the earlier one first, both views entered in the custody log.
import type { CaptureId } from "#core/id.ts";
import { hidesPersonalData, maskPersonalData } from "#core/mask.ts";
import type { Category } from "#core/nouns/category.ts";
import type { SealRow } from "#core/records/capture.ts";
import type { FindingRow } from "#core/records/finding.ts";
import type { LiveSession } from "#core/records/session.ts";
import type { CaptureView } from "../api/captures.ts";
import type { CompareSide, CompareView } from "../api/compare.ts";
import { comparePictures, type PictureTile } from "./compare-pictures.ts";
import { compareWords } from "./compare-words.ts";
import type { DeskContext } from "./desk-context.ts";
import { findSeal } from "./find-capture.ts";
import { readCapture } from "./read-capture.ts";
import { openSealedPackage } from "./sealed-package.ts";

/** With which eyes the captures are read: the category decides what is masked. */
export interface ReadAs {
  category: Category;
  /** The signals that are shown on this capture where detection did not run on its bytes. */
  ownSignals: (seal: SealRow) => FindingRow["signals"];
}

interface Read {
  seal: SealRow;
  view: CaptureView;
  side: CompareSide;
}

async function readSide(ctx: DeskContext, id: CaptureId, as: ReadAs, me: LiveSession): Promise<Read> {
  const seal = await findSeal(ctx, id);
  const signals = seal.detection ? (seal.detection.categories[as.category]?.signals ?? []) : as.ownSignals(seal);
  const view = await readCapture(ctx, seal, { category: as.category, signals }, me.tokenSha256);
  const { captureId, pageWidth, pageHeight, tiles, boxes, unreadable } = view;
  const mask = hidesPersonalData(as.category) ? maskPersonalData : (text: string) => text;
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

/** Who may see them is the caller's question. Throws `not-found`, `evidence.destroyed`, `evidence.quarantined`. */
export async function compareCaptures(
  ctx: DeskContext,
  ids: readonly [CaptureId, CaptureId],
  as: ReadAs,
  me: LiveSession,
): Promise<CompareView> {
  const read = [await readSide(ctx, ids[0], as, me), await readSide(ctx, ids[1], as, me)].toSorted(
    (a, b) => a.side.at.localeCompare(b.side.at) || a.seal.sealedAt.getTime() - b.seal.sealedAt.getTime(),
  );
  const [before, after] = [read[0]!, read[1]!];
  for (const { seal } of read) await ctx.ports.recordCustody("original.viewed", seal, me.login);
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
}
