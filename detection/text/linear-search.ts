// Promises all matches of a pattern in linear time (RE2), and hardly any time where its fixed words do not stand in the text at all.
import { RE2JS } from "re2js";

export interface LinearSearch {
  /** Calls `visit` for each match from left to right until it answers false. */
  each(text: string, visit: (start: number, end: number) => boolean): void;
}

/** Characters whose case has one partner only, so that lower case compares them as the engine does. */
const plainCharacter = /[a-zà-öø-ýăđĩũơưạ-ỹ0-9 /:%!,'"&=<>-]/u;
const escapedLiteral = /[^A-Za-z0-9]/;

interface Piece {
  /** One of these must stand in every match; null: nothing is known. */
  words: string[] | null;
}

/**
 * Words of which each match of a pattern must hold one; null where none can be told. Reads the common part of the
 * grammar (literals, groups, classes, quantifiers) and gives up on the rest.
 */
export function requiredWords(pattern: string): string[] | null {
  let at = 0;
  let isLost = false;

  const alternatives = (): Piece => {
    const branches = [sequence()];
    while (pattern[at] === "|") {
      at++;
      branches.push(sequence());
    }
    if (branches.some((b) => b.words === null)) return { words: null };
    return { words: branches.flatMap((b) => b.words!) };
  };

  const sequence = (): Piece => {
    const known: string[][] = [];
    let run = "";
    const close = () => {
      if (run !== "") known.push([run]);
      run = "";
    };
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") {
      const { literal, words } = atom();
      const least = quantifier();
      if (literal !== null && least === "once") run += literal;
      else {
        close();
        if (literal !== null && least === "more") known.push([literal]);
        else if (words && least !== "none") known.push(words);
      }
    }
    close();
    const best = known.toSorted((a, b) => shortest(b) - shortest(a))[0];
    return { words: best ?? null };
  };

  const atom = (): { literal: string | null; words: string[] | null } => {
    const c = pattern[at++]!;
    if (c === "(") {
      if (pattern[at] === "?") {
        if (pattern[at + 1] === ":") at += 2;
        else isLost = true;
      }
      const inner = alternatives();
      if (pattern[at++] !== ")") isLost = true;
      return { literal: null, words: inner.words };
    }
    if (c === "[") {
      if (pattern[at] === "^") at++;
      if (pattern[at] === "]") at++;
      while (at < pattern.length && pattern[at] !== "]") at += pattern[at] === "\\" ? 2 : 1;
      at++;
      return { literal: null, words: null };
    }
    if (c === "\\") {
      const escaped = pattern[at++] ?? "";
      if (escaped === "p" || escaped === "P" || escaped === "x" || escaped === "Q") isLost = true;
      return { literal: escapedLiteral.test(escaped) && plainCharacter.test(escaped) ? escaped : null, words: null };
    }
    const small = c.toLowerCase();
    return { literal: plainCharacter.test(small) && !"^$.".includes(c) ? small : null, words: null };
  };

  /** Eats a quantifier: exactly once, at least once, or perhaps not at all. */
  const quantifier = (): "once" | "more" | "none" => {
    const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?/.exec(pattern.slice(at, at + 12));
    if (!found) return "once";
    at += found[0].length;
    return found[0].startsWith("+") || /^\{[1-9]/.test(found[0]) ? "more" : "none";
  };

  const { words } = alternatives();
  return isLost || at < pattern.length || !words || words.length > 60 || shortest(words) < 2 ? null : words;
}

const shortest = (words: string[]) => Math.min(...words.map((word) => word.length));

/** The text of the page at hand is asked for several patterns in turn. */
let recent = { text: "", lower: "" };
function lower(text: string): string {
  // RE2 takes the long s for an s, which lower case does not; the Kelvin sign it does.
  if (recent.text !== text) recent = { text, lower: text.toLowerCase().replaceAll("ſ", "s") };
  return recent.lower;
}

/** Compiles a pattern, case ignored. Throws what re2js throws for one that it does not know. */
export function compileSearch(pattern: string): LinearSearch {
  const engine = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  const words = requiredWords(pattern);
  return {
    each(text, visit) {
      if (words) {
        const small = lower(text);
        if (!words.some((word) => small.includes(word))) return;
      }
      const matcher = engine.matcher(text);
      while (matcher.find() && visit(matcher.start(), matcher.end()));
    },
  };
}
