// Promises Tesseract's Vietnamese reader started from files of this installation alone: nothing is fetched, nothing is cached.
import { createRequire } from "node:module";
import path from "node:path";
import { createWorker, type PSM } from "tesseract.js";

const require = createRequire(import.meta.url);

/** Named in every reading, so that a later engine reads again. */
export const engineName = "tesseract.js 7.0.0, vie best_int 1.0.0";

/** A line as the engine saw it, in pixels of the picture it was given; confidence 0 to 1. */
export interface EngineWord {
  text: string;
  confidence: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}
export type EngineLine = EngineWord & { words: EngineWord[] };

/** How the engine looks for lines: whole layout, or letters wherever they stand. */
export type Layout = "page" | "sparse";
const layouts: Record<Layout, string> = { page: "3", sparse: "11" };

export interface Engine {
  /** `pgm`: an encoded grey picture. Rejects when the engine cannot read it. */
  read(pgm: Uint8Array, layout: Layout): Promise<EngineLine[]>;
  close(): Promise<void>;
}

const languageFolder = path.join(
  path.dirname(require.resolve("@tesseract.js-data/vie/package.json")),
  "4.0.0_best_int",
);

export async function openEngine(): Promise<Engine> {
  const options = { langPath: languageFolder, gzip: true, cacheMethod: "none" };
  // Without this, a picture that cannot be read would throw inside the library's message handler.
  const engine = await createWorker("vie", 1, { ...options, errorHandler: () => undefined });
  return {
    async read(pgm, layout) {
      await engine.setParameters({ tessedit_pageseg_mode: layouts[layout] as PSM, user_defined_dpi: "150" });
      const { data } = await engine.recognize(Buffer.from(pgm), {}, { text: false, blocks: true });
      const lines = (data.blocks ?? []).flatMap((b) => b.paragraphs.flatMap((p) => p.lines));
      return lines.map((line) => ({ ...place(line), words: line.words.map(place) }));
    },
    close: async () => {
      await engine.terminate();
    },
  };
}

const place = ({
  text,
  confidence,
  bbox,
}: {
  text: string;
  confidence: number;
  bbox: Omit<EngineWord, "text" | "confidence">;
}) => ({
  text: text.normalize("NFC").trim(),
  confidence: confidence / 100,
  x0: bbox.x0,
  y0: bbox.y0,
  x1: bbox.x1,
  y1: bbox.y1,
});
