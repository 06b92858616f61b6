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

/** Walks `value` (decoded) beside html[start, end). What the parser dropped (NUL, CDATA marks, `</>`) is stepped over. */
export function alignSource(html: string, start: number, end: number, value: string, run: AlignedRun): void {
  if (end - start === value.length && html.startsWith(value, start)) {
    run(value, start, value.length);
    return;
  }
  let at = start;
  let from = 0;
  while (from < value.length && at < end) {
    const literal = literalLength(html, at, end, value, from);
    if (literal > 0) {
      run(value.slice(from, from + literal), at, literal);
      at += literal;
      from += literal;
      continue;
    }
    const char = html[at];
    const read = char === "&" ? readReference(html, at, value, from) : null;
    if (read) {
      run(value.slice(from, from + read.decoded), at, read.source);
      at += read.source;
      from += read.decoded;
    } else if (char === "\r" && value[from] === "\n") {
      const width = html[at + 1] === "\n" ? 2 : 1;
      run("\n", at, width);
      at += width;
      from += 1;
    } else if (value[from] === char) {
      run(char ?? "", at, 1);
      at += 1;
      from += 1;
    } else if (char === "\0" && value[from] === "\ufffd") {
      run("\ufffd", at, 1);
      at += 1;
      from += 1;
    } else {
      at = afterDropped(html, at, end);
    }
  }
}

/** How many characters from here stand in the source as they are. */
function literalLength(html: string, at: number, end: number, value: string, from: number): number {
  let length = 0;
  const limit = Math.min(end - at, value.length - from);
  while (length < limit) {
    const code = html.charCodeAt(at + length);
    if (code === 38 || code === 13 || code !== value.charCodeAt(from + length)) break;
    length++;
  }
  return length;
}

function afterDropped(html: string, at: number, end: number): number {
  if (html.startsWith("<![CDATA[", at)) return at + 9;
  if (html.startsWith("]]>", at)) return at + 3;
  if (html[at] !== "<") return at + 1;
  const close = html.indexOf(">", at);
  return close === -1 || close >= end ? at + 1 : close + 1;
}
