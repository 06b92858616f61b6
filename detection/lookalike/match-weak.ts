// Promises how a host relates to a short or everyday brand word (vib, acb, momo): only bait beside it makes it count.
import type { BrandCard } from "../brand/card.ts";
import { baitIn, splitAround, strongBait } from "./bait.ts";
import type { Finding } from "./match-strong.ts";
import type { Host } from "./read-host.ts";

/** "bank" as machine-made names garble it: bink, brnk, bnck. */
const garbledBank = /b[aeiou]?r?n[a-z]?[kcg]$|b[aeiou]{1,2}n[kg]\d*$/;
const noisyKinds = new Set(["press", "broadcaster", "aggregator"]);

export function matchWeakWord(host: Host, word: string, card: BrandCard): Finding[] {
  const baited = host.labels.some((label) => {
    const rest = label.split("-").filter((piece) => piece !== word);
    return rest.some((piece) => strongBait.has(piece)) || baitIn(rest.join("")).length > 0;
  });
  return host.labels.flatMap((label) => {
    if (card.notWords.some((not) => label.replaceAll("-", "").includes(not))) return [];
    const found = label.split("-").includes(word)
      ? asPiece(host, label, word, card, baited)
      : glued(host, label, word, card);
    return found ? [found] : [];
  });
}

function asPiece(host: Host, label: string, word: string, card: BrandCard, baited: boolean): Finding | null {
  if (baited) return { score: 84, why: `“${word}” của ${card.brand} đi với từ mời chào trong “${host.name}”` };
  if (label === word) {
    if (label !== host.registered) return asSubdomain(host, word, card);
    return { score: host.risky ? 62 : 40, why: `đúng tên ngắn “${word}” của ${card.brand} dưới đuôi .${host.suffix}` };
  }
  if (!splitAround(label.replaceAll("-", ""), word)) return null;
  return {
    score: noisyKinds.has(card.kind) ? 45 : host.risky ? 75 : 70,
    why: `“${word}” của ${card.brand} ghép trong “${label}”`,
  };
}

/** Firms rent subdomains at honest services (acb.example-hr.com): only cheap endings and names that play with "vn" count. */
function asSubdomain(host: Host, word: string, card: BrandCard): Finding | null {
  if (noisyKinds.has(card.kind) || !(host.risky || /vn/.test(host.registered))) return null;
  return {
    score: host.risky ? 72 : 60,
    why: `“${word}” của ${card.brand} đặt làm tên miền con của “${host.registered}.${host.suffix}”`,
  };
}

function glued(host: Host, label: string, word: string, card: BrandCard): Finding | null {
  const split = splitAround(label, word);
  if (!split) {
    const garbled =
      card.kind === "bank" &&
      label.startsWith(word) &&
      label.length >= word.length + 4 &&
      garbledBank.test(label.slice(word.length));
    return garbled
      ? { score: 72, why: `“${label}” mở đầu bằng “${word}” của ${card.brand} và kết thúc gần giống “bank”` }
      : null;
  }
  const strong = split.bait.some((b) => strongBait.has(b));
  const parts = split.bait.join("”, “");
  if (strong) return { score: 82, why: `“${word}” của ${card.brand} ghép với “${parts}” trong “${label}”` };
  if (noisyKinds.has(card.kind)) return null;
  if (split.bait.length > 0)
    return {
      score: host.risky || split.bait.some((b) => b.length > 2) ? 66 : 60,
      why: `“${word}” của ${card.brand} ghép với “${parts}” trong “${label}”`,
    };
  return { score: host.risky ? 66 : 55, why: `“${word}” của ${card.brand} ghép với chữ số trong “${label}”` };
}
