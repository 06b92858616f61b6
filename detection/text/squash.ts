// Promises terms written so that a filter misses them (n.h.à c.á.i, zero-width, borrowed letters, c*), and only those.
import { spellNumber, type Disguise } from "./letters.ts";
import type { Term } from "./lexicon.ts";
import type { Token } from "./tokens.ts";

export interface LetterNode {
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
  disguises: Disguise[];
}

/** Shorter terms collide with ordinary letters ("lode", "banca") once separators are gone. */
const shortestSquashed = 5;
/** Those of two syllables count where every syllable shows by itself what is meant ("l0 đ3", "l.ô đ.ề"). */
const shortestShown = 4;
const widestWords = 28;
const mostMasked = 2;
const hideMarks = new Set(".-*_·•|~,'\"/\\+=^:;");
const isBlank = (c: string) => c === " " || c === "\u00a0";

export function buildLetterTrie(): LetterTrie {
  const root: LetterNode = { next: new Map(), terms: [] };
  const add = (letters: string, term: Term) => {
    if (letters.length < shortestShown) return;
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

interface Gap {
  /** Only marks that part letters, one to three of them. */
  hides: boolean;
  /** Marks and blanks, none to three. */
  inner: boolean;
  stars: number;
}

function readGap(text: string, from: number, to: number): Gap {
  const length = to - from;
  if (length > 3) return { hides: false, inner: false, stars: 0 };
  let [marks, blanks, stars] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const c = text[i]!;
    if (c === "*") stars++;
    if (hideMarks.has(c)) marks++;
    else if (isBlank(c)) blanks++;
  }
  return { hides: length > 0 && marks === length, inner: marks + blanks === length, stars };
}

/** First words of stretches of which one word shows intent to hide: a disguise inside it, or letters parted one from another. */
function suspects(text: string, tokens: Token[]): number[] {
  const starts: number[] = [];
  let last = -1;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.word.disguises.length === 0 && !isParted(text, token, tokens[i + 1])) continue;
    for (let k = Math.max(last + 1, i - 4); k <= i; k++) starts.push(k);
    last = i;
  }
  return starts;
}

function isParted(text: string, token: Token, next: Token | undefined): boolean {
  if (!next || token.end - token.start > 4) return false;
  const gap = next.start - token.end;
  if (gap > 3) return false;
  if (token.word.folded.length === 1 && next.word.folded.length === 1 && gap <= 2) return true;
  return (token.end - token.start <= 3 && readGap(text, token.end, next.start).hides) || text[token.end] === "*";
}

const lettersOf = ({ word }: Token) =>
  /^[013457]{1,4}$/.test(word.decoded) ? spellNumber(word.decoded) : word.decoded;

interface Way {
  node: LetterNode;
  masked: number;
}

/** Finds disguised terms; every hit begins and ends on a word and its raw span shows the disguise. */
export function findDisguised(text: string, tokens: Token[], trie: LetterTrie): Disguised[] {
  const found: Disguised[] = [];
  for (const from of suspects(text, tokens)) {
    let ways: Way[] = [{ node: trie.root, masked: 0 }];
    for (let to = from; to < tokens.length && to - from < widestWords; to++) {
      if (to > from) {
        const gap = readGap(text, tokens[to - 1]!.end, tokens[to]!.start);
        if (!gap.inner) break;
        if (gap.stars > 0) ways = [...ways, ...ways.flatMap((way) => skipMasked(way, gap.stars))];
      }
      ways = follow(ways, lettersOf(tokens[to]!));
      if (ways.length === 0) break;
      for (const { node, masked } of ways)
        for (const term of node.terms) {
          const disguises = judge(text, tokens, from, to, term, masked);
          if (disguises) found.push({ term, from, to, disguises });
        }
    }
  }
  return found;
}

/** A star in place of a letter: any letter may stand there. Bounded by the width of the trie. */
function skipMasked(way: Way, stars: number): Way[] {
  if (way.masked + stars > mostMasked || way.node.next.size === 0) return [];
  let nodes = [way.node];
  for (let i = 0; i < stars; i++) nodes = nodes.flatMap((node) => [...node.next.values()]);
  return nodes.map((node) => ({ node, masked: way.masked + stars }));
}

function follow(ways: Way[], letters: string): Way[] {
  const further: Way[] = [];
  for (const { node: start, masked } of ways) {
    let node: LetterNode | undefined = start;
    for (let i = 0; i < letters.length && node; i++) node = node.next.get(letters[i]!);
    if (node) further.push({ node, masked });
  }
  return further;
}

/** How the words hide the term, or null where they do not, or where the marks they carry say another word. */
function judge(text: string, tokens: Token[], from: number, to: number, term: Term, masked: number): Disguise[] | null {
  const words = tokens.slice(from, to + 1);
  const kinds = new Set(words.flatMap((w) => w.word.disguises));
  const length = term.folded.reduce((sum, w) => sum + w.length, 0);
  if (masked > 0) {
    const letters = length - masked;
    return letters >= shortestShown && letters >= masked * 3 ? [...kinds, "masked-letters"] : null;
  }
  if (contradicts(words, term)) return null;
  if (length < shortestSquashed) return isShown(text, words, term) ? [...kinds, ...parted(words, term)] : null;
  if (kinds.size > 0) return [...kinds, ...parted(words, term)];
  if (words.length <= term.folded.length) return null;
  if (words.every((w) => w.word.folded.length === 1))
    return words.length >= shortestSquashed ? ["parted-letters"] : null;
  return words.slice(0, -1).some((w, k) => readGap(text, w.end, words[k + 1]!.start).hides) ? ["parted-letters"] : null;
}

const parted = (words: Token[], term: Term): Disguise[] =>
  words.length > term.folded.length ? ["parted-letters"] : [];

/** Marks may be left out, never others be written: "b ạ n c ả m" is no "bắn cá". */
function contradicts(words: Token[], term: Term): boolean {
  let at = 0;
  for (const { word } of words) {
    const tone = term.toneAt[at];
    if (word.tone !== "" && word.tone !== tone) return true;
    const letters = word.decoded.length;
    if (word.shape.length === letters)
      for (let i = 0; i < letters; i++)
        if (word.shape[i] !== word.decoded[i] && word.shape[i] !== term.letters[at + i]) return true;
    at += letters;
  }
  return false;
}

/** Two short syllables: each one disguised or written with its marks; or all letters parted, with all marks. */
function isShown(text: string, words: Token[], term: Term): boolean {
  if (term.folded.length < 2 || term.policy !== "safe") return false;
  if (words.length === term.folded.length)
    return (
      words.some((w) => w.word.disguises.length > 0) &&
      words.every(
        (w, k) => (w.word.disguises.length > 0 || w.word.exact === term.exact[k]) && w.word.decoded === term.folded[k],
      )
    );
  const written = words.map((w) => w.word.shape).join("");
  const tones = words.filter((w) => w.word.tone !== "").length;
  return (
    words.every((w) => w.word.folded.length === 1) &&
    words.slice(0, -1).some((w, k) => readGap(text, w.end, words[k + 1]!.start).hides) &&
    written === term.letters &&
    tones === term.exact.filter((w) => /[1-5]$/.test(w)).length
  );
}
