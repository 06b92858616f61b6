// Promises terms written so that a filter misses them (n.h.à c.á.i, zero-width, borrowed letters), and only those.
import type { Term } from "./lexicon.ts";
import type { Token } from "./tokens.ts";

interface LetterNode {
  next: Map<string, LetterNode>;
  terms: Term[];
}

export interface LetterTrie {
  root: LetterNode;
  add(letters: string, term: Term): void;
}

export interface Disguised {
  term: Term;
  /** Indices of the first and last word. */
  from: number;
  to: number;
}

/** Shorter terms collide with ordinary letters ("lode", "banca") once separators are gone. */
const shortestSquashed = 5;
const widestWords = 28;
const hideGap = /^[.\-*_·•|~,'"/\\]{1,3}$/u;
const innerGap = /^[ \u00a0.\-*_·•|~,'"/\\]{0,3}$/u;

export function buildLetterTrie(): LetterTrie {
  const root: LetterNode = { next: new Map(), terms: [] };
  const add = (letters: string, term: Term) => {
    if (letters.length < shortestSquashed) return;
    let node = root;
    for (const letter of letters) {
      let next = node.next.get(letter);
      if (!next) node.next.set(letter, (next = { next: new Map(), terms: [] }));
      node = next;
    }
    node.terms.push(term);
  };
  return { root, add };
}

/** Words of which at least one shows intent to hide: a disguise inside the word, or letters parted one from another. */
function suspects(text: string, tokens: Token[]): Set<number> {
  const starts = new Set<number>();
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    const parted =
      next !== undefined && token.end - token.start <= 3 && hideGap.test(text.slice(token.end, next.start));
    const single =
      next !== undefined && token.folded.length === 1 && next.folded.length === 1 && next.start - token.end <= 2;
    if (token.disguises.length > 0 || parted || single) for (let k = Math.max(0, i - 4); k <= i; k++) starts.add(k);
  });
  return starts;
}

/** Finds disguised terms; every hit begins and ends on a word and its raw span shows the disguise. */
export function findDisguised(text: string, tokens: Token[], trie: LetterTrie): Disguised[] {
  const found: Disguised[] = [];
  for (const from of suspects(text, tokens)) {
    let node: LetterNode | undefined = trie.root;
    for (let to = from; to < tokens.length && to - from < widestWords; to++) {
      if (to > from && !innerGap.test(text.slice(tokens[to - 1]!.end, tokens[to]!.start))) break;
      for (const letter of tokens[to]!.decoded) node = node?.next.get(letter);
      if (!node) break;
      for (const term of node.terms) if (showsIntent(text, tokens, from, to, term)) found.push({ term, from, to });
    }
  }
  return found.toSorted((a, b) => a.from - b.from);
}

function showsIntent(text: string, tokens: Token[], from: number, to: number, term: Term): boolean {
  const words = tokens.slice(from, to + 1);
  if (words.some((w) => w.disguises.length > 0)) return true;
  const finer = words.length > term.folded.length;
  if (!finer) return false;
  if (words.every((w) => w.folded.length === 1)) return words.length >= shortestSquashed;
  return words.slice(0, -1).some((w, k) => hideGap.test(text.slice(w.end, words[k + 1]!.start)));
}
