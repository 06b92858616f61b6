// Promises whether a page dresses as a newspaper to sell: a paper's name where a site names itself, an order form, sales talk.
//
// Facts: dress.press (the paper's name, "" for none), .how, .strength ("strong": title, site name, masthead, logo; "trace":
// only the description or the address; "none"), dress.orders (forms that ask for a phone number to be called back),
// dress.sales, dress.cures, dress.reporting (different words of each kind).
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known, type Fact } from "../facts/fact.ts";
import { elementAnchor, type Gather } from "../facts/page.ts";
import { textAnchor } from "../text/fields.ts";
import { foldText } from "../text/letters.ts";
import type { BrandCard, BrandKind } from "./card.ts";
import { findName } from "./find-name.ts";

const papers = new Set<BrandKind>(["press", "broadcaster", "aggregator"]);
const mastheadChars = 200;
const joined = (name: string) => foldText(name).replace(/[^a-z0-9]/g, "");

const salesWords =
  /(?<!\p{L})(?:tư vấn miễn phí|nhận tư vấn|đặt hàng|đặt mua|mua ngay|giá gốc|giá ưu đãi|chỉ còn|liệu trình|cam kết hiệu quả|khuyến mãi|giao hàng toàn quốc|thanh toán khi nhận|dùng thử|suất cuối|số lượng có hạn|hotline)(?!\p{L})/giu;
const cureWords =
  /(?<!\p{L})(?:trị (?:dứt điểm|nám|mụn|sẹo|tàn nhang|bệnh)|chữa (?:khỏi|dứt điểm|bệnh)|khỏi (?:hẳn|bệnh)|gia truyền|bài thuốc|thảo dược|tác dụng phụ|giảm cân|xương khớp|tiểu đường|huyết áp|sinh lý|rụng tóc|mỡ máu|đại tràng|dạ dày|đông y|lương y|thần dược)(?!\p{L})/giu;
const reportWords =
  /(?<!\p{L})(?:phóng viên|phóng sự|báo số ra|đưa tin|bạn đọc|độc giả|tòa soạn|toà soạn|cánh nhà báo|truyền thông đưa tin)(?!\p{L})/giu;

interface Dress {
  paper: string;
  how: string;
  strength: "strong" | "trace" | "none";
  anchors: Anchor[];
}

const bare: Dress = { paper: "", how: "", strength: "none", anchors: [] };

/** Where a site says who it is. */
function strongDress(page: Page, card: BrandCard): Dress | null {
  const names = [card.brand, ...card.aliases].filter((name) => name.length > 3);
  const dress = (how: string, anchor: Anchor): Dress => ({
    paper: card.brand,
    how,
    strength: "strong",
    anchors: [anchor],
  });
  const title = page.title?.text ?? "";
  const segments = title.split(/\s[|–—-]\s|\|/).map((part) => part.trim().toLowerCase());
  const top = page.text.slice(0, mastheadChars);
  const lines = top.split("\n").map((line) => line.trim().toLowerCase());
  for (const name of names) {
    const inTitle = segments.includes(name.toLowerCase()) ? findName(title, name) : null;
    if (inTitle) return dress("tiêu đề", textAnchor("title", title, inTitle.start, inTitle.end));
    const inTop = lines.includes(name.toLowerCase()) ? findName(top, name) : null;
    if (inTop) return dress("đầu trang", textAnchor("text", page.text, inTop.start, inTop.end));
    const site = page.metadata.siteName;
    const at = site.toLowerCase() === name.toLowerCase() ? page.html.indexOf(site) : -1;
    if (at >= 0) return dress("og:site_name", textAnchor("html", page.html, at, at + site.length));
  }
  const end = mastheadEnd(page);
  const logo = page.images.slice(0, 6).find((image) => image.htmlStart < end && showsLogo(image, card));
  return logo ? dress("ảnh biểu trưng đầu trang", elementAnchor(page, logo)) : null;
}

/** Where in the html the first lines of the page end; further down papers are named as witnesses. */
const mastheadEnd = (page: Page): number =>
  page.textMap.find((segment) => segment.textStart >= mastheadChars)?.htmlStart ?? 0;

/** A picture whose words or file name say that it is the paper's logo. */
function showsLogo(image: Page["images"][number], card: BrandCard): boolean {
  const file = joined(image.src.split(/[?#]/)[0]!.split("/").at(-1) ?? "");
  const alt = image.alt.trim().toLowerCase();
  return (
    [card.brand, ...card.aliases].some((name) => alt === name.toLowerCase() || alt === `logo ${name.toLowerCase()}`) ||
    card.hostWords.some((word) => file.startsWith(`logo${word}`) || file.startsWith(`${word}logo`))
  );
}

/** The whole description, or the last part of the address, is nothing but the paper's name. */
function traceDress(page: Page, card: BrandCard): Dress | null {
  const words = new Set([...card.hostWords, ...[card.brand, ...card.aliases].map(joined)].filter((w) => w.length > 4));
  const { description } = page.metadata;
  if (description !== "" && words.has(joined(description))) {
    const at = page.html.indexOf(description);
    if (at >= 0)
      return {
        paper: card.brand,
        how: "mô tả trang",
        strength: "trace",
        anchors: [textAnchor("html", page.html, at, at + description.length)],
      };
  }
  const path = URL.canParse(page.finalUrl) ? new URL(page.finalUrl).pathname : "";
  const last = path.split("/").findLast(Boolean) ?? "";
  const stem = last.replace(/\.[a-z]{2,5}$/i, "");
  if (stem === "" || !words.has(joined(stem))) return null;
  const at = page.finalUrl.lastIndexOf(stem);
  return {
    paper: card.brand,
    how: "đường dẫn",
    strength: "trace",
    anchors: [textAnchor("url", page.finalUrl, at, at + stem.length)],
  };
}

export const dressFacts: Gather = ({ page, knowledge }, site) => {
  const own = knowledge.brands.ownerOf(site.host);
  const cards = own ? [] : knowledge.brands.cards.filter((card) => papers.has(card.kind));
  const dress =
    cards.map((card) => strongDress(page, card)).find((d) => d !== null) ??
    cards.map((card) => traceDress(page, card)).find((d) => d !== null) ??
    bare;
  const orders = page.forms.filter(({ asks }) => asks.includes("phone") && !asks.includes("password"));
  return [
    ["dress.press", known(dress.paper, dress.anchors)],
    ["dress.how", known(dress.how, dress.anchors)],
    ["dress.strength", known(dress.strength, dress.anchors)],
    [
      "dress.orders",
      known(
        orders.length,
        orders.slice(0, 4).map((form) => elementAnchor(page, form)),
      ),
    ],
    ["dress.sales", wordsOf(page, salesWords)],
    ["dress.cures", wordsOf(page, cureWords)],
    ["dress.reporting", wordsOf(page, reportWords)],
  ];
};

/** How many different words of a kind stand on the page, with the first place of each. */
function wordsOf(page: Page, pattern: RegExp): Fact {
  const firsts = new Map<string, Anchor>();
  for (const match of page.text.matchAll(pattern)) {
    const word = foldText(match[0]);
    if (!firsts.has(word)) firsts.set(word, textAnchor("text", page.text, match.index, match.index + match[0].length));
  }
  return known(firsts.size, [...firsts.values()].slice(0, 8));
}
