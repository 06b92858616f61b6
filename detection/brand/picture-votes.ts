// Promises the votes that pictures cast: an official logo or favicon recognised by its perceptual hash, with its place.
import type { PictureReading } from "#core/nouns/observation.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { leastQuality, nearest } from "../image/pdq-distance.ts";
import type { BrandCard } from "./card.ts";
import type { Vote } from "./votes.ts";

export interface SeenLogo {
  card: BrandCard;
  picture: PictureReading;
  how: "logo" | "favicon";
  distance: number;
}

/** So many different brands' logos on one page are a row of payment marks or partners, no claim. */
export const rowOfLogos = 3;

/** Official logos and favicons among the pictures of a page, at most one a picture. */
export function seeLogos(pictures: readonly PictureReading[], cards: readonly BrandCard[]): SeenLogo[] {
  const logos = cards.flatMap((card) => card.logos.map(({ pdq }) => ({ pdq, card })));
  const icons = cards.flatMap((card) => card.favicons.flatMap(({ pdq }) => (pdq ? [{ pdq, card }] : [])));
  return pictures.flatMap((picture) => {
    if (picture.role === "screenshot") return [];
    const isIcon = picture.role === "favicon";
    const exact = isIcon ? cards.find((card) => card.favicons.some((f) => f.sha256 === picture.sha256)) : undefined;
    if (exact) return [{ card: exact, picture, how: "favicon" as const, distance: 0 }];
    if (!picture.hash || picture.hash.quality < leastQuality) return [];
    // Sites use their logo as the icon too.
    const found = nearest(picture.hash.pdq, isIcon ? [...icons, ...logos] : logos);
    if (!found) return [];
    return [
      {
        card: found.entry.card,
        picture,
        how: isIcon ? ("favicon" as const) : ("logo" as const),
        distance: found.distance,
      },
    ];
  });
}

const regionOf = ({ picture, card, distance }: SeenLogo): Anchor => ({
  kind: "region",
  image: picture.image,
  x: 0,
  y: 0,
  width: picture.width,
  height: picture.height,
  read: `biểu trưng ${card.brand}, khác ${distance}/256 bit`,
});

export const logoHow = "ảnh biểu trưng";

/** Votes for one brand. A logo in the foot or in a row of others is shown, and says nothing of who the page is. */
export function pictureVotes(seen: readonly SeenLogo[], card: BrandCard): Vote[] {
  const isRow = new Set(seen.map((s) => s.card.brand)).size >= rowOfLogos;
  const own = seen.filter((s) => s.card.brand === card.brand);
  const icon = own.find((s) => s.how === "favicon");
  const logo = own.find((s) => s.how === "logo" && !s.picture.inFooter && !isRow);
  return [
    ...(icon ? [{ how: "biểu tượng trang", weight: 2, front: true, anchor: regionOf(icon) }] : []),
    ...(logo ? [{ how: logoHow, weight: 2, front: true, anchor: regionOf(logo) }] : []),
  ];
}
