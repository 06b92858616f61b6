// Promises every hit of every bank in a field, with the tier that was needed to see it; linear in the number of words.
import { RE2JS } from "re2js";
import type { Bank, FoldPolicy } from "./bank.ts";
import { longestGlued, splitsInSyllables } from "./glued.ts";
import type { Disguise, WordReading } from "./letters.ts";
import { buildLetterTrie, findDisguised, type LetterNode, type LetterTrie } from "./squash.ts";
import { tokenise, type Token } from "./tokens.ts";

export type Tier = "exact" | "fold" | "squash";

export interface Term {
  bank: string;
  /** As the bank writes it. */
  text: string;
  exact: string[];
  folded: string[];
  /** All letters with their marks but without tones, and the tone of the syllable that each belongs to. */
  letters: string;
  toneAt: string[];
  policy: FoldPolicy;
}

export interface Hit {
  bank: string;
  term: string;
  tier: Tier;
  start: number;
  end: number;
  /** Index of the first word in the field. */
  word: number;
  /** How it was hidden; for the tier "squash" only. */
  disguises?: Disguise[];
}

interface TrieNode {
  next: Map<string, TrieNode>;
  terms: Term[];
}

/** What may begin at a word; kept for each written word, since words come back. */
interface Start {
  exact: TrieNode | undefined;
  folded: TrieNode | undefined;
  glued: { term: Term; from: number; to: number }[];
  shapes: string[];
}

export interface Lexicon {
  terms: Term[];
  exact: TrieNode;
  folded: TrieNode;
  letters: LetterTrie;
  shapes: { bank: string; pattern: RE2JS; not: Set<string> }[];
  starts: WeakMap<WordReading, Start>;
}

const newNode = (): TrieNode => ({ next: new Map(), terms: [] });
const neighbourWords = 60;
const shortestGlued = 6;
const longestShape = 24;

function plant(root: TrieNode, words: string[], term: Term): void {
  let node = root;
  for (const w of words) {
    let next = node.next.get(w);
    if (!next) node.next.set(w, (next = newNode()));
    node = next;
  }
  node.terms.push(term);
}

/** Compiles banks once; the result may be shared by every page. */
export function compileLexicon(banks: Bank[]): Lexicon {
  const lexicon: Lexicon = {
    terms: [],
    exact: newNode(),
    folded: newNode(),
    letters: buildLetterTrie(),
    shapes: [],
    starts: new WeakMap(),
  };
  for (const bank of banks) {
    for (const policy of ["safe", "context", "exact"] as const) {
      for (const text of bank[policy]) addTerm(lexicon, readTerm(bank.id, text, policy));
    }
    for (const shape of bank.shapes)
      lexicon.shapes.push({ bank: bank.id, pattern: RE2JS.compile(shape), not: new Set(bank.notShapes) });
  }
  return lexicon;
}

function readTerm(bank: string, text: string, policy: FoldPolicy): Term {
  const words = tokenise(text).map((token) => token.word);
  return {
    bank,
    text,
    policy,
    exact: words.map((w) => w.exact),
    folded: words.map((w) => w.folded),
    letters: words.map((w) => w.shape).join(""),
    toneAt: words.flatMap((w) => Array.from(w.folded, () => w.tone)),
  };
}

function addTerm(lexicon: Lexicon, term: Term): void {
  lexicon.terms.push(term);
  plant(lexicon.exact, term.exact, term);
  if (term.policy === "exact") return;
  plant(lexicon.folded, term.folded, term);
  lexicon.letters.add(term.folded.join(""), term);
}

/** Words of one term may be parted by blanks or a hyphen, never by the end of a sentence or block. */
function mayContinue(text: string, left: Token, right: Token): boolean {
  const gap = right.start - left.end;
  if (gap > 3) return false;
  for (let i = left.end; i < right.start; i++) {
    const c = text[i]!;
    if (
      c === "\n" ||
      !(c === " " || c === "\u00a0" || c === "-" || c === "_" || c === "\t" || c === "\u2013" || c === "+")
    )
      return false;
  }
  return true;
}

function walk(
  first: TrieNode,
  text: string,
  tokens: Token[],
  from: number,
  key: "exact" | "folded",
  onTerm: (term: Term, length: number) => void,
): void {
  let node: TrieNode | undefined = first;
  for (let i = from; ;) {
    for (const term of node.terms) onTerm(term, i - from + 1);
    if (node.next.size === 0 || ++i >= tokens.length || !mayContinue(text, tokens[i - 1]!, tokens[i]!)) return;
    node = node.next.get(tokens[i]!.word[key]);
    if (!node) return;
  }
}

