// Promises, for each host name, the brand that it imitates and why, or that it imitates none.
import { domainToUnicode } from "node:url";
import { parse } from "tldts";
import type { Verdict } from "#core/nouns/category.ts";
import { BrandCard, indexBrands, type Brands, type BrandWords } from "../brand/card.ts";
import { foldText, latinOf, readWord } from "../text/letters.ts";
import { baitIn, riskyEndings, splitAround, strongBait } from "./bait.ts";
import { editDistance, untypeTelex } from "./distance.ts";

export interface HostJudgement {
  host: string;
  /** null when no brand is imitated. */
  brand: string | null;
  /** 0 to 100. */
  score: number;
  verdict: Verdict;
  /** One sentence in Vietnamese. */
  why: string;
}

interface Host {
  name: string;
  /** Labels left of the public suffix, as letters that the eye reads. */
  labels: string[];
  /** The registered label (last one). */
  registered: string;
  suffix: string;
  hosted: boolean;
  /** Differs from its plain reading: homograph or borrowed letters. */
  disguised: boolean;
  risky: boolean;
}

interface Finding {
  score: number;
  why: string;
}

const flagAt = 70;
const reviewAt = 50;

/** Judges hosts against brand cards. Bad names are judged "none" with the reason, never thrown. */
export function judgeHosts(hosts: readonly string[], brands: Brands | BrandCard[]): HostJudgement[] {
  const index = Array.isArray(brands) ? indexBrands(brands.map((b) => BrandCard.parse(b))) : brands;
  return hosts.map((host) => judgeHost(host, index));
}

