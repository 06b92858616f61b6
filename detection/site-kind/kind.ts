// Promises what kind of site a page belongs to, as facts that a reader can check; kinds may overlap.
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown, known, type Fact, type Facts } from "../facts/fact.ts";
import type { Gather, Site } from "../facts/page.ts";
import { textAnchor } from "../text/fields.ts";
import { article20Facts } from "./article20.ts";
import { foldText } from "../text/letters.ts";

const agencyName =
  /^(?:(?:cong|trang)\s(?:thong tin dien tu|ttdt)(?:\s\p{L}+){0,6}?\s)?(?:uy ban nhan dan|ubnd|hdnd|so (?:van hoa|giao duc|y te|noi vu|tu phap|cong thuong|xay dung|tai chinh|khoa hoc|nong nghiep|thong tin)|phong giao duc|truong (?:thpt|thcs|th\b|tieu hoc|mam non|mau giao|dai hoc|cao dang|trung cap|trung hoc|chinh tri)|dai hoc|hoc vien|benh vien|trung tam y te|tram y te|cong an (?:tinh|thanh pho|huyen|xa|phuong)|cong thong tin dien tu|bao hiem xa hoi|cuc thue|kho bac|tinh uy|huyen uy|thanh uy|doan thanh nien|mat tran to quoc|hoi lien hiep)/u;

/** Names that only a public body writes over its page: title, site name, first heading. */
function agencyNames(page: Page): Anchor[] {
  const anchors: Anchor[] = [];
  if (page.title && agencyName.test(startOf(page.title.text)))
    anchors.push(textAnchor("title", page.title.text, 0, page.title.text.length));
  for (const heading of page.headings.slice(0, 4))
    if (agencyName.test(startOf(heading.text)))
      anchors.push(textAnchor("text", page.text, heading.textStart, heading.textEnd));
  if (page.footer) {
    const footer = page.text.slice(page.footer.start, page.footer.end);
    const owner =
      /(?:cơ quan chủ quản|bản quyền thuộc|đơn vị chủ quản)\s{0,2}:?\s{0,2}(?:về\s)?(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Sở |Trường |Bệnh viện|Trung tâm y tế)[^\n]{0,80}/iu.exec(
        footer,
      );
    if (owner)
      anchors.push(
        textAnchor(
          "text",
          page.text,
          page.footer.start + owner.index,
          page.footer.start + owner.index + owner[0].length,
        ),
      );
  }
  return anchors;
}
const startOf = (text: string) =>
  foldText(text)
    .trim()
    .replace(/^(trang chu|home)\s*[-|–:]*\s*/, "");

function matchesIn(page: Page, pattern: RegExp, most = 12): Anchor[] {
  return [...page.text.matchAll(pattern)]
    .slice(0, most)
    .map((m) => textAnchor("text", page.text, m.index, m.index + m[0].length));
}

const pressImprint =
  /(?:giấy phép hoạt động (?:báo|tạp chí)|giấy phép (?:hoạt động )?báo chí|giấy phép (?:xuất bản )?báo điện tử|báo điện tử|tòa soạn|toà soạn|tổng biên tập|phó tổng biên tập|thư ký tòa soạn|cơ quan ngôn luận|cơ quan của (?:đảng bộ|trung ương|tw))/giu;
const prices = /(?<![\d.,])(?:₫\s?)?\d{1,3}(?:[.,]\d{3}){1,3}\s?(?:₫|đ|vnđ|vnd|đồng)(?![\p{L}])/giu;
const shopWords =
  /(?:giỏ hàng|thêm vào giỏ|mua ngay|thanh toán khi nhận|miễn phí vận chuyển|đặt hàng|freeship|thêm vào giỏ hàng)/giu;
const companyWords =
  /(?:về chúng tôi|giới thiệu công ty|sản phẩm của chúng tôi|tuyển dụng|quan hệ cổ đông|hệ thống cửa hàng|năng lực sản xuất|yêu cầu báo giá|dịch vụ của chúng tôi|nhà máy|khách hàng doanh nghiệp)/giu;
const lotteryTable =
  /(?:giải (?:đặc biệt|nhất|nhì|ba|tư|năm|sáu|bảy|tám)|g\.?\s?đb|(?<!\p{L})đb(?!\p{L})|kết quả xổ số|xổ số kiến thiết|vietlott|power 6\/55|mega 6\/45|max 3d|xsmb|xsmn|xsmt)/giu;
const drawn = /(?<![\d.,/])\d{5,6}(?![\d.,/])/gu;
const streaming = /(?:trực tiếp bóng đá|xem bóng đá trực tuyến|link xem trực tiếp|xem trực tiếp)/giu;

