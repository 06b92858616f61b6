// Promises that a person chooses once what is veiled on captured pages; flagged pictures are, until he chooses otherwise.
const key = "vonggac.veil";

/** `media`: pictures that a signal points at; `page`: the whole page. */
export const veils = ["media", "page", "none"] as const;
export type Veil = (typeof veils)[number];

export function readVeil(): Veil {
  const kept = localStorage.getItem(key);
  return veils.find((veil) => veil === kept) ?? "media";
}

export const keepVeil = (veil: Veil) => localStorage.setItem(key, veil);