export function judgeHost(raw: string, brands: Brands): HostJudgement {
  const name = raw
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[/:?#].*$/, "")
    .replace(/\.$/, "");
  const none = (why: string): HostJudgement => ({ host: raw, brand: null, score: 0, verdict: "none", why });
  const owner = brands.ownerOf(name);
  if (owner)
    return { host: raw, brand: owner.brand, score: 0, verdict: "none", why: `tên miền của chính ${owner.brand}` };
  const host = readHost(name);
  if (!host) return none("không phải tên miền");
  if (/(^|\.)(gov|edu|mil)\.vn$/.test(host.suffix) || /(^|\.)(gov|edu)\.vn$/.test(name))
    return none("tên miền do cơ quan, trường học quản lý");
  let best: { card: BrandCard; finding: Finding } | null = null;
  for (const words of brands.words) {
    const finding = compare(host, words);
    if (finding && (!best || finding.score > best.finding.score)) best = { card: words.card, finding };
  }
  const state = imitatesState(host);
  if (state && (!best || state.score > best.finding.score)) return verdictOf(raw, "Cơ quan nhà nước", state);
  return best ? verdictOf(raw, best.card.brand, best.finding) : none("không giống tên nào trong danh mục");
}

function verdictOf(host: string, brand: string, { score, why }: Finding): HostJudgement {
  const capped = Math.min(100, score);
  return {
    host,
    brand,
    score: capped,
    verdict: capped >= flagAt ? "flag" : capped >= reviewAt ? "review" : "none",
    why,
  };
}

function readHost(name: string): Host | null {
  const unicode = domainToUnicode(name) || name;
  const parts = parse(unicode, { allowPrivateDomains: true, validateHostname: false });
  if (parts.isIp || !parts.publicSuffix || !parts.domain) return null;
  const rest = unicode.slice(0, unicode.length - parts.publicSuffix.length - 1);
  const plain = foldText([...rest].map(latinOf).join(""));
  const labels = plain.split(".").filter(Boolean);
  if (labels.length === 0) return null;
  const ending = parts.publicSuffix.split(".").at(-1)!;
  return {
    name: unicode,
    labels,
    registered: labels.at(-1)!,
    suffix: parts.publicSuffix,
    hosted: parts.isPrivate === true,
    disguised: plain !== rest,
    risky: riskyEndings.has(ending) || parts.isPrivate === true,
  };
}

function compare(host: Host, { card, strong, weak }: BrandWords): Finding | null {
  const found: Finding[] = [];
  const full = card.domains.find(
    (domain) =>
      host.name.includes(`${domain}.`) && (host.name.startsWith(`${domain}.`) || host.name.includes(`.${domain}.`)),
  );
  if (full)
    found.push({ score: 95, why: `tên miền thật ${full} của ${card.brand} bị đặt làm phần đầu của tên miền khác` });
  const dashed = card.domains.find(
    (domain) =>
      domain.split(".").length > 1 &&
      host.labels.some((l) => l.startsWith(domain.replaceAll(".", "-")) || l.endsWith(domain.replaceAll(".", "-"))),
  );
  if (dashed && card.kind !== "press")
    found.push({ score: 90, why: `tên miền thật ${dashed} của ${card.brand} được viết lại bằng dấu gạch` });
  for (const word of strong) found.push(...strongMatches(host, word, card));
  for (const word of weak) found.push(...weakMatches(host, word, card));
  return found.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

function strongMatches(host: Host, word: string, card: BrandCard): Finding[] {
  const found: Finding[] = [];
  for (const label of host.labels) {
    const bare = label.replaceAll("-", "");
    if (card.notWords.some((not) => bare.includes(not))) continue;
    if (bare.includes(word)) {
      found.push(containing(host, label, bare, word, card));
      continue;
    }
    const read = untypeTelex(readWord(bare).decoded.replace(/rn/g, "m").replace(/vv/g, "w"));
    if (read !== bare && read.includes(word) && word.length >= 5)
      found.push({
        score: 85,
        why: `“${label}” đọc thành “${word}” của ${card.brand} (chữ số hoặc ký tự thay chữ cái)`,
      });
    for (const piece of new Set([...label.split("-"), bare])) {
      const limit = word.length >= 10 ? 2 : word.length >= 7 ? 1 : 0;
      if (limit > 0 && editDistance(piece, word, limit) <= limit)
        found.push({
          score: host.risky || baitIn(bare).length > 0 ? 80 : 72,
          why: `“${piece}” chỉ khác “${word}” của ${card.brand} ${limit === 1 ? "một ký tự" : "một hai ký tự"}`,
        });
    }
  }
  return found;
}

function containing(host: Host, label: string, bare: string, word: string, card: BrandCard): Finding {
  if (host.disguised)
    return { score: 95, why: `“${host.name}” dùng chữ cái lạ để đọc thành “${word}” của ${card.brand}` };
  if (bare === word) {
    const where = label === host.registered ? "đăng ký dưới đuôi khác" : "đặt làm tên miền con";
    return { score: 78, why: `đúng tên “${word}” của ${card.brand}, ${where}` };
  }
  const split = splitAround(bare, word);
  const bait = baitIn(bare.replace(word, " "));
  const rest = bare.length - word.length;
  if (bait.length > 0) return { score: 88, why: `tên “${word}” của ${card.brand} ghép với “${bait[0]}”` };
  if (split)
    return {
      score: 76,
      why: `tên “${word}” của ${card.brand} ghép với ${split.bait.length ? `“${split.bait.join("”, “")}”` : "chữ số"}`,
    };
  if (host.risky || rest <= 3 || /\d/.test(bare.replace(word, "")))
    return {
      score: 70,
      why: `tên “${word}” của ${card.brand} nằm trong “${label}”${host.risky ? ` dưới đuôi .${host.suffix}` : ""}`,
    };
  return { score: 55, why: `tên “${word}” của ${card.brand} nằm trong “${label}”` };
}

/** Short and everyday names count only alone between hyphens or dots, or glued to nothing but bait and digits. */
function weakMatches(host: Host, word: string, card: BrandCard): Finding[] {
  const found: Finding[] = [];
  const others = host.labels.flatMap((label) => label.split("-")).filter((piece) => piece !== word);
  const baited = others.some((piece) => strongBait.has(piece) || baitIn(piece).length > 0);
  for (const label of host.labels) {
    if (card.notWords.some((not) => label.replaceAll("-", "").includes(not))) continue;
    const pieces = label.split("-");
    if (pieces.includes(word)) {
      const isRegistered = label === host.registered;
      const bareTwin = pieces.length === 1;
      if (baited) found.push({ score: 84, why: `“${word}” của ${card.brand} đi với từ mời chào trong “${host.name}”` });
      else if (bareTwin && isRegistered)
        found.push({
          score: host.risky ? 62 : 40,
          why: `đúng tên ngắn “${word}” của ${card.brand} dưới đuôi .${host.suffix}`,
        });
      else if (splitAround(label.replaceAll("-", ""), word))
        found.push({ score: host.risky ? 75 : 70, why: `“${word}” của ${card.brand} ghép trong “${label}”` });
      continue;
    }
    const split = splitAround(label, word);
    if (!split) continue;
    const strong = split.bait.some((b) => strongBait.has(b));
    if (strong)
      found.push({
        score: 82,
        why: `“${word}” của ${card.brand} ghép với “${split.bait.join("”, “")}” trong “${label}”`,
      });
    else if (split.bait.length > 0 || host.risky)
      found.push({
        score: split.bait.some((b) => b.length > 2) || host.risky ? 66 : 60,
        why: `“${word}” của ${card.brand} ghép trong “${label}”`,
      });
    else found.push({ score: 55, why: `“${word}” của ${card.brand} ghép với chữ số trong “${label}”` });
  }
  return found;
}

/** "gov" outside .gov.vn, in Vietnamese company: gov-vn, gplxgov, dichvucong-gov. */
function imitatesState(host: Host): Finding | null {
  for (const label of host.labels) {
    const pieces = label.split("-");
    const bare = pieces.join("");
    const glued = /^(?:[a-z]{3,}gov|govvn[a-z]*|gov(?:vn|vietnam))$|govvn/.test(bare);
    const vietnamese =
      /vn|vietnam|dichvu|congan|bhxh|thue|gplx|csgt|vneid|dancu|hanhchinh|quocgia|chinhphu|baohiem/.test(
        host.name.replace(/\.vn$/, ""),
      );
    if ((pieces.includes("gov") || glued) && (vietnamese || host.suffix === "vn" || host.suffix.endsWith(".vn"))) {
      return { score: 85, why: `“gov” đặt trong “${label}” nhưng tên miền không thuộc .gov.vn` };
    }
  }
  return null;
}