export const kindFacts: Gather = ({ page, knowledge }, site, facts) => {
  const owner = knowledge.brands.ownerOf(site.host);
  const publicHost = /(?:^|\.)(?:gov|edu|mil)\.vn$|(?:^|\.)(?:chinhphu|quochoi|dangcongsan|tphcm\.chinhphu)\.vn$/.test(
    site.host,
  );
  const names = agencyNames(page);
  const imprint = matchesIn(page, pressImprint);
  const isPress =
    owner?.kind === "press" ||
    owner?.kind === "broadcaster" ||
    hasValue(facts, "licence.kind", "press") ||
    new Set(imprint.map((a) => (a.kind === "text" ? foldText(a.raw) : ""))).size >= 2;
  const sold = matchesIn(page, prices);
  const shop = matchesIn(page, shopWords);
  const company = matchesIn(page, companyWords);
  const table = matchesIn(page, lotteryTable, 40);
  const numbers = matchesIn(page, drawn, 40);
  const standing = pressStanding(facts, owner !== null && pressKinds.has(owner.kind), imprint);
  const lotteryNames = new Set(table.map((a) => (a.kind === "text" ? foldText(a.raw) : ""))).size;
  const found: [string, Fact][] = [
    ["press.standing", known(standing, imprint.length > 0 ? imprint : [site.anchor])],
    ["kind.gov", known(publicHost && !site.host.endsWith(".edu.vn"), [site.anchor])],
    ["kind.public", known(publicHost || names.length > 0, publicHost ? [site.anchor, ...names] : names)],
    ["kind.publicHost", known(publicHost, [site.anchor])],
    ["kind.press", known(isPress, owner ? [site.anchor, ...imprint] : imprint.length > 0 ? imprint : [site.anchor])],
    ["kind.brandOwner", known(owner?.brand ?? "", [site.anchor])],
    ["kind.shop", known((sold.length >= 4 && shop.length >= 1) || shop.length >= 4, [...shop, ...sold])],
    ["kind.company", known(new Set(company.map((a) => (a.kind === "text" ? foldText(a.raw) : ""))).size >= 2, company)],
    ["kind.lotteryResults", known((lotteryNames >= 4 && numbers.length >= 8) || lotteryNames >= 6, table)],
    ["kind.streaming", known(matchesIn(page, streaming).length >= 2, matchesIn(page, streaming))],
    [
      "kind.account",
      known(
        page.posts.length > 0,
        page.posts.slice(0, 2).map((p) => textAnchor("text", page.text, p.textStart, p.textEnd)),
      ),
    ],
    ...newsCharacter(page, site, facts),
  ];
  return [...found, ...article20Facts(page, site, new Map([...facts, ...found]))];
};

const pressKinds = new Set(["press", "broadcaster"]);

/**
 * What is known of a site's claim to be a paper: confirmed by card or register, contradicted by its own foot, not in any
 * register, or not looked up. Printing "Tổng biên tập" makes no paper.
 */
function pressStanding(facts: Facts, isCard: boolean, imprint: Anchor[]): string {
  const licensed = hasValue(facts, "licence.kind", "press");
  const matched = licensed && hasValue(facts, "licence.status", "matched");
  if (isCard || matched || hasValue(facts, "licence.hostIsPress", true)) return "confirmed";
  const claims = licensed || new Set(imprint.map((a) => (a.kind === "text" ? foldText(a.raw) : ""))).size >= 2;
  if (!claims) return "none";
  if (hasValue(facts, "licence.contradicted", true) || hasValue(facts, "licence.foreignFoot", true))
    return "contradicted";
  const register = facts.get("licence.hostIsPress");
  return register && isKnown(register) ? "unconfirmed" : "unchecked";
}

function hasValue(facts: Facts, name: string, value: string | boolean): boolean {
  const fact = facts.get(name);
  return fact !== undefined && isKnown(fact) && fact.value === value;
}

const numberOf = (facts: Facts, name: string) => {
  const fact = facts.get(name);
  return fact && isKnown(fact) && typeof fact.value === "number" ? fact.value : 0;
};

const newsHost =
  /(?:^|[.-])(?:bao|tin|tintuc|news|24h|tapchi|thoibao|nhatbao|tin247|tinnhanh|tinmoi)(?:[.-]|\d|$)|tintuc|tinmoi|tinnong|tinnhanh|thoibao|nhatbao|news|bao24|24h|tapchi|docbao/;

function newsCharacter(_page: Page, site: Site, facts: Facts): [string, ReturnType<typeof known>][] {
  const name = site.host.replace(/\.(?:com|net|org|info|vn|example)(?:\.vn)?$/, "");
  return [
    ["news.host", known(newsHost.test(name), [site.anchor])],
    ["kind.generalNews", known(numberOf(facts, "news.sections") >= 4 && numberOf(facts, "news.headlines") >= 8, [])],
  ];
}
