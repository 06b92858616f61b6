// Promises the words of a page's pictures as a field of its own, each hit with its place in the picture; not known where pictures were not read.
import type { PictureReading, Reading, ReadWord } from "#core/nouns/observation.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import type { FieldHit } from "../text/fields.ts";
import { findTerms, type Lexicon } from "../text/lexicon.ts";
import { tokenise } from "../text/tokens.ts";

type Read = Extract<Reading, { state: "read" }>;

export interface PictureField {
  hits(): FieldHit[];
  wordCount(): number;
  stretches(): { text: string; anchor: (start: number, end: number) => Anchor | null }[];
  /** Why not every word of the pictures is known; null where all were read. What was found stands either way. */
  missing: string | null;
}

/** The box around words of one picture, and the letters read there. */
export function regionAnchor(image: string, words: readonly ReadWord[], read: string): Anchor {
  const [x, y] = [Math.min(...words.map((w) => w.x)), Math.min(...words.map((w) => w.y))];
  const width = Math.max(...words.map((w) => w.x + w.width)) - x;
  return { kind: "region", image, x, y, width, height: Math.max(...words.map((w) => w.y + w.height)) - y, read };
}

export const wasRead = (p: PictureReading): p is PictureReading & { ocr: Read } => p.ocr.state === "read";
/** Icons and favicons are left alone on purpose: nothing is missing there. */
export const isOpen = (p: PictureReading): boolean =>
  p.role !== "favicon" && (p.ocr.state === "unreadable" || p.ocr.state === "failed");

/** Why the words of these pictures are not all known; null where they are. */
export function whyUnread(pictures: readonly PictureReading[] | undefined): string | null {
  if (!pictures) return "ảnh của trang chưa được đọc chữ";
  const open = pictures.find(isOpen);
  if (open && open.ocr.state !== "read") return `có ảnh chưa đọc được chữ (${open.ocr.why || open.ocr.state})`;
  return pictures.some(wasRead) ? null : "không có ảnh nào được đọc chữ";
}

export function readPictureField(pictures: readonly PictureReading[] | undefined, lexicon: Lexicon): PictureField {
  const read = (pictures ?? []).filter(wasRead).map(({ image, ocr }) => {
    const anchor = (start: number, end: number): Anchor | null => {
      const words = ocr.words.filter((w) => w.start < end && start < w.end);
      return words.length > 0 ? regionAnchor(image, words, ocr.text.slice(start, end)) : null;
    };
    return { text: ocr.text, anchor, tokens: tokenise(ocr.text) };
  });
  let found: FieldHit[] | null = null;
  return {
    hits: () =>
      (found ??= read.flatMap(({ text, anchor, tokens }, n) =>
        findTerms(text, tokens, lexicon).flatMap((hit) => {
          const at = anchor(hit.start, hit.end);
          // Words of two pictures are never near one another.
          return at ? [{ ...hit, word: hit.word + n * 100_000, anchor: at }] : [];
        }),
      )),
    wordCount: () => read.reduce((sum, r) => sum + r.tokens.length, 0),
    stretches: () => read.map(({ text, anchor }) => ({ text, anchor })),
    missing: whyUnread(pictures),
  };
}
