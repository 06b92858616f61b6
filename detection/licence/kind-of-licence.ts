// Promises what a licence is for: the words before the number first, the issuer's letters second. A suffix alone says little.

export type LicenceKind =
  | "press"
  | "aggregator"
  | "social"
  | "icp"
  | "game"
  | "business"
  /** A permit of another field: wine, tours, shows. */
  | "other"
  | "unknown";

const words: [LicenceKind, RegExp][] = [
  [
    "business",
    /dang ky kinh doanh|\bg?p?dkkd\b|ma so doanh nghiep|ma so thue|\bmst\b|\bmsdn\b|gpkd|gcn\s?dk|giay phep kinh doanh|dang ky doanh nghiep|cndkkd|dang ky hoat dong|business (?:licen|registration)/g,
  ],
  [
    "other",
    /lu hanh|ban (?:le|buon) ruou|van tai|bieu dien|quang cao so|kham (?:benh|chua)|xuat khau lao dong|dich vu viec lam|karaoke|trien lam|xay dung so|buu chinh|vien thong so|to chuc (?:su kien|cuoc thi)|nhap khau|khuyen mai/g,
  ],
  [
    "press",
    /hoat dong bao|bao dien tu|tap chi dien tu|bao chi|(?:xuat ban|hoat dong|giay phep|gp) (?:bao|tap chi)\b|hoat dong tap chi|chuyen trang|gpxb|press licen|newspaper|e-?magazine|electronic magazine/g,
  ],
  ["social", /mang xa hoi|\bmxh\b|gpmxh|social network/g],
  ["icp", /\bicp\b/g],
  ["game", /tro choi|phat hanh game|\bg[1234]\b|kich ban|game online/g],
  [
    "aggregator",
    /tong hop|tttdtth|tttdt|trang (?:thong tin|tin) dien tu|trang tin|cong thong tin|trang ttdt|\bttdt\b|website|thong tin (?:tren )?(?:internet|mang)|aggregat|electronic (?:information|news)|news (?:site|portal)/g,
  ],
];

const supplement = /sua doi|bo sung|cap lai|gia han|gpsdbs/;

export interface KindReading {
  kind: LicenceKind;
  /** The line itself says "tổng hợp" (or ICP): the site calls itself an aggregator. */
  claimsAggregator: boolean;
  /** A permit that changes or renews an earlier one. */
  isSupplement: boolean;
}

const overNews = /(?:ttdt|tttt|ptth|vhtt|cbc|bvh)/;

/** `before`: the folded words of the same line up to the number; `series`: as seriesOf gives it. */
export function readKind(before: string, series: string): KindReading {
  const nearest = words
    .map(([kind, pattern]) => ({ kind, at: [...before.matchAll(pattern)].at(-1)?.index ?? -1 }))
    .filter((k) => k.at >= 0)
    .toSorted((a, b) => b.at - a.at)[0]?.kind;
  return {
    kind: decide(nearest, series),
    claimsAggregator: /tong hop|tttdtth|\bicp\b|aggregat/.test(before),
    isSupplement: series.startsWith("gpsdbs") || supplement.test(before.slice(-60)),
  };
}

function decide(nearest: LicenceKind | undefined, series: string): LicenceKind {
  const [paper = "", by = ""] = series.split("-");
  if (paper === "qd" || paper === "gcn") return nearest === "press" || nearest === "social" ? nearest : "game";
  // A shop that calls its news permit "giấy phép kinh doanh" still shows a news permit.
  if (nearest && !(nearest === "business" && overNews.test(by))) return nearest;
  if (by === "cbc" || by === "bc" || by === "qlbc") return "press";
  if (/ttdt|stttt|svh|ptth/.test(by)) return "aggregator";
  if (series === "" || overNews.test(by)) return "unknown";
  return "other";
}
