// Promises how a host relates to a distinctive brand word: inside it, borrowed letters, one letter off.
import type { BrandCard } from "../brand/card.ts";
import { readWord } from "../text/letters.ts";
import { baitIn, misspeltBait, splitAround } from "./bait.ts";
import { editDistance, untypeTelex } from "./distance.ts";
import type { Host } from "./read-host.ts";

export interface Finding {
  score: number;
  why: string;
}

/** Names in public life that many innocent sites resemble; a near miss alone is for a person to look at. */
const oftenResembled = new Set(["press", "broadcaster", "aggregator", "game"]);

export function matchStrongWord(host: Host, word: string, card: BrandCard): Finding[] {
  const found: Finding[] = [];
  for (const label of host.labels) {
    const bare = label.replaceAll("-", "");
    if (card.notWords.some((not) => bare.includes(not))) continue;
    if (bare.includes(word)) {
      found.push(weighContained(host, label, word, card));
      continue;
    }
    const read = untypeTelex(readWord(bare).decoded.replace(/rn/g, "m").replace(/vv/g, "w"));
    const plainWord = untypeTelex(word);
    const spelled =
      (read !== bare && read.includes(word)) ||
      (plainWord !== word && plainWord.length >= 7 && read.includes(plainWord));
    if (spelled)
      found.push({
        score: 85,
        why: `“${label}” đọc thành “${word}” của ${card.brand} (chữ số, ký tự hoặc cách gõ thay chữ cái)`,
      });
    const near = new Set([...label.split("-"), bare]);
    for (const piece of near) if (isNear(piece, word)) found.push(weighNear(host, piece, bare, word, card));
  }
  return found;
}

/** One letter off from 7 letters on, two from 12 on; the first letter is rarely the one that is changed. */
function isNear(piece: string, word: string): boolean {
  const limit = word.length >= 12 ? 2 : word.length >= 7 ? 1 : 0;
  return limit > 0 && piece[0] === word[0] && editDistance(piece, word, limit) <= limit;
}

function weighNear(host: Host, piece: string, bare: string, word: string, card: BrandCard): Finding {
  const why = `“${piece}” chỉ khác “${word}” của ${card.brand} một hai ký tự`;
  if (host.risky || baitIn(bare).length > 0) return { score: 80, why };
  return { score: oftenResembled.has(card.kind) ? 58 : 72, why };
}

function weighContained(host: Host, label: string, word: string, card: BrandCard): Finding {
  const bare = label.replaceAll("-", "");
  if (host.disguised)
    return { score: 95, why: `“${host.name}” dùng chữ cái lạ để đọc thành “${word}” của ${card.brand}` };
  if (bare === word) {
    const where = label === host.registered ? "đăng ký dưới đuôi khác" : "đặt làm tên miền con";
    // Firms register their own name under other Vietnamese endings, where an owner must prove who he is.
    if (label === host.registered && /(?:^|\.)vn$/.test(host.suffix))
      return {
        score: 60,
        why: `đúng tên “${word}” của ${card.brand} dưới đuôi .${host.suffix}; có thể là tên miền phòng ngừa của chính hãng`,
      };
    return { score: 78, why: `đúng tên “${word}” của ${card.brand}, ${where}` };
  }
  const rest = bare.replace(word, " ");
  const bait = [...baitIn(rest), ...label.split("-").flatMap((piece) => misspeltBait(piece) ?? [])];
  if (bait.length > 0) return { score: 88, why: `tên “${word}” của ${card.brand} ghép với “${bait[0]}”` };
  const split = splitAround(bare, word);
  if (split)
    return {
      score: 76,
      why: `tên “${word}” của ${card.brand} ghép với ${split.bait.length > 0 ? `“${split.bait.join("”, “")}”` : "chữ số"}`,
    };
  // Hyphens set the name apart on purpose; for money and the state that is enough to look twice.
  const apart = label.split("-").includes(word) && !oftenResembled.has(card.kind);
  if (apart) return { score: 71, why: `tên “${word}” của ${card.brand} được tách bằng dấu gạch trong “${label}”` };
  const thin = rest.trim().length <= 3 || /\d/.test(rest);
  if (host.risky || thin) return { score: 70, why: `tên “${word}” của ${card.brand} nằm trong “${host.name}”` };
  return { score: 55, why: `tên “${word}” của ${card.brand} nằm trong “${label}”` };
}
