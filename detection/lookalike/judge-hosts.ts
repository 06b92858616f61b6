// Promises for each host name the brand that it imitates and why, or that it imitates none.
import type { Verdict } from "#core/nouns/category.ts";
import { BrandCard, indexBrands, type Brands, type BrandWords } from "../brand/card.ts";
import { matchStrongWord, type Finding } from "./match-strong.ts";
import { matchWeakWord } from "./match-weak.ts";
import { readHost, type Host } from "./read-host.ts";

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
  const none = (why: string, brand: string | null = null): HostJudgement => ({
    host: raw,
    brand,
    score: 0,
    verdict: "none",
    why,
  });
  const owner = brands.ownerOf(name);
  if (owner) return none(`tên miền của chính ${owner.brand}`, owner.brand);
  const host = readHost(name);
  if (!host) return none("không phải tên miền");
  if (/(?:^|\.)(?:gov|edu|mil)\.vn$/.test(name)) return none("tên miền do cơ quan, trường học quản lý");
  let best: { brand: string; finding: Finding } | null = null;
  for (const words of brands.words) {
    const finding = compare(host, words);
    if (finding && (!best || finding.score > best.finding.score)) best = { brand: words.card.brand, finding };
  }
  const state = imitateState(host);
  if (state && (!best || state.score > best.finding.score)) best = { brand: "Cơ quan nhà nước", finding: state };
  return best ? verdictOf(raw, best.brand, best.finding) : none("không giống tên nào trong danh mục");
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

function compare(host: Host, { card, strong, weak }: BrandWords): Finding | null {
  const found: Finding[] = [];
  // "bank.com.vn.evil.top" and "bank.com.vn-ab.top": the true name stands whole, but not at the end.
  const left = `.${host.name.slice(0, host.name.length - host.suffix.length - 1)}.`;
  const full = card.domains.find((domain) => left.includes(`.${domain}.`) || left.includes(`.${domain}-`));
  if (full)
    found.push({ score: 95, why: `tên miền thật ${full} của ${card.brand} bị đặt làm phần đầu của tên miền khác` });
  const dashed = card.domains
    .map((domain) => domain.replaceAll(".", "-"))
    .find((written) => host.labels.some((l) => l.startsWith(written) || l.endsWith(`-${written}`)));
  if (dashed && dashed.length > 8)
    found.push({ score: 90, why: `tên miền thật của ${card.brand} được viết lại bằng dấu gạch: ${dashed}` });
  for (const word of strong) found.push(...matchStrongWord(host, word, card));
  for (const word of weak) found.push(...matchWeakWord(host, word, card));
  return found.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

const stateWords =
  /vn|vietnam|dichvu|congan|bhxh|thue|gplx|csgt|vneid|dancu|hanhchinh|quocgia|chinhphu|baohiem|tuphap|toaan/;

/** "gov" outside .gov.vn, in Vietnamese company: gov-vn, gplxgov, dichvucong-gov. */
function imitateState(host: Host): Finding | null {
  const vietnamese = host.suffix === "vn" || host.suffix.endsWith(".vn") || stateWords.test(host.labels.join("."));
  for (const label of host.labels) {
    const pieces = label.split("-");
    const bare = pieces.join("");
    const glued =
      /^(?:gov(?:vn|vietnam)|govn)|govvn|(?:dichvucong|congan|thue|gplx|csgt|bhxh|vneid|tuphap|toaan|chinhphu|vietnam|cucgplx)gov/.test(
        bare,
      );
    if ((pieces.includes("gov") || glued) && vietnamese)
      return { score: 85, why: `“gov” đặt trong “${label}” nhưng tên miền không thuộc .gov.vn` };
  }
  return null;
}
