// Promises random documents from a small grammar, the same for the same seed, and the words a reader should see in them.

/** A seeded generator (mulberry32): the seed is printed in test names, VONGGAC_TEST_SEED repeats a run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const testSeed = Number(process.env["VONGGAC_TEST_SEED"] ?? Date.now() % 1_000_000);

/** Source form and what a browser shows for it. */
const pieces: [string, string][] = [
  ["Giấy phép", "Giấy phép"],
  ["s&#7889;", "số"],
  ["&agrave;", "à"],
  ["&Agrave", "À"],
  ["&#x1EBF;", "ế"],
  ["&nbsp;", " "],
  ["  \n\t ", " "],
  ["\r\n", " "],
  ["&amp;", "&"],
  ["&amp", "&"],
  ["&lt;b&gt;", "<b>"],
  ["&khongco;", "&khongco;"],
  ["a&b", "a&b"],
  ["&", "&"],
  ["&copy2024", "©2024"],
  ["&notin;", "∉"],
  ["&notit;", "¬it;"],
  ["&fjlig;", "fj"],
  ["&NotEqualTilde;", "≂̸"],
  ["😀", "😀"],
  ["&#128512;", "😀"],
  ["x\u0000y", "xy"],
  ["</khong>", ""],
  ["<!-- chú thích -->", ""],
  ["12 345", "12 345"],
  ["&#0;", "\ufffd"],
  ["&#150;", "–"],
  ["\u00a0", " "],
  [" ", " "],
  ["e\u0301", "e\u0301"],
];
const inline = ["b", "i", "span", "em", "font", "u"];
const block = ["p", "div", "section", "ul", "li", "table", "td", "h2", "blockquote"];

export interface RandomDocument {
  html: string;
  /** Visible characters in order, white space removed. Only meaningful where `wellFormed`. */
  shown: string;
}

/** Well-formed nesting of inline elements and divisions, with hidden parts between. */
export function wellFormedDocument(random: () => number): RandomDocument {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let html = "<!doctype html><html><head><title>t</title></head><body>";
  let shown = "";
  const open: { tag: string; hides: boolean }[] = [];
  for (let step = 0; step < 60; step++) {
    const roll = random();
    if (roll < 0.6) {
      const [source, text] = pick(pieces);
      html += `${source}<!---->`;
      if (!open.some((one) => one.hides)) shown += text;
    } else if (roll < 0.8 && open.length < 8) {
      const hides = random() < 0.2;
      const tag = pick(["div", "section", "span"]);
      if (tag !== "span" && open.some((one) => one.tag === "span")) continue;
      html += hides ? `<${tag} style="display: none">` : `<${tag}>`;
      open.push({ tag, hides });
    } else {
      const closing = open.pop();
      if (closing) html += `</${closing.tag}>`;
    }
  }
  for (const one of open.toReversed()) html += `</${one.tag}>`;
  return { html: `${html}</body></html>`, shown: shown.replace(/[\s\u00a0]+/g, "") };
}

/** Tags in any order, half of them never closed, with raw junk between. */
export function brokenDocument(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const junk = [
    "<",
    "</",
    "<!",
    "<![CDATA[",
    "]]>",
    "\u0000",
    "\ud800",
    "\udc00",
    "&#xFFFFFFFF;",
    "&#x110000;",
    '<a href="',
    "'>",
    "<script>",
    "</script>",
    "<style>.a{",
    "</style>",
    "<svg>",
    "<math>",
    "<template>",
    "<noscript>",
    "</noscript>",
    "<select>",
    "<textarea>",
    "</textarea>",
    "<plaintext",
    "<frameset>",
    "<input name=otp>",
    "<form>",
    "</form>",
    "<base href='::'>",
    "<table><tr>",
    "<caption>",
    "</p>",
    "</br>",
    "<image src=x>",
    "<title>",
    "<marquee height=1>",
    "<meta http-equiv=refresh content='0;url=/x'>",
    "\ufeff",
  ];
  let html = "";
  for (let step = 0; step < 80; step++) {
    const roll = random();
    if (roll < 0.35) html += pick(pieces)[0];
    else if (roll < 0.55) html += `<${pick([...inline, ...block])}>`;
    else if (roll < 0.7) html += `</${pick([...inline, ...block])}>`;
    else if (roll < 0.75)
      html += `<a href="${pick(["/a", "http://[", "//b.vn/x", "javascript:1", "mailto:a@b.vn", "tel:0912345678"])}">`;
    else html += pick(junk);
  }
  return html;
}
