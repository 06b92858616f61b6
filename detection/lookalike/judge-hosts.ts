// Promises for each host name the brand that it imitates and why, or that it imitates none.
import type { Verdict } from "#core/nouns/category.ts";
import { BrandCard, indexBrands, type BrandKind, type Brands, type BrandWords } from "../brand/card.ts";
import { matchStrongWord, type Finding } from "./match-strong.ts";
import { matchWeakWord } from "./match-weak.ts";
import { hostOf, quoteFrom, readHost, type Host } from "./read-host.ts";

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

/** The brand of names that borrow "gov" and no agency's own. */
export const stateBrand = "Cơ quan nhà nước";
const flagAt = 70;
const reviewAt = 50;

/** Judges hosts against brand cards. Bad names are judged "none" with the reason, never thrown. */
export function judgeHosts(hosts: readonly string[], brands: Brands | BrandCard[]): HostJudgement[] {
  const index = Array.isArray(brands) ? indexBrands(brands.map((b) => BrandCard.parse(b))) : brands;
  return hosts.map((host) => judgeHost(host, index));
}

export function judgeHost(raw: string, brands: Brands): HostJudgement {
  const name = hostOf(raw);
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
  if (/(?:^|\.)(?:gov|mil)\.vn$/.test(name)) return none("tên miền do cơ quan nhà nước quản lý");
  if (/(?:^|\.)edu\.vn$/.test(name)) return judgeSchool(raw, host, brands, none);
  let best: { brand: string; finding: Finding } | null = null;
  for (const words of brands.words) {
    const finding = compare(host, words);
    if (finding && (!best || finding.score > best.finding.score)) best = { brand: words.card.brand, finding };
  }
  const state = imitateState(host);
  if (state && (!best || state.score > best.finding.score)) best = { brand: stateBrand, finding: state };
  if (!best) return none("không giống tên nào trong danh mục");
  return verdictOf(raw, best.brand, host.reachable ? best.finding : doubtEnding(best.finding, host.suffix));
}

/** A name cut short or mistyped in a list leads nowhere: nothing that anybody could have registered. */
const doubtEnding = ({ score, why }: Finding, suffix: string): Finding => ({
  score: Math.min(score, 60),
  why: `${why}; không có đuôi .${suffix}, tên có thể bị chép thiếu`,
});

/** Brands that no school is named after. */
const notSchools = new Set<BrandKind>(["bank", "finance", "wallet", "utility", "telecom", "shop", "post"]);

/** .edu.vn goes to schools, and a few are hijacked or were got by deceit: a money brand as the registered name is for a person. */
function judgeSchool(raw: string, host: Host, brands: Brands, none: (why: string) => HostJudgement): HostJudgement {
  const label = host.labels.at(-1)!.bare;
  for (const { card, strong } of brands.words) {
    const word = notSchools.has(card.kind)
      ? strong.find((w) => label.startsWith(w) && label.length - w.length <= 2)
      : undefined;
    if (word)
      return verdictOf(raw, card.brand, {
        score: 60,
        why: `tên ${quoteFrom(host, word)} của ${card.brand} đăng ký dưới .edu.vn, đuôi dành cho trường học`,
      });
  }
  return none("tên miền do trường học quản lý");
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

/** A brand's own domains as other names carry them; made once a card. */
interface Carried {
  domain: string;
  /** "bank.com.vn.evil.top" and "bank.com.vn-ab.top": the true name stands whole, but not at the end. */
  inFront: readonly [string, string];
  /** "bank-com-vn-dangnhap.top". */
  dashed: string;
}
const carriedBy = new WeakMap<BrandCard, Carried[]>();
const shortestDashed = 9;

function carriedOf(card: BrandCard): Carried[] {
  let carried = carriedBy.get(card);
  if (!carried) {
    carried = card.domains.map((domain) => ({
      domain,
      inFront: [`.${domain}.`, `.${domain}-`],
      dashed: domain.replaceAll(".", "-"),
    }));
    carriedBy.set(card, carried);
  }
  return carried;
}

function compare(host: Host, { card, strong, weak }: BrandWords): Finding | null {
  const found: Finding[] = [];
  const left = `.${host.name.slice(0, host.name.length - host.suffix.length - 1)}.`;
  for (const { domain, inFront, dashed } of carriedOf(card)) {
    if (left.includes(inFront[0]) || left.includes(inFront[1]))
      found.push({ score: 95, why: `tên miền thật ${domain} của ${card.brand} bị đặt làm phần đầu của tên miền khác` });
    else if (
      dashed.length >= shortestDashed &&
      left.includes(dashed) &&
      host.labels.some(({ text }) => text.startsWith(dashed) || text.endsWith(`-${dashed}`))
    )
      found.push({ score: 90, why: `tên miền thật của ${card.brand} được viết lại bằng dấu gạch: ${dashed}` });
  }
  for (const word of strong) found.push(...matchStrongWord(host, word, card));
  for (const word of weak) found.push(...matchWeakWord(host, word, card));
  return found.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

const stateWords =
  /vn|vietnam|dichvu|congan|bhxh|thue|gplx|csgt|vneid|dancu|hanhchinh|quocgia|chinhphu|baohiem|tuphap|toaan/;
const gluedState =
  /^(?:gov(?:vn|vietnam)|govn|viet(?:nam)?gov)|govvn|(?:dichvucong|congan|thue|gplx|csgt|bhxh|vneid|tuphap|toaan|chinhphu|vietnam|cucgplx)gov/;

/** "gov" outside .gov.vn, in Vietnamese company: gov-vn, gplxgov, dichvucong-gov, govt.vn. */
function imitateState(host: Host): Finding | null {
  const vietnamese = host.vietnamese || stateWords.test(host.labels.map((l) => l.text).join("."));
  for (const { text, bare, pieces } of host.labels) {
    if ((vietnamese && (pieces.includes("gov") || pieces.includes("govt"))) || gluedState.test(bare))
      return { score: 85, why: `gov đặt trong ${quoteFrom(host, text)} nhưng tên miền không thuộc .gov.vn` };
  }
  return null;
}