/** Finds every term of every bank. Hits nested in a longer hit of the same bank are left out. */
export function findTerms(text: string, tokens: Token[], lexicon: Lexicon): Hit[] {
  const hits: Hit[] = [];
  const doubtful: Hit[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const { word, start, end } = tokens[i]!;
    const begins = startOf(lexicon, word);
    if (begins === nothing) continue;
    const put = (list: Hit[], term: Term, tier: Tier, length: number) =>
      list.push({ bank: term.bank, term: term.text, tier, start, end: tokens[i + length - 1]!.end, word: i });
    if (begins.exact) walk(begins.exact, text, tokens, i, "exact", (term, length) => put(hits, term, "exact", length));
    if (begins.folded)
      walk(begins.folded, text, tokens, i, "folded", (term, length) => {
        let same = true;
        for (let k = 0; k < length && same; k++) same = tokens[i + k]!.word.exact === term.exact[k];
        // Half-marked is another word: "nhà cai nghiện" is no "nhà cái".
        if (same || anyMarked(tokens, i, length)) return;
        put(term.policy === "safe" ? hits : doubtful, term, "fold", length);
      });
    for (const { term, from, to } of begins.glued) {
      // Places inside the word hold only where every letter is one character.
      const whole = word.folded.length !== end - start;
      hits.push({
        bank: term.bank,
        term: term.text,
        tier: "fold",
        start: whole ? start : start + from,
        end: whole ? end : start + to,
        word: i,
      });
    }
    for (const bank of begins.shapes) hits.push({ bank, term: word.folded, tier: "exact", start, end, word: i });
  }
  for (const { term, from, to, disguises } of findDisguised(text, tokens, lexicon.letters)) {
    const [start, end] = [tokens[from]!.start, tokens[to]!.end];
    hits.push({ bank: term.bank, term: term.text, tier: "squash", start, end, word: from, disguises });
  }
  return dropNested([...hits, ...keepNeighboured(doubtful, hits)]);
}

function anyMarked(tokens: Token[], from: number, length: number): boolean {
  for (let k = from; k < from + length; k++) if (tokens[k]!.word.marked) return true;
  return false;
}

const nothing: Start = { exact: undefined, folded: undefined, glued: [], shapes: [] };

function startOf(lexicon: Lexicon, word: WordReading): Start {
  const known = lexicon.starts.get(word);
  if (known) return known;
  const exact = lexicon.exact.next.get(word.exact);
  const folded = lexicon.folded.next.get(word.folded);
  const glued = word.marked ? [] : gluedTerms(lexicon, word.folded);
  const shapes = shapeBanks(lexicon, word.folded);
  const start = exact || folded || glued.length > 0 || shapes.length > 0 ? { exact, folded, glued, shapes } : nothing;
  lexicon.starts.set(word, start);
  return start;
}

/** Safe terms of several syllables in a word without marks: the word itself, or between syllables inside it ("nhacaiuytin"). */
function gluedTerms(lexicon: Lexicon, folded: string): Start["glued"] {
  if (folded.length < shortestGlued || folded.length > longestGlued || !/^[a-z0-9]+$/.test(folded)) return [];
  const found: Start["glued"] = [];
  const places = splitsInSyllables(folded);
  for (let from = 0; from + shortestGlued <= folded.length; from++) {
    if (!places.before[from]) continue;
    let node: LetterNode | undefined = lexicon.letters.root;
    for (let to = from; to < folded.length && node;) {
      node = node.next.get(folded[to++]!);
      if (!node || to - from < shortestGlued || !places.behind[to]) continue;
      for (const term of node.terms)
        if (term.policy === "safe" && term.folded.length > 1) found.push({ term, from, to });
    }
  }
  return found;
}

function shapeBanks(lexicon: Lexicon, folded: string): string[] {
  if (folded.length < 3 || folded.length > longestShape) return [];
  const banks = lexicon.shapes.filter((s) => !s.not.has(folded) && s.pattern.matches(folded)).map((s) => s.bank);
  return [...new Set(banks)];
}

/** A doubtful hit without marks stands only beside a different term of the same bank. */
function keepNeighboured(doubtful: Hit[], sure: Hit[]): Hit[] {
  const byBank = Map.groupBy([...doubtful, ...sure], (hit) => hit.bank);
  const supported = new Set<Hit>();
  for (const bankHits of byBank.values()) {
    const sorted = bankHits.toSorted((a, b) => a.word - b.word);
    sorted.forEach((hit, i) => {
      const isNear = (other: Hit | undefined) =>
        other !== undefined && other.term !== hit.term && Math.abs(other.word - hit.word) <= neighbourWords;
      if ([i - 3, i - 2, i - 1, i + 1, i + 2, i + 3].some((k) => isNear(sorted[k]))) supported.add(hit);
    });
  }
  return doubtful.filter((hit) => supported.has(hit));
}

function dropNested(hits: Hit[]): Hit[] {
  // The disguised reading comes first: that a word hides is a fact of its own.
  const rank = { squash: 0, exact: 1, fold: 2 };
  const sorted = hits.toSorted((a, b) => a.start - b.start || b.end - a.end || rank[a.tier] - rank[b.tier]);
  const reach = new Map<string, number>();
  return sorted.filter((hit) => {
    const end = reach.get(hit.bank) ?? -1;
    if (hit.end <= end) return false;
    reach.set(hit.bank, hit.end);
    return true;
  });
}
