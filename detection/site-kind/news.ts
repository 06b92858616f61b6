// Promises how news-like a page is: general-news sections, headlines, quoted sources; each shown where it stands.
import type { Link, Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known } from "../facts/fact.ts";
import { elementAnchor, type Gather } from "../facts/page.ts";
import { textAnchor } from "../text/fields.ts";
import { foldText } from "../text/letters.ts";

/** Section names of general news, folded; one sense each, so that synonyms count once. */
const sections: Record<string, string[]> = {
  "chính trị": ["chinh tri", "chinh tri - xa hoi", "thoi su", "tin thoi su", "thoi su - chinh tri"],
  "xã hội": ["xa hoi", "dan sinh", "doi song - dan sinh", "tin xa hoi", "goc nhin", "ban doc"],
  "thế giới": ["the gioi", "quoc te", "tin the gioi", "tin quoc te", "thoi su quoc te"],
  "kinh tế": [
    "kinh te",
    "kinh doanh",
    "tai chinh",
    "thi truong",
    "bat dong san",
    "doanh nghiep",
    "tai chinh - kinh doanh",
    "chung khoan",
  ],
  "pháp luật": ["phap luat", "an ninh - hinh su", "an ninh hinh su", "phap dinh", "hinh su", "an ninh"],
  "thể thao": ["the thao", "bong da", "tin the thao"],
  "giải trí": [
    "giai tri",
    "showbiz",
    "sao",
    "ngoi sao",
    "hau truong",
    "phim",
    "nhac",
    "dien anh",
    "am nhac",
    "sao viet",
    "the gioi sao",
  ],
  "giáo dục": ["giao duc", "tuyen sinh", "du hoc", "hoc duong"],
  "sức khỏe": ["suc khoe", "y te", "doi song - suc khoe", "suc khoe - doi song", "khoe dep"],
  "đời sống": [
    "doi song",
    "gia dinh",
    "nhip song",
    "lam dep",
    "thoi trang",
    "am thuc",
    "nhip song tre",
    "gioi tre",
    "me va be",
    "tinh yeu",
  ],
  "công nghệ": [
    "cong nghe",
    "khoa hoc",
    "so hoa",
    "khoa hoc - cong nghe",
    "khoa hoc cong nghe",
    "hi-tech",
    "suc manh so",
    "thoi trang hi-tech",
  ],
  "văn hóa": ["van hoa", "du lich", "van hoa - giai tri", "van hoa - du lich"],
  xe: ["xe", "o to", "oto - xe may", "xe++", "o to xe may", "oto xe may"],
};
const senseOf = new Map(
  Object.entries(sections).flatMap(([sense, names]) => names.map((name) => [name, sense] as const)),
);

/** Sections of news proper: a hobby or a shop has the soft ones too. */
const hard = new Set(["chính trị", "xã hội", "thế giới", "kinh tế", "pháp luật"]);
/** A day beside an item: "8/4/2019", "08:15 12/05/2024", "2 giờ trước", "12 tháng 5, 2024". */
const itemDay =
  /(?<![\d/])\d{1,2}[/.-]\d{1,2}[/.-]20\d{2}(?!\d)|(?<!\p{L})\d{1,2} (?:phút|giờ|ngày) trước(?!\p{L})|(?<!\d)\d{1,2} (?:tháng|Tháng) \d{1,2},? (?:năm )?20\d{2}(?!\d)/gu;

const quote =
  /(?:Theo|theo|Nguồn|nguồn|NGUỒN|THEO)\s?:?\s(?:báo\s|Báo\s|tờ\s|trang\s)?(VnExpress|Vnexpress|VNE|Tuổi [Tt]rẻ|Thanh [Nn]iên|Dân [Tt]rí|Dantri|Viet[Nn]am[Nn]et|Zing(?:news)?|Znews|Lao [Đđ]ộng|Tiền [Pp]hong|Người [Ll]ao [Đđ]ộng|NLĐ|VTV|VOV|VTC(?: News)?|TTXVN|CafeF|CafeBiz|Kênh 14|Kenh14|24h|Soha|Pháp [Ll]uật|PLO|Công an [Nn]hân dân|CAND|Nhân [Dd]ân|VietnamPlus|Infonet|SGGP|VnEconomy|Báo [A-ZĐ]\p{L}+|Một Thế Giới|Người Đưa Tin|Gia đình|Trí [Tt]hức [Tt]rẻ|Doanh [Nn]ghiệp|Eva|Emdep|Saostar|Yan|BBC|CNN|Reuters|AFP|Daily ?[Mm]ail)/gu;

