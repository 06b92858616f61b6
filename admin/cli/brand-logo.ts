// Promises a logo picture of the office's choice on one of its own brand cards, as the hashes that copies are compared with.
import { readFileSync } from "node:fs";
import type pg from "pg";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { inTransaction } from "#core/db/pool.ts";
import { replaceBrandCard, selectBrandCards } from "#core/records/register.ts";
import { BrandCard } from "#detection/brand/card.ts";
import { hashLogo } from "#detection/image/hash-picture.ts";
import { nearest } from "#detection/image/pdq-distance.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { say } from "./terminal.ts";

export interface LogoAdded {
  brand: string;
  added: number;
  /** Another brand whose logo lies so near that copies could be taken for it; null where there is none. */
  resembles: string | null;
}

/**
 * Adds the views of the picture to the card. A brand that only a shipped card names gets a card of the office's own, which
 * stands in its place. Throws AppError `input.invalid` for an unknown brand, `input.unreadable` for a file that is no picture.
 */
export async function addBrandLogo(pool: pg.Pool, brand: string, file: string): Promise<LogoAdded> {
  const views = await hashLogo(readPicture(file));
  if (views.length === 0)
    throw new AppError("input.invalid", {
      detail: `${file} is too flat to be told from other pictures`,
      cure: say("Chọn ảnh biểu trưng có hình nét rõ.", "Choose a picture of the logo with clear lines."),
    });
  return inTransaction(pool, async (tx) => {
    const own = (await selectBrandCards(tx)).map(({ details, ...card }) => BrandCard.parse({ ...details, ...card }));
    const shipped = loadKnowledge({ now: now() }).brands.cards;
    const card = own.find((c) => c.brand === brand) ?? shipped.find((c) => c.brand === brand);
    if (!card)
      throw new AppError("input.invalid", {
        detail: `there is no card ${brand}`,
        cure: say("Nhập thẻ trước: brands import FILE.csv", "Import the card first: brands import FILE.csv"),
      });
    const known = new Set(card.logos.map((logo) => logo.pdq));
    const fresh = views.filter((view) => !known.has(view.pdq)).map(({ pdq, view }) => ({ pdq, note: view }));
    const { brand: name, domains, aliases, ...details } = { ...card, logos: [...card.logos, ...fresh] };
    await replaceBrandCard(tx, { brand: name, domains, aliases, details });
    const others = [...own, ...shipped].filter((c) => c.brand !== brand);
    const twin = others.find((c) => views.some((view) => nearest(view.pdq, c.logos)));
    return { brand, added: fresh.length, resembles: twin?.brand ?? null };
  });
}

function readPicture(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new AppError("input.unreadable", {
      cause,
      detail: `cannot read ${file}`,
      cure: say("Kiểm tra đường dẫn và quyền đọc.", "Check the path and its permissions."),
    });
  }
}
