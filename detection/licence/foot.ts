// Promises the foot of a page as far as it was read: its text, its pictures' text, or the reason why something is not known.
import type { PictureReading, ReadWord } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import type { DetectionContext } from "../detect.ts";
import { textAnchor } from "../text/fields.ts";
import { foldText } from "../text/letters.ts";
import type { Span } from "./parse.ts";

/** A text in which an imprint may stand, with the anchor of any stretch of it. */
export interface FootText {
  text: string;
  /** Where the foot begins in `text`. */
  from: number;
  anchor(span: Span): Anchor;
  picture: boolean;
}

export interface Foot {
  start: number;
  end: number;
  /** A foot was recognised as such. */
  sure: boolean;
  /** "" when the whole foot was read; else why it was not. Then nothing may be called absent. */
  unread: string;
  /** The page's own text first, then pictures of the foot that were read. */
  texts: FootText[];
}

/** Share of a page's end that counts as its foot where none was recognised. */
const footShare = 0.15;
const leastFootChars = 1500;
/** Why a foot is not known whose pictures nobody read yet. */
export const footPicturesUnread = "ảnh ở chân trang chưa được đọc chữ";
/** Smaller pictures hold no readable line. */
const leastLine = { width: 160, height: 24 };

export function readFoot(page: Page, context: DetectionContext): Foot {
  const guessed = Math.min(page.text.length - leastFootChars, Math.floor(page.text.length * (1 - footShare)));
  const sure = page.footer !== null && page.footer.end - page.footer.start >= 20;
  const start = sure ? page.footer!.start : Math.max(0, guessed);
  const pictures = context.pictures?.filter(isFootPicture) ?? null;
  const own: FootText = {
    text: page.text,
    from: start,
    anchor: (span) => textAnchor("text", page.text, span.start, span.end),
    picture: false,
  };
  const read = (pictures ?? []).flatMap((p) => (p.ocr.state === "read" ? [pictureText(p, p.ocr)] : []));
  return { start, end: page.text.length, sure, unread: whyUnread(page, start, sure, pictures), texts: [own, ...read] };
}

const isFootPicture = (p: PictureReading) =>
  p.inFooter &&
  (p.role === "element" || p.role === "background") &&
  // A picture that nobody could open has no size: it may hold the line.
  (p.width === 0 || p.width >= leastLine.width) &&
  (p.height === 0 || p.height >= leastLine.height);

function pictureText(picture: PictureReading, ocr: { text: string; words: ReadWord[] }): FootText {
  return {
    text: ocr.text,
    from: 0,
    picture: true,
    anchor(span) {
      const words = ocr.words.filter((w) => w.start < span.end && span.start < w.end);
      const [x, y] = [Math.min(...words.map((w) => w.x)), Math.min(...words.map((w) => w.y))];
      const box =
        words.length === 0
          ? { x: 0, y: 0, width: picture.width, height: picture.height }
          : {
              x,
              y,
              width: Math.max(...words.map((w) => w.x + w.width)) - x,
              height: Math.max(...words.map((w) => w.y + w.height)) - y,
            };
      return { kind: "region", image: picture.image, ...box, read: span.raw };
    },
  };
}

const footWords =
  /copyright|©|ban quyen|all rights reserved|lien he|dien thoai|hotline|email|dia chi|chiu trach nhiem|giay phep|toa soan/;

function whyUnread(page: Page, start: number, sure: boolean, pictures: PictureReading[] | null): string {
  if (page.condition === "empty") return "trang trống";
  if (page.needsBrowser) return "trang cần trình duyệt mới hiện đủ chân trang";
  // What a reader calls a foot says whose page it is; a last line of links does not.
  const said = foldText(sure ? page.text.slice(start) : page.text.slice(-900));
  if (!footWords.test(said)) return "không nhận ra chân trang";
  const unread = pictures?.find((p) => p.ocr.state !== "read");
  if (unread && unread.ocr.state !== "read")
    return `ảnh ở chân trang chưa đọc được (${unread.ocr.why || unread.ocr.state})`;
  if (pictures === null && mayHideLine(page, start)) return footPicturesUnread;
  return "";
}

const lineNames =
  /giay-?_?phep|licen[cs]e|gp-?_?tt|chan-?_?trang|ban-?_?quyen|copyright|(?:footer|foot)[-_]?(?:info|text|bottom|img)|thong-?_?tin-?_?(?:lien-?he|toa-?soan)/;
const plainNames =
  /logo|icon|bct|bo-?cong-?thuong|dmca|app-?store|google-?play|ch-?play|payment|thanh-?toan|visa|facebook|zalo|youtube|tiktok|twitter|instagram|qr|banner|flag|arrow|avatar|pixel/;

/** Without readings: a picture in the foot that by name or size may hold the imprint. */
function mayHideLine(page: Page, start: number): boolean {
  const first = page.textMap.find((s) => s.textStart + s.length > start);
  const from = first?.htmlStart ?? page.html.length;
  const said = page.text.slice(start).trim().length;
  return page.images.some((image) => {
    if (image.htmlStart < from) return false;
    const name = foldText(`${image.src.split("/").at(-1) ?? ""} ${image.alt}`).replace(/\s+/g, "-");
    const { width, height } = image;
    if ((width !== null && width < leastLine.width) || (height !== null && height < leastLine.height)) return false;
    if (lineNames.test(name) && !/logo|icon|bct/.test(name)) return true;
    if (plainNames.test(name)) return false;
    return (width !== null && height !== null && width >= 300 && height >= 60) || said < 60;
  });
}
