// Promises to tell, for decoded characters, which source characters they were written as (HTML 13.2.5.72 character references).

/** Called in order; `decoded` covers source [htmlStart, htmlStart + htmlLength). Equal lengths mean character by character. */
export type AlignedRun = (decoded: string, htmlStart: number, htmlLength: number) => void;

/** References that work without a semicolon: Latin-1 in code point order from U+00A0. */
const latin1Names = (
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot " +
  "cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml " +
  "Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig " +
  "agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute " +
  "ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml"
).split(" ");
const bareReferences = new Map<string, string>(
  latin1Names.map((name, index) => [name, String.fromCharCode(0xa0 + index)]),
);
for (const [name, char] of [
  ["amp", "&"],
  ["AMP", "&"],
  ["lt", "<"],
  ["LT", "<"],
  ["gt", ">"],
  ["GT", ">"],
  ["quot", '"'],
  ["QUOT", '"'],
  ["COPY", "©"],
  ["REG", "®"],
] as const) {
  bareReferences.set(name, char);
}
/** Second halves of the references that stand for two code points. */
const secondHalves = "\u0333\u0338\u20d2\ufe00\u20e5\u200a\u0331j";
const reference = /&(?:#[xX][0-9a-fA-F]+;?|#[0-9]+;?|([a-zA-Z][a-zA-Z0-9]{1,39})(;?))/y;

/** Length of the source reference at `at` that decoded to `value[from…]`, and of what it decoded to; null where none stands. */
function readReference(
  html: string,
  at: number,
  value: string,
  from: number,
): { source: number; decoded: number } | null {
  reference.lastIndex = at;
  const match = reference.exec(html);
  if (!match) return null;
  const codePointLength = (value.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
  const name = match[1];
  if (name === undefined) return { source: match[0].length, decoded: codePointLength };
  const bare = longestBareName(name);
  if (bare && value[from] === bareReferences.get(bare)) {
    const whole = bare.length === name.length && match[2] === ";";
    return { source: 1 + bare.length + (whole ? 1 : 0), decoded: 1 };
  }
  if (match[2] !== ";" || value[from] === "&") return null;
  const next = value[from + 1];
  const isPair =
    next !== undefined &&
    secondHalves.includes(next) &&
    html[at + match[0].length] !== next &&
    (next !== "j" || name === "fjlig");
  return { source: match[0].length, decoded: isPair ? 2 : codePointLength };
}

function longestBareName(name: string): string | null {
  for (let length = Math.min(6, name.length); length >= 2; length--) {
    const candidate = name.slice(0, length);
    if (bareReferences.has(candidate)) return candidate;
  }
  return null;
}

/** How the source is to be read: `markup` with references, `foreign` with CDATA sections as well, `raw` letter by letter. */
export type SourceMode = "markup" | "foreign" | "raw";

/** Walks `value` (decoded) beside html[start, end). What the parser dropped (NUL, CDATA marks, `</>`) is stepped over. */
export function alignSource(
  html: string,
  start: number,
  end: number,
  value: string,
  mode: SourceMode,
  run: AlignedRun,
): void {
  if (end - start === value.length && html.startsWith(value, start)) {
    run(value, start, value.length);
    return;
  }
  let at = start;
  let from = 0;
  let isLiteral = mode === "raw";
  while (from < value.length && at < end) {
    if (mode === "foreign" && html.startsWith(isLiteral ? "]]>" : "<![CDATA[", at)) {
      at += isLiteral ? 3 : 9;
      isLiteral = !isLiteral;
      continue;
    }
    const stop = mode !== "foreign" ? 0 : isLiteral ? 93 : 60;
    const step = nextRun(html, at, end, value, from, isLiteral, stop);
    if (step) {
      run(value.slice(from, from + step.decoded), at, step.source);
      at += step.source;
      from += step.decoded;
    } else {
      at = afterDropped(html, at, end);
    }
  }
}

/** The next stretch that reads on as it stands, as one reference, or as one line end; null where the parser dropped something. */
function nextRun(
  html: string,
  at: number,
  end: number,
  value: string,
  from: number,
  isLiteral: boolean,
  stop: number,
): { source: number; decoded: number } | null {
  const literal = literalLength(html, at, end, value, from, isLiteral, stop);
  if (literal > 0) return { source: literal, decoded: literal };
  const char = html[at];
  if (char === "&" && !isLiteral) {
    const read = readReference(html, at, value, from);
    if (read) return read;
  }
  if (char === "\r" && value[from] === "\n") return { source: html[at + 1] === "\n" ? 2 : 1, decoded: 1 };
  if (value[from] === char || (char === "\0" && value[from] === "\ufffd")) return { source: 1, decoded: 1 };
  return null;
}

/** How many characters from here stand in the source as they are; `stop` is a code before which to look again (0: none). */
function literalLength(
  html: string,
  at: number,
  end: number,
  value: string,
  from: number,
  isLiteral: boolean,
  stop: number,
): number {
  let length = 0;
  const limit = Math.min(end - at, value.length - from);
  while (length < limit) {
    const code = html.charCodeAt(at + length);
    if ((code === 38 && !isLiteral) || code === 13 || code !== value.charCodeAt(from + length)) break;
    if (code === stop && length > 0) break;
    length++;
  }
  return length;
}

function afterDropped(html: string, at: number, end: number): number {
  if (html[at] !== "<") return at + 1;
  const close = html.indexOf(">", at);
  return close === -1 || close >= end ? at + 1 : close + 1;
}
