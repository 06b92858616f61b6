// Promises how a host relates to a distinctive brand word: inside it, borrowed letters, one letter off.
import type { BrandCard, BrandKind } from "../brand/card.ts";
import { baitIn, misspeltBait } from "./bait.ts";
import { editDistance, untypeTelex } from "./distance.ts";
import { quoteFrom, shapeOf, type Host, type Label } from "./read-host.ts";
import { splitAround } from "./split.ts";

export interface Finding {
  score: number;
  why: string;
}

/** Names in public life that many innocent sites resemble; a near miss alone is for a person to look at. */
const oftenResembled = new Set<BrandKind>(["press", "broadcaster", "aggregator", "game"]);
/** Names that others put in their own host names every day: fans, agents, tools. */
const oftenNamed = new Set<BrandKind>(["press", "broadcaster", "aggregator", "platform", "other"]);

export function matchStrongWord(host: Host, word: string, card: BrandCard): Finding[] {
  const found: Finding[] = [];
  for (const label of host.labels) {
    if (card.notWords.some((not) => label.bare.includes(not))) continue;
    if (label.bare.includes(word)) {
      found.push(weighContained(host, label, word, card));
      continue;
    }
    if (isSpelled(label, word))
      found.push({
        score: host.vietnamese && oftenResembled.has(card.kind) ? 58 : 85,
        why: `${quoteFrom(host, label.text)} đọc thành ${word} của ${card.brand} (chữ số, ký tự hoặc cách gõ thay chữ cái)`,
      });
    for (const piece of label.parts)
      if (isNear(piece, word)) found.push(weighNear(host, piece, label.bare, word, card));
  }
  return found;
}

/** Digits, Telex traces, or i and l in each other's place; short words only by the first two. */
function isSpelled(label: Label, word: string): boolean {
  if (label.spelled !== label.bare && label.spelled.includes(word)) return true;
  const { plain, shape } = readingOf(word);
  if (plain.length < 7) return false;
  return (plain !== word && label.spelled.includes(plain)) || (shape.includes("i") && label.shape.includes(shape));
}

const readings = new Map<string, { plain: string; shape: string }>();
const mostReadings = 10_000;

/** A brand word as `Label.spelled` and `Label.shape` would read it. */
function readingOf(word: string): { plain: string; shape: string } {
  let reading = readings.get(word);
  if (!reading) {
    const plain = untypeTelex(word);
    reading = { plain, shape: shapeOf(plain) };
    if (readings.size >= mostReadings) readings.clear();
    readings.set(word, reading);
  }
  return reading;
}

/** One letter off from 7 letters on, two from 12 on; the first letter is rarely the one that is changed. */
function isNear(piece: string, word: string): boolean {
  const limit = word.length >= 12 ? 2 : word.length >= 7 ? 1 : 0;
  return (
    limit > 0 &&
    piece[0] === word[0] &&
    Math.abs(piece.length - word.length) <= limit &&
    editDistance(piece, word, limit) <= limit
  );
}

function weighNear(host: Host, piece: string, bare: string, word: string, card: BrandCard): Finding {
  const why = `${quoteFrom(host, piece)} chỉ khác ${word} của ${card.brand} một hai ký tự`;
  if (host.risky || baitIn(bare).length > 0) return { score: 80, why };
  return { score: oftenResembled.has(card.kind) || host.vietnamese ? 58 : 72, why };
}

function weighContained(host: Host, label: Label, word: string, card: BrandCard): Finding {
  const { bare, text, pieces } = label;
  if (host.disguised) return { score: 95, why: `${host.name} dùng chữ cái lạ để đọc thành ${word} của ${card.brand}` };
  if (bare === word) return weighExact(host, label, word, card);
  const rest = bare.replace(word, " ");
  const name = `tên ${quoteFrom(host, word)} của ${card.brand}`;
  const bait = baitIn(rest)[0];
  if (bait !== undefined) return { score: 88, why: `${name} ghép với ${quoteFrom(host, bait)}` };
  const misspelt = pieces.flatMap((piece) => misspeltBait(piece) ?? [])[0];
  if (misspelt !== undefined) return { score: 88, why: `${name} ghép với chữ viết gần giống ${misspelt}` };
  const split = splitAround(bare, word);
  if (split)
    return {
      score: host.vietnamese && split.bait.length === 0 ? 66 : 76,
      why: `${name} ghép với ${split.bait.length > 0 ? split.bait.map((b) => quoteFrom(host, b)).join(", ") : "chữ số"}`,
    };
  // Hyphens set the name apart on purpose; for money and the state that is enough to look twice.
  const apart = pieces.includes(word) && !oftenResembled.has(card.kind);
  const why = `${name} ${apart ? "được tách bằng dấu gạch trong" : "nằm trong"} ${quoteFrom(host, text)}`;
  // Under .vn the registrant has proved who he is: agents and the brand's own campaigns are the rule there.
  if (host.vietnamese) return { score: apart ? 62 : 55, why };
  if (apart) return { score: host.risky ? 84 : 71, why };
  const thin = rest.trim().length <= 3 || /\d/.test(rest);
  if (host.risky || thin) return { score: standsClear(bare, word, card) ? 74 : 62, why };
  return { score: !oftenNamed.has(card.kind) && standsClear(bare, word, card) ? 70 : 55, why };
}

/**
 * A long word stands out anywhere; a short one at the edge of its label. Short bank names end many foreign ones
 * ("arabbank" holds "abbank"), so they must come first.
 */
function standsClear(bare: string, word: string, card: BrandCard): boolean {
  if (word.length >= 8 || bare.startsWith(word)) return true;
  if (card.kind === "bank" && word.endsWith("bank")) return false;
  const at = bare.indexOf(word);
  return word.length >= 6 && bare.length - at - word.length <= 3;
}

function weighExact(host: Host, label: Label, word: string, card: BrandCard): Finding {
  // Firms register their own name under other Vietnamese endings, where an owner must prove who he is.
  if (label.text === host.registered && host.vietnamese)
    return {
      score: 60,
      why: `đúng tên ${quoteFrom(host, word)} của ${card.brand} dưới đuôi .${host.suffix}; có thể là tên miền phòng ngừa của chính hãng`,
    };
  const registered = label.text === host.registered;
  // Wikis and agencies name their subdomains after platforms and games.
  const named = !registered && !host.risky && (oftenNamed.has(card.kind) || card.kind === "game");
  const where = registered ? "đăng ký dưới đuôi khác" : "đặt làm tên miền con";
  return { score: named ? 62 : 78, why: `đúng tên ${quoteFrom(host, word)} của ${card.brand}, ${where}` };
}
