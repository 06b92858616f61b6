// Promises the synthetic adversarial set of a seed: every case is made here, and none stands for how often such pages occur.
import type { BrandCard } from "#detection/brand/card.ts";
import type { LicenceRegister, RegisterRow } from "#detection/licence/register.ts";
import type { Sample } from "../read-folder.ts";
import { families, type Hide } from "../../../test/fixtures/text/obfuscate.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { makeBrandStory, makeClone, makeLicensedNews } from "./claims.ts";
import {
  makeCrimeStory,
  makeDoorway,
  makeGamblingSite,
  makeLotteryTable,
  makeNewsPage,
  makePublicBody,
  type Made,
} from "./pages.ts";

export interface SyntheticSet {
  samples: Sample[];
  register: LicenceRegister;
}

/** `each` cases of every kind; clones only of brands whose own word is distinctive. */
export function makeSamples(seed: number, each: number, cards: readonly BrandCard[]): SyntheticSet {
  const chance = chanceOf(seed);
  const samples: Sample[] = [];
  const rows: RegisterRow[] = [];
  const put = (label: string, kind: string, made: Made) =>
    samples.push({
      label,
      note: "synthetic",
      name: `synthetic:${kind}:${samples.length}`,
      url: made.url,
      kind: "site",
      source: { html: made.html },
    });
  const brands = cards.filter((c) => ["bank", "wallet"].includes(c.kind) && c.domains[0]!.split(".")[0]!.length >= 7);
  for (let i = 0; i < each; i++) {
    put(
      "gambling",
      "plain",
      makeGamblingSite(chance, (t) => t),
    );
    for (const [name, hide] of Object.entries(families)) {
      const made = makeGamblingSite(chance, (sentence) => hideWords(sentence, hide, chance));
      put("gambling", name, made);
    }
    put("doorway_pages", "doorway", makeDoorway(chance));
    put("hidden_gambling_links", "injected", makePublicBody(chance, true));
    put("gov", "public-body", makePublicBody(chance, false));
    for (let k = 0; k < 4; k++) put("news_about_gambling", "crime-story", makeCrimeStory(chance));
    for (let k = 0; k < 2; k++) put("legal_lottery_results", "lottery", makeLotteryTable(chance));
    for (let k = 0; k < 3; k++) put("press", "news", makeNewsPage(chance));
    for (const borrowed of [true, false]) {
      const made = makeLicensedNews(chance, borrowed);
      rows.push(...made.rows);
      put(borrowed ? "copied_licence" : "aggregator_licensed", borrowed ? "borrowed" : "own-licence", made);
    }
    const card = chance.pick(brands);
    put(`impersonation:${card.domains[0]!.split(".")[0]}`, "clone", makeClone(chance, card));
    for (let k = 0; k < 2; k++) put("press", "brand-story", makeBrandStory(chance, chance.pick(brands)));
  }
  return { samples, register: { name: "synthetic", importedAt: "2026-11-01", rows } };
}

/** Most terms have two syllables: a sentence is hidden two by two, as operators write. */
function hideWords(sentence: string, hide: Hide, chance: Chance): string {
  const words = sentence.split(" ");
  const pairs = words.flatMap((word, i) => (i % 2 === 0 ? [[word, ...words.slice(i + 1, i + 2)].join(" ")] : []));
  return pairs.map((pair) => hide(pair, () => chance.next()) ?? pair).join(" ");
}
