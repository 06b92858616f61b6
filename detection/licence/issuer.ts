// Promises the authority that a licence line names, with its place; and whether that authority can license news at all.

export interface FoundIssuer {
  start: number;
  end: number;
  /** Issues permits over press and electronic information. */
  overNews: boolean;
}

const news =
  "thong tin|tttt?\\b|tt\\s?(?:&amp;|&|va|-)\\s?tt|4t\\b|van hoa|vhtt|vh\\b|vh,|vh-|vh\\s?(?:&|va)|ptth|phat thanh|pt-?th|quan ly phat thanh|quan ly pt|ql\\s?(?:phat thanh|ptth|pt)|bao chi|thong tin dien tu|vien thong";
const others =
  "ke hoach|kh\\s?(?:&amp;|&|va|-)?\\s?dt|khdt|cong thuong|khoa hoc|kh\\s?(?:&|va)\\s?cn|y te|tai chinh|giao duc|du lich|lao dong|xay dung";
const stop =
  '\\s{0,3}(?:,?\\s?\\b(?:cap|ngay|ky|xac nhan|so(?=\\s?:?\\s?\\d)|dated|issued|on)\\b|[;|*•(\\d"]|$|giay (?:phep|chung nhan|dkkd)|chiu trach|nguoi chiu|co quan chu quan|don vi|dia chi|tru so|dien thoai|email|e-mail|hotline|tel\\b|tong bien tap|toa soan|ban quyen|copyright|©|mst\\b|ma so|-\\s?(?:ngay|cap)|\\n\\s{0,3}\\n)|(?<!\\b(?:tp|tx|q|p|t|st))\\.(?:\\s|$)|[®]|\\n(?![^\\n:]{0,60}?\\b(?:cap|ngay|ky)\\b)';
const vietnamese = new RegExp(
  `(?<![a-z])(?:so|cuc|bo|vu|tong cuc|phong)\\s{1,3}(?:(${news})|(?:${others}))[^;|\\d]{0,110}?(?=${stop})`,
  "g",
);
const committee = new RegExp(`(?<![a-z])(?:uy ban nhan dan|ubnd)\\s[^;|\\d]{2,50}?(?=${stop})`, "g");
const english = new RegExp(
  `(?<![a-z])(?:the\\s)?(?!(?:issued|by|granted|dated|from)\\s)(?:(?!(?:by|the|from)\\s)[a-z]{2,12}\\s){0,4}?(?:department|ministry|authority|bureau)\\sof\\s([^;|\\d.]{3,90}?)(?=${stop}|\\bon\\s)`,
  "g",
);
const overNewsEnglish = /information|culture|press|broadcast/;

/** Authorities in the order of the text. */
export function findIssuers(folded: string): FoundIssuer[] {
  const found: FoundIssuer[] = [];
  const put = (start: number, raw: string, overNews: boolean) => {
    const trimmed = raw.replace(/[\s,.:/-]+$/, "").replace(/\s(?:da|duoc|phe duyet|so)$/, "");
    if (trimmed.length >= 5) found.push({ start, end: start + trimmed.length, overNews });
  };
  for (const m of folded.matchAll(vietnamese)) put(m.index, m[0], m[1] !== undefined);
  for (const m of folded.matchAll(committee)) put(m.index, m[0], false);
  for (const m of folded.matchAll(english)) {
    const lead = /^the\s/.exec(m[0])?.[0].length ?? 0;
    put(m.index + lead, m[0].slice(lead), overNewsEnglish.test(m[0]));
  }
  return found.toSorted((a, b) => a.start - b.start);
}
