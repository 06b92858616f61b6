// Promises a folded reading of a text (lower case, no marks, one kind of dash, slash and space) that points back at the raw offsets.

export interface FoldedText {
  text: string;
  /** Raw offset of the folded character; the raw length for the end. */
  rawStart(at: number): number;
  /** Raw offset behind the last character before `at`, with the marks that belong to it. */
  rawEnd(at: number): number;
}

const invisible = /\u00ad|[\u200b-\u200f]|\u2060|\ufeff|\ufe0e|\ufe0f/u;
const oneForm: Record<string, string> = {
  đ: "d",
  Đ: "d",
  ð: "d",
  Ð: "d",
  "–": "-",
  "—": "-",
  "−": "-",
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "―": "-",
  "⁄": "/",
  "∕": "/",
  "／": "/",
  "＆": "&",
  "“": '"',
  "”": '"',
  "：": ":",
  "\t": " ",
  "\r": " ",
};
const memory = new Map<string, string>();

/** "" for marks and invisible characters; else exactly the folded character(s). */
function foldCharacter(char: string): string {
  const known = memory.get(char);
  if (known !== undefined) return known;
  let folded = oneForm[char];
  if (folded === undefined) {
    if (invisible.test(char) || /\p{M}/u.test(char)) folded = "";
    else if (/\s/u.test(char)) folded = char === "\n" ? "\n" : " ";
    else
      folded = Array.from(char.normalize("NFKD").replace(/\p{M}/gu, ""), (c) => oneForm[c] ?? c)
        .join("")
        .toLowerCase();
  }
  if (memory.size < 5000) memory.set(char, folded);
  return folded;
}

/** Folds in one pass; linear in the length of the text. */
export function foldInPlace(raw: string): FoldedText {
  const starts: number[] = [];
  const parts: string[] = [];
  for (let at = 0; at < raw.length;) {
    const code = raw.charCodeAt(at);
    if (code < 128) {
      parts.push(
        code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : code === 9 || code === 13 ? " " : raw[at]!,
      );
      starts.push(at++);
      continue;
    }
    const char = String.fromCodePoint(raw.codePointAt(at)!);
    const folded = foldCharacter(char);
    for (let i = 0; i < folded.length; i++) starts.push(at);
    parts.push(folded);
    at += char.length;
  }
  const rawStart = (at: number) => starts[at] ?? raw.length;
  return {
    text: parts.join(""),
    rawStart,
    rawEnd(at) {
      if (at <= 0) return rawStart(0);
      const last = rawStart(at - 1);
      let end = last + String.fromCodePoint(raw.codePointAt(last) ?? 32).length;
      while (end < raw.length && /\p{M}/u.test(raw[end]!)) end++;
      return end;
    },
  };
}
