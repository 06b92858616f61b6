// Promises texts of templates held for a few minutes, so that one that is not saved can be looked at filled with samples.
import sharp from "sharp";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { readOffice } from "#core/records/office.ts";
import type { DocumentModel } from "#evidence/dossier/document-model.ts";
import { sampleFacts } from "#evidence/dossier/fact-catalogue.ts";
import type { Facts } from "#evidence/dossier/fact-tree.ts";
import { fillTemplate } from "#evidence/dossier/fill-template.ts";
import { acceptTemplate } from "./compose-document.ts";
import type { DeskContext } from "./desk-context.ts";

const livesMs = 10 * 60_000;
const most = 40;
const held = new Map<string, { text: string; until: number }>();

/** Gives the id by which it is found again. */
export function holdPreview(text: string): string {
  for (const [id, { until }] of held) if (until <= nowMs() || held.size >= most) held.delete(id);
  const id = newId();
  held.set(id, { text, until: nowMs() + livesMs });
  return id;
}

const [sampleWidth, sampleHeight] = [1200, 700];

/** The office's own names where it has them, samples elsewhere. Throws `not-found` where it is gone. */
export async function previewOf(ctx: DeskContext, id: string): Promise<DocumentModel> {
  const preview = held.get(id);
  if (!preview || preview.until <= nowMs()) throw new AppError("not-found", { detail: "the preview is too old" });
  const grey = { width: sampleWidth, height: sampleHeight, channels: 3 as const, background: "#d8dedc" };
  const png = await sharp({ create: grey }).png().toBuffer();
  const facts = sampleFacts({ png, widthPx: sampleWidth, heightPx: sampleHeight });
  const office = await readOffice(ctx.pool);
  const own = {
    chu_quan: office.parentName,
    ten: office.name,
    don_vi: office.unitName,
    ky_hieu: office.symbol,
    dia_danh: office.place,
  };
  const said = Object.fromEntries(Object.entries(own).filter(([, text]) => text));
  return fillTemplate(acceptTemplate(preview.text), { ...facts, co_quan: { ...(facts.co_quan as Facts), ...said } })
    .model;
}
