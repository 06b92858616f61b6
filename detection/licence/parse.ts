// Promises every licence line of a text with its exact places: number, symbol, kind, issuer, dates, licensee.
import { findDates, type FoundDate } from "./dates.ts";
import { foldInPlace, type FoldedText } from "./fold-in-place.ts";
import { findIssuers } from "./issuer.ts";
import { type LicenceKind, readKind } from "./kind-of-licence.ts";
import { findNumbers, type FoundNumber } from "./symbols.ts";

export type { LicenceKind } from "./kind-of-licence.ts";

/** Offsets into the text given; `raw` is exactly what stands there. */
export interface Span {
  start: number;
  end: number;
  raw: string;
}

export interface LicenceLine {
  /** The number as digits, without leading zeros: "05" and "5" are the same. */
  number: string;
  /** Letter after the number ("79A/GP-…"), lower case, or "". */
  suffix: string;
  /** Year between number and symbol ("12/2019/GP-…"), or null. */
  numberYear: number | null;
  /** Symbol as a key: GP, GXN, … and the issuer's letters, folded ("gp-ttdt"); "" where none is written. */
  series: string;
  kind: LicenceKind;
  /** The line calls the site a "trang thông tin điện tử tổng hợp". */
  claimsAggregator: boolean;
  /** A permit that changes or renews another. */
  isSupplement: boolean;
  /** ISO date of the first issue, or null when none stands near. */
  issuedOn: string | null;
  /** Days on which it was changed or issued anew, as the line says. */
  amendedOn: string[];
  /** Last day of validity, where the line gives one. */
  expiresOn: string | null;
  issuer: string | null;
  /** "cấp cho …", where the line names whom. */
  licensee: Span | null;
  span: Span;
  issuerSpan: Span | null;
  dateSpan: Span | null;
}

/** Distance around a number in which what belongs to it is looked for. */
const reachAfter = 300;
const reachBefore = 200;

/** Starts of what belongs to another paper. */
const otherPaper =
  /giay (?:chung nhan|dkkd|phep|xac nhan|cn)\b|\bgcn\s?dk|\bgpkd|\bgp?dkkd|\bdkkd|ma so (?:thue|doanh nghiep|dn)|\bmst\b|\bmsdn\b|business registration/;
/** Starts of other parts of an imprint. */
const otherPart =
  /chiu trach nhiem|tong bien tap|truong ban bien tap|dia chi\s?:|tru so|dien thoai|\bhotline|\bfax\b|toa soan\s?:|ban quyen|copyright|©|ghi ro nguon/;

/** Finds the licence lines of a text; offsets are into that text. Linear in its length. */
export function parseLicences(text: string): LicenceLine[] {
  if (!/(?:g\s?[px]|q[đd]|o[đd]|gcn|ph[eé]p|phép|licen)/iu.test(text)) return [];
  const folded = foldInPlace(text);
  const numbers = findNumbers(folded.text).filter((n) => !n.strange || isCapital(text, folded, n));
  return numbers.map((n, i) => readLine(text, folded, n, numbers[i - 1], numbers[i + 1])).filter((l) => l !== null);
}

function isCapital(text: string, folded: FoldedText, n: FoundNumber): boolean {
  const raw = text.slice(folded.rawStart(n.start), folded.rawEnd(n.end));
  return raw === raw.toUpperCase();
}

