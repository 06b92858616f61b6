// Promises gambling banners of our own in 20 styles, drawn from a seed: what stands on each is known to the letter.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { writeFontConfig } from "#crawler/browser/font-config.ts";
import { styles } from "./banner-styles.ts";
import { seededRandom } from "./seeded-random.ts";

// Read when the first letter is drawn: without it a machine with no fonts draws nothing and says nothing.
process.env.FONTCONFIG_FILE ??= writeFontConfig(mkdtempSync(path.join(tmpdir(), "banner-fonts-")));

const heads = [
  "NHÀ CÁI UY TÍN SỐ 1",
  "CÁ CƯỢC THỂ THAO",
  "TÀI XỈU ĂN TIỀN THẬT",
  "NỔ HŨ ĐỔI THƯỞNG",
  "CASINO TRỰC TUYẾN",
  "GAME BÀI ĐỔI THƯỞNG",
  "BẮN CÁ NHẬN QUÀ",
  "SOI KÈO BÓNG ĐÁ",
];
const offers = [
  "Nạp đầu tặng 100%",
  "Rút tiền trong 5 phút",
  "Hoàn trả 1,5% mỗi ngày",
  "Tặng ngay 188K tân thủ",
  "Thưởng hội viên mới 888K",
  "Khuyến mãi thứ hai hằng tuần",
  "Nạp rút nhanh 24/7",
  "Xanh chín hàng đầu châu Á",
];
const calls = ["ĐĂNG KÝ NGAY", "CHƠI NGAY", "TẢI ỨNG DỤNG", "NHẬN THƯỞNG", "VÀO CƯỢC"];

export interface BannerText {
  head: string;
  offer: string;
  more: string;
  call: string;
}

export interface Banner {
  style: string;
  /** What a reader reads, lines from top to bottom. */
  lines: string[];
  bytes: Buffer;
}

const markless = (text: string) =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .replaceAll("đ", "d")
    .replaceAll("Đ", "D");

/** The banner of one style; other seeds give other words, colours and places of ornaments. */
export async function drawBanner(style: string, seed: number): Promise<Banner> {
  const random = seededRandom(seed * 1000 + styles.findIndex((s) => s.name === style));
  const one = (list: readonly string[]) => list[Math.floor(random() * list.length)]!;
  const offer = one(offers);
  const text: BannerText = { head: one(heads), offer, more: one(offers.filter((o) => o !== offer)), call: one(calls) };
  const found = styles.find((s) => s.name === style)!;
  if (found.isUnmarked) for (const key of Object.keys(text) as (keyof BannerText)[]) text[key] = markless(text[key]);
  const { svg, lines } = found.draw(text, random);
  const drawn = sharp(Buffer.from(svg));
  return { style, lines, bytes: await (found.finish ? found.finish(drawn) : drawn.png().toBuffer()) };
}

export const bannerStyles: readonly string[] = styles.map((s) => s.name);

const fold = (text: string) => text.normalize("NFC").toLowerCase().replaceAll(/\s+/g, " ").trim();

/** Edits a character (Levenshtein) after NFC, with white space folded and case ignored, over the length expected. */
export function characterError(expected: string, read: string): number {
  const [a, b] = [Array.from(fold(expected)), Array.from(fold(read))];
  let row = b.map((_, j) => j + 1);
  for (const [i, letter] of a.entries()) {
    let [corner, left] = [i, i + 1];
    row = b.map((other, j) => {
      const above = row[j]!;
      left = Math.min(above + 1, left + 1, corner + (letter === other ? 0 : 1));
      corner = above;
      return left;
    });
  }
  return (row.at(-1) ?? a.length) / Math.max(a.length, 1);
}
