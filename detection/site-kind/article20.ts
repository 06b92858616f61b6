// Promises the kind of site in the sense of NĐ 147/2024/NĐ-CP, Điều 20, as a sum of visible cues: the best kind, the second, and why.
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown, known, type Fact, type Facts } from "../facts/fact.ts";
import type { Site } from "../facts/page.ts";
import { textAnchor } from "../text/fields.ts";

export const article20Kinds = {
  press: "báo chí điện tử (khoản 1)",
  aggregator: "trang thông tin điện tử tổng hợp (khoản 2)",
  internal: "trang thông tin điện tử nội bộ (khoản 3)",
  personal: "trang thông tin điện tử cá nhân (khoản 4)",
  specialised: "trang thông tin điện tử ứng dụng chuyên ngành (khoản 5)",
  social: "mạng xã hội (khoản 6)",
  portal: "cổng thông tin điện tử của cơ quan nhà nước (khoản 7)",
} as const;
export type Article20Kind = keyof typeof article20Kinds;

interface Cue {
  kind: Article20Kind;
  points: number;
  say: string;
  anchors: Anchor[];
}

/** Under this sum, or this close to the second, the kind is not told. */
const leastPoints = 2;
const leastLead = 0.5;

function reader(facts: Facts) {
  const of = (name: string): Fact | undefined => facts.get(name);
  const value = (name: string) => {
    const fact = of(name);
    return fact && isKnown(fact) ? fact.value : undefined;
  };
  const anchors = (name: string): Anchor[] => {
    const fact = of(name);
    return fact && isKnown(fact) ? fact.anchors.slice(0, 4) : [];
  };
  return {
    value,
    anchors,
    number: (name: string) => Number(value(name) ?? 0),
    is: (name: string) => value(name) === true,
  };
}

const wordCues: [Article20Kind, number, number, string, RegExp][] = [
  [
    "internal",
    1.5,
    2,
    "nói về hoạt động của chính tổ chức",
    /tin (?:công ty|nội bộ|hoạt động)|hoạt động (?:của )?(?:công ty|hội|nhà trường|trường)|lịch sử (?:hình thành|phát triển)|sứ mệnh|tầm nhìn|ban lãnh đạo|cơ cấu tổ chức|đội ngũ (?:giảng viên|lãnh đạo|bác sĩ)|quan hệ cổ đông|hội viên/giu,
  ],
  [
    "personal",
    1.5,
    2,
    "lời của một người viết",
    /(?<!\p{L})(?:blog (?:cá nhân|của (?:tôi|mình))|về tôi|about me|nhật ký của|chuyện của tôi|góc nhỏ của (?:tôi|mình))(?!\p{L})|(?<!\p{L})(?:tôi|mình) (?:là|đã|vừa|thích|viết|đọc|nghĩ)(?!\p{L})/giu,
  ],
  [
    "specialised",
    2,
    3,
    "dịch vụ tài chính, dữ liệu thị trường",
    /(?<!\p{L})(?:mã (?:ck|cổ phiếu)|giá (?:mở|đóng) cửa|vn-?index|khối lượng giao dịch|báo cáo tài chính|lợi nhuận sau thuế|vốn hóa|tỷ giá|lãi suất (?:tiết kiệm|vay)|mở tài khoản|internet banking|thẻ tín dụng|cổ tức)(?!\p{L})/giu,
  ],
  [
    "specialised",
    1.5,
    3,
    "bảng điểm, lịch đấu thể thao",
    /(?<!\p{L})(?:bảng xếp hạng|lịch thi đấu|kết quả bóng đá|livescore|hiệu số|vòng \d{1,2}|câu lạc bộ|đội hình)(?!\p{L})/giu,
  ],
  [
    "specialised",
    1.5,
    2,
    "dịch vụ trực tuyến",
    /(?<!\p{L})(?:đặt (?:lịch|vé|phòng|khám)|tra cứu (?:vận đơn|hóa đơn|đơn hàng)|khóa học|đã thông báo bộ công thương|sàn giao dịch thương mại|tuyển sinh)(?!\p{L})/giu,
  ],
  [
    "social",
    2,
    2,
    "nội dung do thành viên đăng",
    /(?<!\p{L})(?:diễn đàn|thành viên mới nhất|chủ đề mới|bài viết mới của thành viên|trả lời cuối|đăng bài viết|số thành viên|tham gia ngày|tạo chủ đề|theo dõi trang cá nhân)(?!\p{L})/giu,
  ],
  [
    "portal",
    1.5,
    2,
    "mục của cơ quan nhà nước",
    /(?<!\p{L})(?:thủ tục hành chính|dịch vụ công trực tuyến|văn bản (?:quy phạm|chỉ đạo điều hành|pháp luật)|công khai ngân sách|lịch tiếp công dân|hỏi đáp chính sách|chỉ đạo[,-] điều hành|cải cách hành chính)(?!\p{L})/giu,
  ],
];

function wordCue(page: Page, [kind, points, least, say, pattern]: (typeof wordCues)[number]): Cue[] {
  const found = [...page.text.matchAll(pattern)];
  const distinct = new Set(found.map((m) => m[0].toLowerCase())).size;
  if (distinct < least) return [];
  return [
    {
      kind,
      points: points + (distinct >= least * 2 ? 1 : 0),
      say,
      anchors: found.slice(0, 4).map((m) => textAnchor("text", page.text, m.index, m.index + m[0].length)),
    },
  ];
}

