// Promises which imported official denials a page's words meet; whether it spreads or reports the claim is asked elsewhere.
import type { DenialMatch, SharedSpan } from "#core/nouns/observation.ts";
import { compareTexts } from "../duplicate/compare.ts";
import type { Range } from "../text/fields.ts";
import { readWords, type PlacedWords } from "../duplicate/words.ts";

export interface Denial {
  label: string;
  issuer: string;
  /** yyyy-mm-dd. */
  deniedOn: string;
  title: string;
  /** The denied claim in the issuer's words; "" where the import has none, then the title speaks. */
  claim: string;
  text: string;
  url: string;
}

interface Entry {
  denial: Denial;
  /** Title, claim and text as they are shown: offsets point here. */
  whole: string;
  /** Pairs of neighbouring content words of the claim. */
  pairs: Set<string>;
}

export interface DenialIndex {
  entries: Entry[];
  byPair: Map<string, number[]>;
}

/** Words around which the claim's pairs must gather. */
const windowWords = 70;
const leastPairs = 4;
const leastShare = 0.6;
const leastShareWithWording = 0.4;
const mostMatches = 5;

/** Words of denying and of grammar: they stand in every denial and in every text. */
const emptyWords = new Set(
  "tin gia sai su that khong dung chinh xac thong bac bo canh bao dinh bac lan truyen mang xa hoi ve viec la va cua co cac nhung mot duoc bi cho tai trong voi nay do khi den tu da dang se theo nguoi dan doi tuong".split(
    " ",
  ),
);

const isContent = (word: string) => word.length >= 2 && !emptyWords.has(word);

/** What an officer may show: title, claim and text, in this order. */
export const writeDenial = (d: Denial): string => [d.title, d.claim, d.text].filter(Boolean).join("\n");

/** "Tin xác thực" confirms; only what was called false counts. */
export const isDenied = (label: string): boolean =>
  !/xác thực|đúng sự thật|đã xác nhận/iu.test(label) || /sai|giả|không đúng/iu.test(label);

export function indexDenials(denials: readonly Denial[]): DenialIndex {
  const byPair = new Map<string, number[]>();
  const entries = denials
    .filter((d) => isDenied(d.label))
    .map((denial) => ({ denial, whole: writeDenial(denial), pairs: pairsOf(denial.claim || denial.title) }));
  entries.forEach((entry, i) => {
    for (const pair of entry.pairs) byPair.set(pair, [...(byPair.get(pair) ?? []), i]);
  });
  return { entries, byPair };
}

interface PlacedPair {
  pair: string;
  /** Word numbers of its two words. */
  from: number;
  to: number;
}

function placePairs(words: PlacedWords): PlacedPair[] {
  const pairs: PlacedPair[] = [];
  let last = -1;
  words.folded.forEach((word, i) => {
    if (!isContent(word)) return;
    if (last >= 0 && i - last <= 3) pairs.push({ pair: `${words.folded[last]} ${word}`, from: last, to: i });
    last = i;
  });
  return pairs;
}

const pairsOf = (text: string) => new Set(placePairs(readWords(text)).map((p) => p.pair));

/** Matches one text; the strongest first, at most five. */
export function matchDenials(index: DenialIndex, text: string, ranges: readonly Range[]): DenialMatch[] {
  if (index.entries.length === 0) return [];
  const words = readWords(text, ranges);
  const hits = new Map<number, PlacedPair[]>();
  for (const placed of placePairs(words))
    for (const entry of index.byPair.get(placed.pair) ?? []) {
      const list = hits.get(entry);
      if (list) list.push(placed);
      else hits.set(entry, [placed]);
    }
  const matches = [...hits].flatMap(([i, placed]) => judge(index.entries[i]!, placed, words, { text, ranges }));
  return matches.toSorted((a, b) => b.share - a.share || (a.url < b.url ? -1 : 1)).slice(0, mostMatches);
}

function judge(
  entry: Entry,
  placed: PlacedPair[],
  words: PlacedWords,
  page: { text: string; ranges: readonly Range[] },
): DenialMatch[] {
  const { from, to, distinct } = densest(placed);
  const share = distinct / Math.max(entry.pairs.size, 1);
  if (distinct < Math.min(leastPairs, entry.pairs.size) || entry.pairs.size < 3) return [];
  const { denial } = entry;
  const { label, issuer, deniedOn, title, url } = denial;
  const facts = { label, issuer, deniedOn, title, url, share: Math.round(Math.min(share, 1) * 100) / 100 };
  const same = compareTexts(page, { text: entry.whole });
  if (same.spans.length > 0 && share >= leastShareWithWording)
    return [{ ...facts, by: "wording", spans: same.spans.slice(0, 20) }];
  if (share < leastShare) return [];
  return [{ ...facts, by: "claim", spans: [wordSpan(words, from, to, denial, entry.whole)] }];
}

/** The stretch with the most different pairs; the placed pairs come in the text's order. */
function densest(placed: PlacedPair[]): { from: number; to: number; distinct: number } {
  const counts = new Map<string, number>();
  let best = { from: 0, to: 0, distinct: 0 };
  let first = 0;
  for (const last of placed) {
    counts.set(last.pair, (counts.get(last.pair) ?? 0) + 1);
    while (last.to - placed[first]!.from > windowWords) {
      const gone = placed[first++]!.pair;
      const left = counts.get(gone)! - 1;
      if (left > 0) counts.set(gone, left);
      else counts.delete(gone);
    }
    if (counts.size > best.distinct) best = { from: placed[first]!.from, to: last.to, distinct: counts.size };
  }
  return best;
}

/** The stretch of the page beside the claim (or the title) of the denial. */
function wordSpan(words: PlacedWords, from: number, to: number, denial: Denial, whole: string): SharedSpan {
  const said = denial.claim || denial.title;
  const at = whole.indexOf(said);
  return { start: words.starts[from]!, end: words.ends[to]!, otherStart: at, otherEnd: at + said.length };
}