function readLine(
  text: string,
  folded: FoldedText,
  n: FoundNumber,
  previous: FoundNumber | undefined,
  next: FoundNumber | undefined,
): LicenceLine | null {
  const spanOf = (start: number, end: number): Span => {
    const [from, to] = [folded.rawStart(start), folded.rawEnd(end)];
    return { start: from, end: to, raw: text.slice(from, to) };
  };
  const after = clauseAfter(folded.text, n, next);
  const before = clauseBefore(folded.text, n, previous);
  const kind = readKind(before, n.series);
  const issuers = findIssuers(after);
  const ahead = findIssuers(before).at(-1);
  const issuer = issuers[0]
    ? { start: n.end + issuers[0].start, end: n.end + issuers[0].end, overNews: issuers[0].overNews }
    : ahead
      ? {
          start: n.start - before.length + ahead.start,
          end: n.start - before.length + ahead.end,
          overNews: ahead.overNews,
        }
      : null;
  if (n.series === "" && !speaksOfNews(kind.kind, issuer)) return null;
  // Decisions of ministries are everywhere; only those on games stand in the registers.
  if (n.series.startsWith("qd") && !/(?:giay phep|phat hanh|tro choi|phe duyet|kich ban)/.test(before)) return null;
  const dates = readDates(after, before, n);
  const licensee = /\bcap (?:phep )?cho\s{1,3}([^\n.;|]{3,90})/.exec(after);
  const issuedSpan = dates.issued && spanOf(dates.issued.start, dates.issued.end);
  const issuerSpan = issuer && spanOf(issuer.start, issuer.end);
  const licenseeAt = licensee && n.end + licensee.index + licensee[0].length - licensee[1]!.length;
  return {
    number: n.number,
    suffix: n.suffix,
    numberYear: n.numberYear,
    series: n.series,
    ...kind,
    issuedOn: dates.issued?.iso ?? null,
    amendedOn: dates.amended,
    expiresOn: dates.expires,
    issuer: issuerSpan?.raw.replace(/\s+/g, " ").trim() ?? null,
    licensee: licenseeAt ? spanOf(licenseeAt, licenseeAt + licensee[1]!.trimEnd().length) : null,
    span: spanOf(n.start, n.end),
    issuerSpan,
    dateSpan: issuedSpan,
  };
}

const speaksOfNews = (kind: LicenceKind, issuer: { overNews: boolean } | null) =>
  kind === "press" || kind === "social" || kind === "icp" || kind === "aggregator"
    ? issuer !== null && issuer.overNews
    : kind === "unknown" && issuer !== null && issuer.overNews;

function clauseAfter(folded: string, n: FoundNumber, next: FoundNumber | undefined): string {
  const all = folded.slice(n.end, Math.min(n.end + reachAfter, next?.start ?? Infinity));
  const other = all.search(otherPaper);
  const cut = other >= 0 ? all.slice(0, other) : all;
  const part = cut.search(otherPart);
  return part >= 0 ? cut.slice(0, part) : cut;
}

function clauseBefore(folded: string, n: FoundNumber, previous: FoundNumber | undefined): string {
  const from = Math.max(n.start - reachBefore, previous?.end ?? 0, 0);
  const all = folded.slice(from, n.start);
  // The words of the line itself; a line that holds the number only takes the one above.
  const lines = all.split("\n");
  let kept = lines.pop() ?? "";
  while (kept.trim().length < 12 && lines.length > 0) kept = `${lines.pop()!}\n${kept}`;
  // The paper's own name is the last one before the number; another's date and issuer stand before it.
  const own =
    [...kept.matchAll(/giay (?:phep|xac nhan|chung nhan)|(?<![a-z])gp(?:mxh|xb)?(?![a-z])/g)].at(-1)?.index ?? 0;
  const business = [...kept.slice(0, own).matchAll(new RegExp(otherPaper.source, "g"))].at(-1);
  const start = business ? own : 0;
  return kept.slice(start);
}

interface Dates {
  issued: FoundDate | null;
  amended: string[];
  expires: string | null;
}

const changed = /sua doi|bo sung|cap lai|gia han|cap doi|thay doi|dieu chinh|amended|renewed/;
const ends = /het han|den (?:het )?ngay|co gia tri|hieu luc den|thoi han|valid (?:until|to)|expire/;
const leads = /(?:ngay|cap|ky|tu|date[d]?|issued|on|lan \d|:|\(|,|-|\/)[\s:,.(-]{0,4}$/;

function readDates(after: string, before: string, n: FoundNumber): Dates {
  const result: Dates = { issued: null, amended: [], expires: null };
  let from = 0;
  let fallback: FoundDate | null = null;
  for (const date of findDates(after)) {
    const lead = after.slice(from, date.start);
    if (from === 0 && date.start > 12 && !leads.test(lead) && !/\bngay\b|cap\b|issued|dated/.test(lead)) break;
    const placed = { ...date, start: n.end + date.start, end: n.end + date.end };
    if (ends.test(lead)) result.expires ??= date.iso;
    else if (changed.test(lead)) {
      result.amended.push(date.iso);
      fallback ??= placed;
    } else result.issued ??= placed;
    from = date.end;
  }
  result.issued ??= fallback;
  if (!result.issued) {
    const ahead = findDates(before).findLast((d) => !ends.test(before.slice(Math.max(0, d.start - 30), d.start)));
    const base = n.start - before.length;
    if (ahead && before.length - ahead.end < 90)
      result.issued = { iso: ahead.iso, start: base + ahead.start, end: base + ahead.end };
  }
  return result;
}
