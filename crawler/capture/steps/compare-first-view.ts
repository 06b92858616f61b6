// Promises that the first view and the top of the tiles show the same page, or that the capture says how much they differ.
import { readFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { comparePictures } from "../../second-look/compare-looks.ts";
import type { Visit } from "../visit.ts";

/** A video, a carousel or an advertisement moves; above this share a page showed the tiles another face. */
const otherPageShare = 0.5;

/** A page hears that a tile is shot (its view grows for it) and could draw something else: the first view was shot before. */
export async function compareFirstView(visit: Visit): Promise<string> {
  const { viewportFile, tiles } = visit.findings;
  const first = tiles[0];
  if (viewportFile === null || !first) return "không có hai ảnh để so";
  const size = {
    width: Math.min(visit.view.width, first.width),
    height: Math.min(visit.view.height, first.height),
  };
  const crop = async (file: string) => {
    const png = await readFile(path.join(visit.request.outDir, file));
    const picture = sharp(png, { limitInputPixels: 60_000_000 }).extract({ left: 0, top: 0, ...size });
    return picture.png({ compressionLevel: 0 }).toBuffer();
  };
  const share = await comparePictures(await crop(viewportFile), await crop(first.file));
  if (share === null) return "không so được";
  const said = `${(share * 100).toFixed(1)} % điểm ảnh khác`;
  if (share > otherPageShare)
    visit.notCaptured.push({ what: "ảnh cả trang như khung nhìn đầu", why: `phần đầu hai ảnh ${said}` });
  return said;
}
