// Promises every number of a licence in a folded text: number, year, symbol, each form that footers and registers use.

export interface FoundNumber {
  /** Digits without leading zeros. */
  number: string;
  /** "a" of "79A/GP-TTĐT", or "". */
  suffix: string;
  numberYear: number | null;
  /** "gp-ttdt"; "" where the footer leaves the symbol out. */
  series: string;
  /** Offsets into the folded text. */
  start: number;
  end: number;
  /** Issuer's letters that no known authority over news uses; they count only where capitals write them. */
  strange: boolean;
}

const s = "\\s{0,3}";
/** Kinds of paper: permit, supplement, certificate, confirmation, decision ("OĐ" is a scanner's reading of "QĐ"). */
const paper = "gpsdbs|gpsdsb|gptl|gphd|gpmxh|gpxb|gp|gxn|gcn|qd|od";
const and = `${s}(?:&amp;|&|-|va)?${s}`;
/** Issuers' letters with the slips seen in registers and footers. Longest first. */
const knownLetters = [
  `(?:ql)?(?:ptth|pthh)${and}(?:tt${s}dt|tdtt)`,
  `s?tt${s}dt`,
  "tdtt",
  `s?vhttdl|s?vhtttt?dl|s?vhtt&(?:amp;)?dl|s?vh,?${s}tt${s}(?:&amp;|&)${s}dl`,
  "bvhttdl|bvhtt|svhtttt|svhtt|svhtt&dl|vhtt",
  `s?bttt+|stt${s}(?:&amp;|&)${s}tt|sttt+|tttt`,
  "cbc|qlbc|bc|inter|bvh",
].join("|");
const letters = `(?:${knownLetters}|[a-z]{2,12})`;
const notInWord = "(?<![a-z\\d])(?<!\\d[.,/])";

/** "12/GP-TTĐT", "12-GP/TTĐT", "12/2019/GP-…", "79A/GP-…", "12/GP TTĐT". */
const slashed = new RegExp(
  `${notInWord}(\\d{1,5})${s}([a-z]?)${s}[/\\-]${s}(?:(\\d{4})${s}[/\\-]${s})?(${paper})(?:${s}[-._/]${s}|${s})(${letters})(?![a-z])`,
  "g",
);
/** "1157 QĐ-BTTTT", "115 QĐ/BTTTT". */
const spaced = new RegExp(`${notInWord}(\\d{1,5})\\s{1,3}(${paper})${s}[-_/]${s}(${letters})(?![a-z])`, "g");
/** "GP-TTĐT số 12", "GP/STTTT: 12/2019". */
const reversed = new RegExp(
  `(?<![a-z\\d/])(${paper})${s}[-/]${s}(${letters})${s}(?:so|no\\.?|:)${s}:?${s}(\\d{1,5})(?:/(\\d{4}))?(?![\\d/])`,
  "g",
);
/** "Giấy phép trang tin điện tử số 12 do Sở … cấp": no symbol at all. */
const bare = new RegExp(
  `(?:giay phep|\\bgp(?:mxh)?\\b|licen[cs]e)([^\\n.;:]{0,90}?)\\b(?:so|no\\.?|number)${s}:?${s}(\\d{1,5})(?:${s}/${s}((?:19|20)\\d{2}))?(?![\\d/a-z]|${s}[-/]${s}(?:${paper}))`,
  "g",
);

const slips: [RegExp, string][] = [
  [/&amp;|\s/g, ""],
  [/^s(?=ttdt)/, ""],
  [/pthh/, "ptth"],
  [/ptth&?-?(?:va)?(?:ttdt|tdtt)/, "ptth&ttdt"],
  [/^qlptth/, "ptth"],
  [/^tdtt$/, "ttdt"],
  [/^s?b?ttt$/, "btttt"],
  [/^b?ttttt+$/, "btttt"],
  [/^stt&tt$|^sttt$/, "stttt"],
  [/^svh,?tt&dl$|^svhtt&dl$/, "svhttdl"],
];

export function seriesOf(symbol: string, issuer: string): string {
  const kind = symbol.replace("gpsdsb", "gpsdbs").replace(/^od$/, "qd");
  let by = issuer.replace(/[.,]+$/, "");
  for (const [from, to] of slips) by = by.replace(from, to);
  return `${kind}-${by}`;
}

const isKnown = new RegExp(`^(?:${knownLetters})$`);

function read(
  n: string,
  suffix: string,
  year: string | undefined,
  symbol: string,
  issuer: string,
  m: RegExpMatchArray,
) {
  return {
    number: String(Number(n)),
    suffix,
    numberYear: year ? Number(year) : null,
    series: symbol ? seriesOf(symbol, issuer) : "",
    start: m.index!,
    end: m.index! + m[0].length,
    strange: symbol !== "" && !isKnown.test(issuer),
  };
}

/** Numbers in the order of the text, none overlapping another; those without a symbol come only where no other form stands. */
export function findNumbers(folded: string): FoundNumber[] {
  const found: FoundNumber[] = [
    ...[...folded.matchAll(slashed)].map((m) => read(m[1]!, m[2]!, m[3], m[4]!, m[5]!, m)),
    ...[...folded.matchAll(spaced)].map((m) => read(m[1]!, "", undefined, m[2]!, m[3]!, m)),
    ...[...folded.matchAll(reversed)].map((m) => read(m[3]!, "", m[4], m[1]!, m[2]!, m)),
    ...[...folded.matchAll(bare)].map((m) => {
      const line = read(m[2]!, "", m[3], "", "", m);
      return { ...line, start: m.index + m[0].search(/\d[\d\s/]*$/) };
    }),
  ];
  const kept: FoundNumber[] = [];
  for (const item of found) if (!kept.some((k) => item.start < k.end && k.start < item.end)) kept.push(item);
  return kept.toSorted((a, b) => a.start - b.start);
}
