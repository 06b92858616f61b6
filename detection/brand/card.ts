// Promises the shape of a brand card and quick ways to ask whose a host is.
import { z } from "zod";
import { foldText } from "../text/letters.ts";

export const BrandKind = z.enum([
  "bank",
  "finance",
  "wallet",
  "government",
  "utility",
  "post",
  "telecom",
  "shop",
  "platform",
  "game",
  "transport",
  "press",
  "broadcaster",
  "aggregator",
  "other",
]);
export type BrandKind = z.infer<typeof BrandKind>;

const pdq = z.string().regex(/^[0-9a-f]{64}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const BrandLogo = z.object({
  /** PDQ of one view of the logo; a card keeps several. */
  pdq,
  /** Which view, and from what kind of picture. */
  note: z.string().default(""),
});
export type BrandLogo = z.infer<typeof BrandLogo>;

export const BrandFavicon = z
  .object({ pdq: pdq.optional(), sha256: sha256.optional(), note: z.string().default("") })
  .refine((icon) => icon.pdq !== undefined || icon.sha256 !== undefined, "give pdq or sha256");
export type BrandFavicon = z.infer<typeof BrandFavicon>;

export const BrandCard = z.object({
  brand: z.string().min(1),
  kind: BrandKind.default("other"),
  /** The brand's own domains; subdomains are its own too. */
  domains: z.array(z.string().min(3)).min(1),
  /** Names by which a page claims to be the brand. */
  aliases: z.array(z.string()).default([]),
  /** Distinctive words for host names; without them they are derived from brand, domains and aliases. */
  hostWords: z.array(z.string()).default([]),
  /** Short or everyday words: they count only where the rest of the label is bait or digits. */
  weakHostWords: z.array(z.string()).default([]),
  /** Innocent words that contain a host word. */
  notWords: z.array(z.string()).default([]),
  logos: z.array(BrandLogo).default([]),
  favicons: z.array(BrandFavicon).default([]),
  /** Published telephone numbers, digits only, as dialled in the country ("19001234"). */
  phones: z.array(z.string().regex(/^\d{3,12}$/)).default([]),
  /** The brand's colours as #rrggbb. */
  colours: z.array(z.string().regex(/^#[0-9a-f]{6}$/)).default([]),
  /** Names of fields that the brand's own forms use ("user_vcb"). */
  formFields: z.array(z.string()).default([]),
  /** Hosts besides `domains` that serve the brand's own files. */
  assetHosts: z.array(z.string()).default([]),
});
export type BrandCard = z.infer<typeof BrandCard>;
/** A card as a person or a file gives it: everything but names and domains may be left out. */
export type BrandCardInput = z.input<typeof BrandCard>;

export interface BrandWords {
  card: BrandCard;
  strong: string[];
  weak: string[];
}

export interface Brands {
  cards: BrandCard[];
  words: BrandWords[];
  /** The card that a host belongs to, or null. */
  ownerOf(host: string): BrandCard | null;
}

const shortestStrong = 6;
const joined = (name: string) => foldText(name).replace(/[^a-z0-9]/g, "");

/** A card from a plain list (brand, domains, aliases) gets its host words from what is there. */
function wordsOf(card: BrandCard): BrandWords {
  if (card.hostWords.length + card.weakHostWords.length > 0)
    return { card, strong: card.hostWords, weak: card.weakHostWords };
  const labels = card.domains.map((domain) => domain.split(".")[0]!.replace(/-/g, ""));
  const names = [card.brand, ...card.aliases].map(joined).filter((name) => name.length >= 3 && name.length <= 24);
  const all = [...new Set([...names, ...labels])];
  return {
    card,
    strong: all.filter((w) => w.length >= shortestStrong),
    weak: all.filter((w) => w.length >= 3 && w.length < shortestStrong),
  };
}

export function indexBrands(cards: BrandCard[]): Brands {
  const byDomain = new Map<string, BrandCard>();
  for (const card of cards)
    for (const domain of card.domains)
      if (!byDomain.has(domain.toLowerCase())) byDomain.set(domain.toLowerCase(), card);
  const ownerOf = (host: string) => {
    const labels = host.toLowerCase().split(".");
    for (let i = 0; i < labels.length - 1; i++) {
      const owner = byDomain.get(labels.slice(i).join("."));
      if (owner) return owner;
    }
    return null;
  };
  return { cards, words: cards.map(wordsOf), ownerOf };
}
