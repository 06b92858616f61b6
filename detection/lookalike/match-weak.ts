// Promises how a host relates to a short or everyday brand word (vib, acb, momo): only what stands beside it makes it count.
import type { BrandCard, BrandKind } from "../brand/card.ts";
import { baitIn, bankBait, playBait, strongBait } from "./bait.ts";
import type { Finding } from "./match-strong.ts";
import { quoteFrom, type Host, type Label } from "./read-host.ts";
import { splitAround, type Split } from "./split.ts";

/** "bank" as machine-made names garble it: bink, brnk, bnck. */
const garbledBank = /b[aeiou]?r?n[a-z]?[kcg]$|b[aeiou]{1,2}n[kg]\d*$/;
/** After a word that no language begins with (vcb), a looser garble is enough: baik, bark, bivk, binkain. */
const looselyGarbledBank = /b[a-z]{1,3}[kcg][a-z]{0,4}$/;
const unspeakable = /^[bcdfghklmnpqrstvxz]{3}$/;
const noisyKinds = new Set<BrandKind>(["press", "broadcaster", "aggregator"]);
/** Brands whose names betting pages and fake jobs borrow, with words of play and luck beside them. */
const playedWith = new Set<BrandKind>(["wallet", "shop", "game"]);
/** From so many letters on, a word with digits alone is a name made after the brand. */
const telling = 4;

export function matchWeakWord(host: Host, word: string, card: BrandCard): Finding[] {
  const at = host.labels.filter((label) => label.bare.includes(word));
  if (at.length === 0) return [];
  const baited = host.labels.some((label) => {
    const rest = label.pieces.filter((piece) => piece !== word);
    return rest.some((piece) => strongBait.has(piece)) || baitIn(rest.join("")).length > 0;
  });
  return at.flatMap((label) => {
    if (card.notWords.some((not) => label.bare.includes(not))) return [];
    const found = label.pieces.includes(word)
      ? asPiece(host, label, word, card, baited)
      : label.pieces.map((piece) => asGlued(host, label, piece, word, card, baited)).find((f) => f !== null);
    return found ? [found] : [];
  });
}

function asPiece(host: Host, label: Label, word: string, card: BrandCard, baited: boolean): Finding | null {
  if (baited)
    return { score: 84, why: `${quoteFrom(host, word)} của ${card.brand} đi với từ mời chào trong ${host.name}` };
  if (label.text === word) {
    if (label.text !== host.registered) return asSubdomain(host, word, card);
    return {
      score: host.risky ? 62 : 40,
      why: `đúng tên ngắn ${quoteFrom(host, word)} của ${card.brand} dưới đuôi .${host.suffix}`,
    };
  }
  const why = `${quoteFrom(host, word)} của ${card.brand} ghép trong ${quoteFrom(host, label.text)}`;
  const split = splitAround(label.bare, word);
  if (split) return { score: noisyKinds.has(card.kind) ? 45 : host.risky ? 75 : host.vietnamese ? 62 : 70, why };
  const others = label.pieces.filter((piece) => piece !== word);
  const trade = card.kind === "bank" && others.some((piece) => bankBait.has(piece));
  if (trade) return { score: host.vietnamese ? 58 : 70, why };
  return !noisyKinds.has(card.kind) && (host.risky || others.every((piece) => piece.length === 1))
    ? { score: 55, why }
    : null;
}

/** Firms rent subdomains at honest services (acb.example-hr.com): only cheap endings and names that play with "vn" count. */
function asSubdomain(host: Host, word: string, card: BrandCard): Finding | null {
  const playsVietnam = !host.vietnamese && /^vn|vn$|vn-|-vn/.test(host.registered);
  if (noisyKinds.has(card.kind) || !(host.risky || /vn/.test(host.registered))) return null;
  return {
    score: host.risky ? 72 : playsVietnam ? 70 : 60,
    why: `${quoteFrom(host, word)} của ${card.brand} đặt làm tên miền con của “${host.registered}.${host.suffix}”`,
  };
}

function asGlued(
  host: Host,
  label: Label,
  piece: string,
  word: string,
  card: BrandCard,
  baited: boolean,
): Finding | null {
  if (!piece.includes(word)) return null;
  const split = splitAround(piece, word, { stray: 2, play: playedWith.has(card.kind) });
  if (split && (split.stray === 0 || split.bait.length > 0 || split.digits || baited))
    return weighSplit(host, label, word, card, split, baited);
  const rest = piece.startsWith(word) ? piece.slice(word.length) : "";
  const garbled =
    card.kind === "bank" &&
    rest.length >= 4 &&
    (garbledBank.test(rest) || (unspeakable.test(word) && looselyGarbledBank.test(rest)));
  return garbled
    ? {
        score: 72,
        why: `${quoteFrom(host, piece)} mở đầu bằng ${quoteFrom(host, word)} của ${card.brand} và kết thúc gần giống chữ bank`,
      }
    : null;
}

/** What stands beside the word, most telling first. Stray letters cost; the .vn ending is for a person. */
function weighSplit(
  host: Host,
  label: Label,
  word: string,
  card: BrandCard,
  split: Split,
  baited: boolean,
): Finding | null {
  const parts = split.bait.map((bait) => quoteFrom(host, bait)).join(", ");
  const beside = (score: number): Finding => ({
    score,
    why: `${quoteFrom(host, word)} của ${card.brand} ghép với ${parts ? parts : split.digits ? "chữ số" : "vài chữ thừa"} trong ${quoteFrom(host, label.text)}`,
  });
  if (baited || split.bait.some((b) => strongBait.has(b))) return beside(split.stray === 0 ? 82 : 72);
  if (noisyKinds.has(card.kind)) return null;
  if (host.vietnamese) return split.stray === 0 ? beside(58) : null;
  const long = word.length >= telling;
  const plays = playedWith.has(card.kind) && split.bait.some((b) => playBait.has(b));
  const trades = card.kind === "bank" && split.bait.some((b) => bankBait.has(b));
  const tells = plays || trades || (long && (split.digits || split.bait.some((b) => b.length > 2)));
  if (split.stray > 0) return tells ? beside(long ? 70 : 60) : null;
  if (tells) return beside(host.risky ? 75 : 70);
  if (split.bait.length > 0) return beside(host.risky || split.bait.some((b) => b.length > 2) ? 66 : 60);
  return beside(host.risky ? (long ? 72 : 66) : 55);
}
