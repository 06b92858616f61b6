// Promises that fonts and pictures are ready to be drawn, or a count of those that are not.
import { evaluateApart, type Visit } from "../visit.ts";

const waitMs = 4000;

const decodeAll = `async (ms) => {
  const late = new Promise((done) => setTimeout(() => done("late"), ms));
  const fonts = await Promise.race([document.fonts.ready.then(() => "ready"), late]);
  const images = [...document.images].filter((image) => (image.currentSrc || image.src) && image.checkVisibility());
  const decoded = await Promise.race([Promise.allSettled(images.map((image) => image.decode())), late]);
  const broken = images.filter((image) => image.complete && image.naturalWidth === 0).length;
  return { fonts, images: images.length, broken, open: images.filter((image) => !image.complete).length, inTime: decoded !== "late" };
}`;

export async function waitForPictures(visit: Visit): Promise<string> {
  const seen = await evaluateApart<{ fonts: string; images: number; broken: number; open: number; inTime: boolean }>(
    visit,
    decodeAll,
    waitMs + 3000,
    waitMs,
  );
  const late = seen.inTime && seen.fonts === "ready" ? "" : ", hết giờ chờ";
  return `${seen.images} ảnh, ${seen.broken} hỏng, ${seen.open} chưa xong${late}`;
}
