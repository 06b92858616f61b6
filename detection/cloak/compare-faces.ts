// Promises what two visitors of one address were shown differently, each difference as a sentence; templates and chance do not count.
//
// Counted: content here and "not found" there; another site after redirects; texts that share next to nothing; gambling
// words, gambling hosts or a category's score that only this face carries. Not counted: another layout or order of the
// same text, m.example beside example, application stores, and every answer that is none of the site's own face
// (challenge, login wall, refusal, overload): such an answer is no evidence. A difference alone accuses of nothing.
import { getDomain } from "tldts";
import type { Face } from "#core/nouns/observation.ts";
import { Vantage, vantages } from "#core/nouns/vantage.ts";
import { similarityOf } from "../duplicate/sketch.ts";
import { readGamblingName } from "../facts/gambling-host.ts";

export type DifferenceKind = "answer" | "site" | "text" | "terms" | "hosts" | "score";

export interface Difference {
  kind: DifferenceKind;
  /** Vantage names: the other face first, then this one. */
  between: [string, string];
  /** A Vietnamese sentence that names the difference. */
  what: string;
}

/** Two pages of so many words whose five-word shingles agree less than this are other texts, not another template. */
const leastWords = 40;
const otherTextBelow = 0.1;
/** Gambling words in one face alone; a page shows one or two by chance (a headline, an advertisement). */
const leastTerms = 3;
/** What a score must reach here and may not reach there. */
const tellingScore = 2;
const shownNames = 5;

const stores = new Set(["apps.apple.com", "itunes.apple.com", "play.google.com", "appgallery.huawei.com"]);

/** The site's own answer: what it shows, or that it says there is nothing. A refusal or an overload may be meant for programs. */
function answerOf(face: Face): "content" | "nothing" | null {
  if (face.condition === "content") return "content";
  if (face.condition === "soft-404" || face.condition === "parked") return "nothing";
  if (face.condition === "error") return face.status === 404 || face.status === 410 ? "nothing" : null;
  return face.condition === "empty" && face.via === "browser" ? "nothing" : null;
}

const hostOf = (face: Face): string => (URL.canParse(face.finalUrl) ? new URL(face.finalUrl).hostname : "");
const siteOf = (host: string): string => getDomain(host, { allowPrivateDomains: true }) ?? host;

/** The visitor in words; the bare name where the table does not know it. */
export function sayVisitor(name: string): string {
  const vantage = Vantage.safeParse(name).data;
  return vantage ? vantages[vantage].visitor : name;
}

const quote = (title: string): string => (title === "" ? "trang không tiêu đề" : `trang “${title}”`);
const sayAnswer = (face: Face): string =>
  answerOf(face) === "content"
    ? `${quote(face.title)} (${face.wordCount} chữ)`
    : `trang báo không có nội dung${face.status === null ? "" : ` (mã ${face.status})`}`;
const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
const list = (names: string[]): string =>
  names.slice(0, shownNames).join(", ") +
  (names.length > shownNames ? ` và ${names.length - shownNames} mục khác` : "");

/** Everything that sets `own` apart from each of `others`; none where a face is no answer of the site. */
export function compareFaces(own: Face, others: readonly Face[]): Difference[] {
  return others.flatMap((other) => comparePair(own, other));
}

function comparePair(own: Face, other: Face): Difference[] {
  const [here, there] = [answerOf(own), answerOf(other)];
  if (here === null || there === null) return [];
  const say = (kind: DifferenceKind, what: string): Difference => ({
    kind,
    between: [other.vantage, own.vantage],
    what: capital(what),
  });
  const [me, they] = [sayVisitor(own.vantage), sayVisitor(other.vantage)];
  const found: Difference[] = [];
  if (here !== there) found.push(say("answer", `${they} nhận ${sayAnswer(other)}; ${me} nhận ${sayAnswer(own)}.`));
  const [myHost, theirHost] = [hostOf(own), hostOf(other)];
  if (siteOf(myHost) !== siteOf(theirHost) && !stores.has(myHost) && !stores.has(theirHost))
    found.push(say("site", `${they} dừng ở ${theirHost}; ${me} bị đưa tới ${myHost}.`));
  if (here === "nothing") return found;
  if (there === "content" && areOtherTexts(own, other)) {
    const share = Math.round(similarityOf(own.textSketch, other.textSketch) * 100);
    const titles = `${they} thấy ${sayAnswer(other)}, ${me} thấy ${sayAnswer(own)}`;
    found.push(say("text", `${titles}; lời văn của hai trang trùng khoảng ${share}%.`));
  }
  return [...found, ...onlyHere(own, other, (kind, what) => say(kind, `chỉ ${me} mới thấy ${what}.`))];
}

const areOtherTexts = (a: Face, b: Face): boolean =>
  a.wordCount >= leastWords &&
  b.wordCount >= leastWords &&
  a.textSketch.length > 0 &&
  b.textSketch.length > 0 &&
  similarityOf(a.textSketch, b.textSketch) < otherTextBelow;

type Say = (kind: DifferenceKind, what: string) => Difference;

/** What of one category stands in this face and not in the other; most of the words must be new, so that another excerpt is none. */
function onlyHere(own: Face, other: Face, say: Say): Difference[] {
  const found: Difference[] = [];
  const terms = own.terms.filter((term) => !other.terms.includes(term));
  if (terms.length >= leastTerms && terms.length * 2 > own.terms.length)
    found.push(say("terms", `${terms.length} cụm từ cờ bạc: ${list(terms)}`));
  const known = new Set(other.outboundHosts);
  const hosts = own.outboundHosts.filter((host) => !known.has(host) && readGamblingName(host).score > 0);
  if (hosts.length > 0) found.push(say("hosts", `liên kết tới tên miền đặt theo khuôn nhà cái: ${list(hosts)}`));
  const scored = Object.entries(own.scores).filter(
    ([category, score]) => score >= tellingScore && (other.scores[category] ?? 0) < tellingScore / 2,
  );
  if (scored.length > 0) found.push(say("score", `nội dung có dấu hiệu ở ${scored.length} nhóm quy tắc`));
  return found;
}
