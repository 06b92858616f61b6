// Promises every licence line of a page with its exact place: number, kind, issuer, date, owner, person responsible.
import { foldText } from "../text/letters.ts";

export type LicenceKind = "press" | "aggregator" | "social" | "icp" | "game" | "business" | "unknown";

export interface Span {
  start: number;
  end: number;
  raw: string;
}

export interface LicenceLine {
  /** The number as digits, without leading zeros: "05" and "5" are the same. */
  number: string;
  /** Year between number and symbol ("12/2019/GP-…"), or null. */
  numberYear: number | null;
  /** Symbol as a key: GP, GXN, … and the issuer's letters, folded ("gp-ttdt"). */
  series: string;
  kind: LicenceKind;
  /** ISO date, or null when none stands near. */
  issuedOn: string | null;
  issuer: string | null;
  span: Span;
  issuerSpan: Span | null;
  dateSpan: Span | null;
}

export interface Imprint {
  owner: { text: string; span: Span } | null;
  responsible: { text: string; span: Span } | null;
  emails: { text: string; span: Span }[];
}

const issuerLetters =
  "PTTH\\s?&\\s?TT[ĐD]T|PTTHTT[ĐD]T|PTTH&amp;TT[ĐD]T|QLPTTH&TT[ĐD]T|TT\\s?[ĐD]T|BTTTT|STTTT|BVHTTDL|BVHTT|BVHTT-TT|SVHTTDL|SVHTT|SVHTTTTDL|CBC|BC|INTER|TTTT|VHTTDL|UBND|BCA|VPCP|BKHCN|[A-ZĐ]{2,10}";
// Bounded repetitions only, none nested: linear.
const numbered = new RegExp(
  `(?<![\\d/.])(\\d{1,5})\\s{0,2}[/-]\\s{0,2}(?:(\\d{4})\\s{0,2}/\\s{0,2})?(GPTL|GPH[ĐD]|GPMXH|GP|GXN|GCN|GPXB|Q[ĐD]|O[ĐD])\\s{0,2}[-–—−./]?\\s{0,2}(${issuerLetters})(?![\\p{L}\\p{M}])`,
  "gu",
);
const dated =
  /(?:ngày|cấp ngày|ngày cấp|ký ngày|ngay)?\s{0,2}:?\s{0,2}(\d{1,2})\s{0,2}(?:\/|-|\.|tháng|thang)\s{0,2}(\d{1,2})\s{0,2}(?:\/|-|\.|năm|nam)\s{0,2}((?:19|20)\d{2})/giu;