function cuesOf(page: Page, site: Site, facts: Facts): Cue[] {
  const { value, anchors, number, is } = reader(facts);
  const cues: Cue[] = wordCues.flatMap((cue) => wordCue(page, cue));
  const put = (holds: boolean, kind: Article20Kind, points: number, say: string, from: Anchor[] | string) => {
    if (holds) cues.push({ kind, points, say, anchors: typeof from === "string" ? anchors(from) : from });
  };
  const standing = value("press.standing");
  put(standing === "confirmed", "press", 6, "tên miền của cơ quan báo chí đã biết", "press.standing");
  put(
    standing === "unconfirmed" || standing === "unchecked",
    "press",
    2.5,
    "tự ghi là cơ quan báo chí",
    "press.standing",
  );
  const contradicted = is("licence.contradicted") || is("licence.foreignFoot");
  put(value("licence.kind") === "press" && !contradicted, "press", 1.5, "hiện giấy phép báo chí", "licence.kind");
  put(value("licence.kind") === "social", "social", 3, "hiện giấy phép mạng xã hội", "licence.kind");
  put(is("imprint.ownClaim"), "aggregator", 3, "tự ghi là trang thông tin điện tử tổng hợp", "imprint.ownClaim");
  put(
    value("licence.kind") === "aggregator",
    "aggregator",
    0.5,
    "hiện giấy phép trang thông tin điện tử",
    "licence.kind",
  );
  const general = number("news.sections") >= 4 && number("news.headlines") >= 6;
  put(general, "aggregator", 2, `${number("news.sections")} chuyên mục tin tức chung`, "news.sections");
  put(
    general && number("news.hardSections") >= 2,
    "aggregator",
    0.5,
    "có chuyên mục thời sự, xã hội, thế giới",
    "news.sections",
  );
  put(
    number("news.quotedSources") >= 3 || number("news.quotes") >= 5,
    "aggregator",
    1.5,
    "dẫn lại nhiều nguồn báo",
    "news.quotes",
  );
  put(is("kind.shop"), "specialised", 3, "bán hàng trực tuyến", "kind.shop");
  put(is("kind.lotteryResults"), "specialised", 3, "bảng kết quả xổ số", "kind.lotteryResults");
  put(is("kind.streaming"), "specialised", 1, "phát trực tuyến", "kind.streaming");
  put(is("kind.company"), "internal", 2, "trang của doanh nghiệp", "kind.company");
  const organisation = is("imprint.owner") && number("news.sections") <= 2 && !is("kind.public") && !is("kind.shop");
  put(organisation, "internal", 1, "một tổ chức đứng tên, ít chuyên mục tin", "imprint.owner");
  put(
    is("kind.account") || value("context.kind") === "account",
    "social",
    5,
    "tài khoản trên mạng xã hội",
    "kind.account",
  );
  put(is("kind.gov"), "portal", 5, "tên miền của cơ quan nhà nước", [site.anchor]);
  put(is("kind.public") && !is("kind.gov"), "portal", 3, "mang tên cơ quan, đơn vị công lập", "kind.public");
  const blogHost = /(?:^|\.)(?:blogspot|wordpress|medium|substack|tumblr)\.com$|^blog[.-]|blog\./.test(site.host);
  put(blogHost, "personal", 2, "địa chỉ của dịch vụ blog", [site.anchor]);
  put(
    /\bblog\b/i.test(page.title?.text ?? "") && number("news.sections") < 4,
    "personal",
    1,
    "tên trang là blog",
    page.title ? [textAnchor("title", page.title.text, 0, page.title.text.length)] : [],
  );
  put(
    page.metadata.structuredTypes.some((t) => /DiscussionForum|SocialMediaPosting/.test(t)),
    "social",
    2,
    "mô tả là diễn đàn",
    [site.anchor],
  );
  return cues;
}

/** Facts `kind.article20` (a kind or "unclear"), `kind.article20Second`, `kind.article20Why`, `kind.article20Score`. */
export function article20Facts(page: Page, site: Site, facts: Facts): [string, Fact][] {
  const cues = cuesOf(page, site, facts);
  const sums = (Object.keys(article20Kinds) as Article20Kind[])
    .map((kind) => ({ kind, sum: cues.filter((c) => c.kind === kind).reduce((a, c) => a + c.points, 0) }))
    .toSorted((a, b) => b.sum - a.sum);
  const [best, second] = [sums[0]!, sums[1]!];
  const clear = best.sum >= leastPoints && best.sum - second.sum >= leastLead;
  const why = (kind: Article20Kind) =>
    cues
      .filter((c) => c.kind === kind)
      .map((c) => c.say)
      .join("; ");
  const places = cues.filter((c) => c.kind === best.kind).flatMap((c) => c.anchors);
  const next = second.sum > 0 ? `; gần thứ hai: ${article20Kinds[second.kind]} (${why(second.kind)})` : "";
  return [
    ["kind.article20", known(clear ? best.kind : "unclear", places.length > 0 ? places : [site.anchor])],
    ["kind.article20Name", known(clear ? article20Kinds[best.kind] : "chưa rõ loại", [])],
    ["kind.article20Second", known(second.sum > 0 ? second.kind : "none", [])],
    ["kind.article20Score", known(best.sum, [])],
    [
      "kind.article20Why",
      known(
        best.sum > 0 ? `${article20Kinds[best.kind]}: ${why(best.kind)}${next}` : "chưa thấy dấu hiệu của loại nào",
        [],
      ),
    ],
  ];
}