const pressBrand =
  /^(?:(?:theo|nguồn:?)\s)?(?:vnexpress|tuổi trẻ|thanh niên|dân trí|vietnamnet|zing(?:news)?|lao động|tiền phong|người lao động|vtv|vov|vtc news|ttxvn|cafef|cafebiz|kênh 14|kenh14|soha|plo|cand|vietnamplus|infonet|sggp|vneconomy)(?:\s?online|\.vn|\.net)?$/iu;

const words = (text: string) => text.split(/\s+/).filter(Boolean).length;

function sectionLinks(page: Page): Map<string, Anchor> {
  const found = new Map<string, Anchor>();
  const put = (text: string, anchor: () => Anchor) => {
    const sense = senseOf.get(foldText(text).replace(/^[\s|>•»+-]+|[\s|>•»:]+$/g, ""));
    if (sense && !found.has(sense)) found.set(sense, anchor());
  };
  for (const link of page.links)
    if (link.visible && link.text.length < 40) put(link.text.trim(), () => elementAnchor(page, link));
  for (const heading of page.headings)
    if (heading.text.length < 40)
      put(heading.text.trim(), () => textAnchor("text", page.text, heading.textStart, heading.textEnd));
  // A site that writes its menu without links still writes one name a line.
  if (page.links.length < 5)
    eachLine(
      page.text,
      (line, start) =>
        line.length < 40 && put(line.trim(), () => textAnchor("text", page.text, start, start + line.length)),
    );
  return found;
}

function eachLine(text: string, visit: (line: string, start: number) => void): void {
  let start = 0;
  for (const line of text.split("\n")) {
    visit(line, start);
    start += line.length + 1;
  }
}

function headlines(page: Page): Link[] {
  const seen = new Set<string>();
  return page.links.filter((link) => {
    const text = link.text.trim();
    if (!link.visible || words(text) < 6 || words(text) > 40 || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

export const newsFacts: Gather = ({ page }) => {
  const found = sectionLinks(page);
  const items = headlines(page);
  const titles = new Set(items.map((i) => i.text.trim()));
  for (const heading of page.headings) if (words(heading.text) >= 6) titles.add(heading.text.trim());
  const quotes = [...page.text.matchAll(quote)].map((m) => ({
    name: m[1]!,
    anchor: textAnchor("text", page.text, m.index, m.index + m[0].length),
  }));
  eachLine(page.text, (line, start) => {
    const trimmed = line.trim();
    if (trimmed.length >= 3 && trimmed.length < 30 && pressBrand.test(trimmed))
      quotes.push({ name: trimmed, anchor: textAnchor("text", page.text, start, start + line.length) });
  });
  const days = [...page.text.matchAll(itemDay)].map((m) =>
    textAnchor("text", page.text, m.index, m.index + m[0].length),
  );
  return [
    ["news.hardSections", known([...found.keys()].filter((sense) => hard.has(sense)).length, [...found.values()])],
    ["news.datedItems", known(Math.min(days.length, titles.size), days.slice(0, 8))],
    ["news.sections", known(found.size, [...found.values()])],
    ["news.sectionNames", known([...found.keys()].join(", "), [...found.values()].slice(0, 6))],
    [
      "news.headlines",
      known(
        titles.size,
        items.slice(0, 8).map((i) => elementAnchor(page, i)),
      ),
    ],
    [
      "news.quotes",
      known(
        quotes.length,
        quotes.map((q) => q.anchor),
      ),
    ],
    [
      "news.quotedSources",
      known(
        new Set(quotes.map((q) => foldText(q.name))).size,
        quotes.map((q) => q.anchor),
      ),
    ],
    [
      "news.paragraphWords",
      known(words(page.mainText ? page.text.slice(page.mainText.start, page.mainText.end) : page.text)),
    ],
  ];
};