const issuers =
  /(?:Sở|Cục|Bộ|SỞ|CỤC|BỘ|Uỷ ban|UBND|sở|cục|bộ)\s[\p{L}\s&,.-]{2,70}?(?=\s(?:cấp|ngày|ký|xác nhận|tỉnh cấp|\(|\d)|[;|\n]|\.\s|\.$|$)/gu;

const kindWords: [LicenceKind, RegExp][] = [
  [
    "business",
    /(dang ky kinh doanh|dkkd|ma so doanh nghiep|ma so thue|\bmst\b|gpkd|gcndkkd|giay phep kinh doanh|dang ky doanh nghiep|cndkkd)/,
  ],
  ["press", /(hoat dong bao|bao dien tu|tap chi dien tu|bao chi|xuat ban bao|giay phep bao|hoat dong tap chi)/],
  ["social", /(mang xa hoi|mxh|gpmxh)/],
  ["icp", /\bicp\b/],
  ["game", /(tro choi|phat hanh game|\bg1\b|\bg2\b|kich ban)/],
  ["aggregator", /(tong hop|trang thong tin dien tu|trang tin dien tu|trang ttdt|website tin tuc|\bttdt\b)/],
];

/** Distance around a number in which its issuer and date are looked for. */
const reach = 220;

/** Finds the licence lines of a text; offsets are into that text. */
export function parseLicences(text: string): LicenceLine[] {
  const lines: LicenceLine[] = [];
  for (const match of text.matchAll(numbered)) {
    const start = match.index;
    const end = start + match[0].length;
    if (
      /^[OQ]/.test(match[3]!) &&
      !/(giấy phép|giay phep|phát hành|trò chơi|quyết định phê duyệt|báo chí)/iu.test(
        text.slice(Math.max(0, start - 120), start),
      )
    )
      continue;
    const symbol = foldText(`${match[3]!}-${match[4]!}`)
      .replace(/^o/, "q")
      .replace(/&amp;/g, "&")
      .replace(/\s/g, "")
      .replace(/ttdt$/, "ttdt");
    const after = text.slice(end, end + reach);
    const date = firstDate(text, end, after) ?? lastDate(text, start);
    const issuer = firstIssuer(text, end, after);
    lines.push({
      number: String(Number(match[1])),
      numberYear: match[2] ? Number(match[2]) : null,
      series: symbol,
      kind: kindOf(text, start, symbol),
      issuedOn: date?.iso ?? null,
      issuer: issuer?.raw.trim() ?? null,
      span: { start, end, raw: match[0] },
      issuerSpan: issuer,
      dateSpan: date?.span ?? null,
    });
  }
  return lines;
}

function kindOf(text: string, start: number, series: string): LicenceKind {
  const before = text.slice(Math.max(0, start - 130), start);
  // The words of the line itself weigh first; a line above may speak of another licence.
  const line = foldText(before.slice(before.lastIndexOf("\n") + 1));
  const nearest = kindWords
    .map(([kind, words]) => ({ kind, at: lastIndexOf(line, words) }))
    .filter((k) => k.at >= 0)
    .toSorted((a, b) => b.at - a.at)[0];
  if (nearest) return nearest.kind;
  if (/ttdt|stttt|svhtt|ptth/.test(series)) return "aggregator";
  return "unknown";
}

function lastIndexOf(text: string, words: RegExp): number {
  let at = -1;
  for (const match of text.matchAll(new RegExp(words.source, "g"))) at = match.index;
  return at;
}

function readDate(match: RegExpMatchArray, base: number): { iso: string; span: Span } | null {
  const [day, month, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (day < 1 || day > 31 || month < 1 || month > 12) return null;
  const lead = match[0].length - match[0].trimStart().length;
  const start = base + match.index! + lead;
  return {
    iso: `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
    span: { start, end: base + match.index! + match[0].length, raw: match[0].trimStart() },
  };
}

function firstDate(_text: string, base: number, after: string): { iso: string; span: Span } | null {
  const nextLicence = after.search(/\d{1,5}\s{0,2}\/\s{0,2}(?:GP|GXN)/u);
  for (const match of (nextLicence > 0 ? after.slice(0, nextLicence) : after).matchAll(dated)) {
    const date = readDate(match, base);
    if (date) return date;
  }
  return null;
}

function lastDate(text: string, start: number): { iso: string; span: Span } | null {
  const base = Math.max(0, start - 60);
  const before = text.slice(base, start);
  const line = before.lastIndexOf("\n") + 1;
  const all = [...before.slice(line).matchAll(dated)].map((m) => readDate(m, base + line)).filter((d) => d !== null);
  return all.at(-1) ?? null;
}

function firstIssuer(_text: string, base: number, after: string): Span | null {
  for (const match of after.matchAll(issuers)) {
    const raw = match[0].replace(/[\s,.-]+$/u, "");
    if (raw.length > 5) return { start: base + match.index, end: base + match.index + raw.length, raw };
  }
  return null;
}

const owners =
  /(?:(?:cơ quan|đơn vị|tổ chức)\s{1,2}chủ quản|chủ sở hữu|bản quyền(?: nội dung)? (?:©\s?)?thuộc về|©[^\n]{0,30}?(?=công ty)|đơn vị vận hành|đơn vị quản lý)\s{0,2}[:\-–]?\s{0,2}([^\n|]{3,120})|((?:công ty|CÔNG TY)\s(?:cổ phần|tnhh|cp|TNHH|CỔ PHẦN|CP)[^\n|,.;:]{2,90})/giu;
const persons =
  /(?:chịu trách nhiệm(?: chính)?(?: quản lý)?(?: về)?(?: thông tin)?(?: nội dung)?(?: thông tin)?|người chịu trách nhiệm(?: quản lý)?(?: nội dung)?|tổng biên tập|trưởng ban biên tập|quản lý nội dung)\s{0,2}[:\-–]?\s{0,3}((?:ông|bà|mr\.?|ms\.?)?\s?:?\s?\p{Lu}[\p{L}.]{0,12}(?:\s\p{Lu}[\p{L}.]{0,12}){1,5})/giu;
const mails = /[a-z0-9._%+-]{1,40}@([a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,4})/giu;

/** Who stands behind the site, as its imprint says; offsets are into the text given, plus `base`. */
export function parseImprint(text: string, base = 0): Imprint {
  const pick = (pattern: RegExp) => {
    for (const match of text.matchAll(pattern)) {
      const value = (match[1] ?? match[2] ?? "").trim();
      if (value.length < 3) continue;
      const start = base + match.index + match[0].lastIndexOf(value);
      return { text: value, span: { start, end: start + value.length, raw: value } };
    }
    return null;
  };
  const emails = [...text.matchAll(mails)].slice(0, 20).map((m) => ({
    text: m[0].toLowerCase(),
    span: { start: base + m.index, end: base + m.index + m[0].length, raw: m[0] },
  }));
  return { owner: pick(owners), responsible: pick(persons), emails };
}
