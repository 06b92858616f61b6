// Promises the fields of a page as words and hits, each able to point back at the exact characters it came from.
import type { PictureReading } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { readPictureField } from "../image/field.ts";
import type { FieldName } from "../rules/grammar.ts";
import { findTerms, type Hit, type Lexicon } from "./lexicon.ts";
import { tokenise, type Token } from "./tokens.ts";

export interface Range {
  start: number;
  end: number;
}

interface Source {
  text: string;
  tokens: Token[];
  hits: Hit[];
}

/** One hit with the anchor that proves it. */
export interface FieldHit extends Hit {
  anchor: Anchor;
}

export interface Fields {
  hits(field: FieldName): FieldHit[];
  wordCount(field: FieldName): number;
  /** Why a field is not wholly known; null where it is. What was found in it stands either way. */
  missing(field: FieldName): string | null;
  /** A whole field as its words; read once for every use. */
  words(field: "text" | "title"): { text: string; tokens: readonly Token[] };
  /** Stretches of raw text that make up the field, each with its anchor maker; for regular expressions. */
  stretches(field: FieldName): { text: string; anchor: (start: number, end: number) => Anchor | null }[];
}

export const textAnchor = (
  field: "html" | "text" | "title" | "url",
  text: string,
  start: number,
  end: number,
): Anchor => ({ kind: "text", field, start, end, raw: text.slice(start, end) });

function rangesOf(page: Page, field: FieldName): Range[] {
  if (field === "text") return [{ start: 0, end: page.text.length }];
  if (field === "main") return [page.mainText ?? { start: 0, end: page.text.length }];
  if (field === "footer") return page.footer ? [page.footer] : [];
  if (field === "headings") return page.headings.map((h) => ({ start: h.textStart, end: h.textEnd }));
  if (field === "links")
    return page.links.filter((l) => l.textEnd > l.textStart).map((l) => ({ start: l.textStart, end: l.textEnd }));
  if (field === "posts") return page.posts.map((p) => ({ start: p.textStart, end: p.textEnd }));
  return [];
}

/** Hidden elements that are read; a page has a handful. */
const mostHidden = 2000;
/** Searches in one hidden element; behind them its hits are shown by the element, so that time stays bounded. */
const mostHiddenSearches = 300;

/** Where the words of a hidden element stand in the html: the words themselves when they stand there unbroken, else the element. */
function hiddenAnchors(page: Page, part: Page["hiddenText"][number]): (start: number, end: number) => Anchor {
  let html: string | null = null;
  const places = new Map<string, number>();
  const find = (words: string): number => {
    const known = places.get(words);
    if (known !== undefined) return known;
    if (places.size >= mostHiddenSearches) return -1;
    html ??= page.html.slice(part.htmlStart, part.htmlEnd);
    const at = html.indexOf(words);
    places.set(words, at);
    return at;
  };
  return (start, end) => {
    const at = find(part.text.slice(start, end));
    if (at < 0) return textAnchor("html", page.html, part.htmlStart, part.htmlEnd);
    return textAnchor("html", page.html, part.htmlStart + at, part.htmlStart + at + end - start);
  };
}

/** Reads every field once; hits are found on first use and kept. */
export function readFields(page: Page, lexicon: Lexicon, pictures?: readonly PictureReading[]): Fields {
  const memory = new Map<string, Source>();
  const read = (text: string): Source => {
    const tokens = tokenise(text);
    return { text, tokens, hits: findTerms(text, tokens, lexicon) };
  };
  const source = (key: string, text: string): Source => {
    let known = memory.get(key);
    if (!known) memory.set(key, (known = read(text)));
    return known;
  };
  const whole = { title: page.title?.text ?? "", url: page.finalUrl };
  let hiddenParts: { from: Source; anchor: (start: number, end: number) => Anchor }[] | null = null;
  const hidden = () =>
    (hiddenParts ??= page.hiddenText
      .slice(0, mostHidden)
      .map((part) => ({ from: read(part.text), anchor: hiddenAnchors(page, part) })));
  const inPictures = readPictureField(pictures, lexicon);
  const anchored = new Map<FieldName, FieldHit[]>();
  const inText = (): FieldHit[] =>
    remember("text", () =>
      source("text", page.text).hits.map((hit) => ({
        ...hit,
        anchor: textAnchor("text", page.text, hit.start, hit.end),
      })),
    );
  const remember = (field: FieldName, make: () => FieldHit[]): FieldHit[] => {
    const known = anchored.get(field);
    if (known) return known;
    const made = make();
    anchored.set(field, made);
    return made;
  };
  const readHits = (field: FieldName): FieldHit[] => {
    if (field === "title" || field === "url") {
      const from = source(field, whole[field]);
      return from.hits.map((hit) => ({ ...hit, anchor: textAnchor(field, from.text, hit.start, hit.end) }));
    }
    if (field === "html-hidden") return inOneRow(hidden());
    return within(inText(), rangesOf(page, field));
  };
  return {
    missing: (field) => (field === "pictures" ? inPictures.missing : null),
    hits(field) {
      if (field === "pictures") return inPictures.hits();
      return field === "text" ? inText() : remember(field, () => readHits(field));
    },
    words: (field) => source(field, field === "title" ? whole.title : page.text),
    wordCount(field) {
      if (field === "pictures") return inPictures.wordCount();
      if (field === "title" || field === "url") return source(field, whole[field]).tokens.length;
      if (field === "html-hidden") return hidden().reduce((sum, h) => sum + h.from.tokens.length, 0);
      return within(source("text", page.text).tokens, rangesOf(page, field)).length;
    },
    stretches(field) {
      if (field === "pictures") return inPictures.stretches();
      if (field === "title" || field === "url")
        return [{ text: whole[field], anchor: (start, end) => textAnchor(field, whole[field], start, end) }];
      if (field === "html-hidden") return hidden().map(({ from, anchor }) => ({ text: from.text, anchor }));
      return rangesOf(page, field).map((range) => ({
        text: page.text.slice(range.start, range.end),
        anchor: (start: number, end: number) => textAnchor("text", page.text, range.start + start, range.start + end),
      }));
    },
  };
}

/** Items that lie inside one of the ranges; both may be long, so ranges are merged and walked once. */
function within<T extends Range>(items: T[], ranges: Range[]): T[] {
  const sorted = ranges.toSorted((a, b) => a.start - b.start);
  const kept: T[] = [];
  let r = 0;
  for (const item of items) {
    while (r < sorted.length && sorted[r]!.end < item.end) r++;
    if (r < sorted.length && sorted[r]!.start <= item.start && item.end <= sorted[r]!.end) kept.push(item);
  }
  return kept;
}

/** Hidden elements stand one behind the other: words are counted on through all of them, so that "near" means near. */
function inOneRow(parts: { from: Source; anchor: (start: number, end: number) => Anchor }[]): FieldHit[] {
  let [words, chars] = [0, 0];
  return parts.flatMap(({ from, anchor }) => {
    const [word, at] = [words, chars];
    words += from.tokens.length;
    chars += from.text.length + 1;
    return from.hits.map((hit) => ({
      ...hit,
      word: hit.word + word,
      start: hit.start + at,
      end: hit.end + at,
      anchor: anchor(hit.start, hit.end),
    }));
  });
}
