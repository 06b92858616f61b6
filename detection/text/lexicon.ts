// Promises every hit of every bank in a field, with the tier that was needed to see it; linear in the number of words.
import { RE2JS } from "re2js";
import type { Bank, FoldPolicy } from "./bank.ts";
import { buildLetterTrie, findDisguised, type LetterTrie } from "./squash.ts";
import { tokenise, type Token } from "./tokens.ts";

export type Tier = "exact" | "fold" | "squash";

export interface Term {
  bank: string;
  /** As the bank writes it. */
  text: string;
  exact: string[];
  folded: string[];
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
}

interface TrieNode {
  next: Map<string, TrieNode>;
  terms: Term[];
}

export interface Lexicon {
  exact: TrieNode;
  folded: TrieNode;
  letters: LetterTrie;
  glued: Map<string, Term[]>;
  shapes: { bank: string; pattern: RE2JS; not: Set<string> }[];
  shapeMemory: Map<string, string[]>;
}

const newNode = (): TrieNode => ({ next: new Map(), terms: [] });
const neighbourWords = 60;
const shortestGlued = 6;

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
    exact: newNode(),
    folded: newNode(),
    letters: buildLetterTrie(),
    glued: new Map(),
    shapes: [],
    shapeMemory: new Map(),
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
  const words = tokenise(text);
  return { bank, text, policy, exact: words.map((w) => w.exact), folded: words.map((w) => w.folded) };
}

function addTerm(lexicon: Lexicon, term: Term): void {
  plant(lexicon.exact, term.exact, term);
  if (term.policy === "exact") return;
  plant(lexicon.folded, term.folded, term);
  const joined = term.folded.join("");
  lexicon.letters.add(joined, term);
  if (term.policy === "safe" && term.folded.length > 1 && joined.length >= shortestGlued)
    lexicon.glued.set(joined, [...(lexicon.glued.get(joined) ?? []), term]);
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
  root: TrieNode,
  text: string,
  tokens: Token[],
  from: number,
  key: "exact" | "folded",
  onTerm: (term: Term, length: number) => void,
): void {
  let node: TrieNode | undefined = root;
  for (let i = from; i < tokens.length; i++) {
    if (i > from && !mayContinue(text, tokens[i - 1]!, tokens[i]!)) return;
    node = node.next.get(tokens[i]![key]);
    if (!node) return;
    for (const term of node.terms) onTerm(term, i - from + 1);
  }
}

/** Finds every term of every bank. Hits nested in a longer hit of the same bank are left out. */
export function findTerms(text: string, tokens: Token[], lexicon: Lexicon): Hit[] {
  const hits: Hit[] = [];
  const doubtful: Hit[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const put = (list: Hit[], term: Term, tier: Tier, length: number) =>
      list.push({
        bank: term.bank,
        term: term.text,
        tier,
        start: tokens[i]!.start,
        end: tokens[i + length - 1]!.end,
        word: i,
      });
    walk(lexicon.exact, text, tokens, i, "exact", (term, length) => put(hits, term, "exact", length));
    walk(lexicon.folded, text, tokens, i, "folded", (term, length) => {
      const words = tokens.slice(i, i + length);
      if (words.every((w, k) => w.exact === term.exact[k])) return;
      // Half-marked is another word: "nhà cai nghiện" is no "nhà cái".
      if (words.some((w) => w.marked)) return;
      put(term.policy === "safe" ? hits : doubtful, term, "fold", length);
    });
    for (const term of lexicon.glued.get(tokens[i]!.folded) ?? []) if (!tokens[i]!.marked) put(hits, term, "fold", 1);
    for (const bank of shapeBanks(lexicon, tokens[i]!.folded))
      hits.push({
        bank,
        term: tokens[i]!.folded,
        tier: "exact",
        start: tokens[i]!.start,
        end: tokens[i]!.end,
        word: i,
      });
  }
  for (const found of findDisguised(text, tokens, lexicon.letters)) {
    hits.push({
      bank: found.term.bank,
      term: found.term.text,
      tier: "squash",
      start: tokens[found.from]!.start,
      end: tokens[found.to]!.end,
      word: found.from,
    });
  }
  return dropNested([...hits, ...keepNeighboured(doubtful, hits)]);
}

function shapeBanks(lexicon: Lexicon, folded: string): string[] {
  if (folded.length < 3 || folded.length > 24) return [];
  const known = lexicon.shapeMemory.get(folded);
  if (known) return known;
  const banks = lexicon.shapes.filter((s) => !s.not.has(folded) && s.pattern.matches(folded)).map((s) => s.bank);
  const unique = [...new Set(banks)];
  if (lexicon.shapeMemory.size < 50_000) lexicon.shapeMemory.set(folded, unique);
  return unique;
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
