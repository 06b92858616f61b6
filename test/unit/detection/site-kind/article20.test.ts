// Promises that a site's kind by Điều 20 is told from visible cues, hard neighbours apart; and that duties are asked of aggregators only.
import { describe, expect, test } from "vitest";
import { extractPage } from "#crawler/page/extract-page.ts";
import { detect } from "#detection/detect.ts";
import { gatherFacts } from "#detection/facts/gather.ts";
import { isKnown } from "#detection/facts/fact.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { readFields } from "#detection/text/fields.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-22T00:00:00Z"), models: null });

interface Sample {
  url: string;
  title: string;
  menu: string[];
  items: string[];
  body?: string;
  foot: string;
}
const lines = (start: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${start} lần thứ ${i + 1} được nhiều người nhắc tới`);

function pageOf(s: Sample) {
  const menu = s.menu.map((m, i) => `<a href="/m${i}">${m}</a>`).join(" ");
  const items = s.items.map((t, i) => `<p><a href="/b${i}">${t}</a></p>`).join("");
  const html = `<html><head><title>${s.title}</title></head><body><nav>${menu}</nav><h1>${s.title}</h1>${items}<div>${s.body ?? ""}</div><footer>${s.foot}</footer></body></html>`;
  return extractPage({ url: s.url, finalUrl: s.url, status: 200, html });
}
function kindOf(s: Sample) {
  const page = pageOf(s);
  const facts = gatherFacts({
    page,
    fields: readFields(page, knowledge.lexicon),
    knowledge,
    context: { kind: "site" },
  });
  const value = (name: string) => {
    const fact = facts.get(name)!;
    return isKnown(fact) ? String(fact.value) : "";
  };
  return { kind: value("kind.article20"), why: value("kind.article20Why"), second: value("kind.article20Second") };
}

const news = ["Thời sự", "Xã hội", "Thế giới", "Kinh tế", "Pháp luật", "Thể thao", "Giải trí"];
const samples: Record<string, [string, Sample]> = {
  "a paper with its newsroom": [
    "press",
    {
      url: "https://baolangmau.vn/",
      title: "Báo Làng Mẫu",
      menu: news,
      items: lines("Tin trong làng", 10),
      foot: "Giấy phép hoạt động báo điện tử số 3/GP-BTTTT ngày 02/03/2021. Tổng biên tập: Trần Văn Mẫu. Tòa soạn: số 1 phố Mẫu. © 2026",
    },
  ],
  "a site that calls itself an aggregator": [
    "aggregator",
    {
      url: "https://tonghopmau.vn/",
      title: "Tổng hợp Mẫu",
      menu: news,
      items: lines("Tin theo Tuổi Trẻ", 10),
      foot: "Trang thông tin điện tử tổng hợp. Giấy phép số 5/GP-TTĐT do Sở TTTT Tỉnh Mẫu cấp ngày 02/03/2023. © 2026",
    },
  ],
  "an aggregator by conduct alone": [
    "aggregator",
    {
      url: "https://chuyenmau.com/",
      title: "Chuyện Mẫu",
      menu: news,
      items: lines("Chuyện mới", 12),
      body: "Theo Tuổi Trẻ. Theo Thanh Niên. Theo Dân trí. Theo VnExpress.",
      foot: "© 2026. Liên hệ: mau@chuyenmau.com",
    },
  ],
  "a company with a news section": [
    "internal",
    {
      url: "https://cokhimau.vn/",
      title: "Cơ khí Mẫu",
      menu: ["Về chúng tôi", "Sản phẩm của chúng tôi", "Tin công ty", "Tuyển dụng"],
      items: lines("Công ty khởi công nhà máy", 8),
      body: "Lịch sử hình thành. Tầm nhìn. Sứ mệnh. Năng lực sản xuất.",
      foot: "Công ty Cổ phần Cơ khí Mẫu. Địa chỉ: số 2 phố Mẫu. MST 0300000001. © 2026",
    },
  ],
  "a school portal with a press digest": [
    "portal",
    {
      url: "https://thptmau.tinhmau.edu.vn/",
      title: "Trường THPT Mẫu",
      menu: ["Giới thiệu", "Điểm báo", "Giáo dục", "Lịch công tác"],
      items: lines("Học sinh nhà trường thi", 8),
      body: "Điểm báo: Theo Tuổi Trẻ. Theo Thanh Niên. Theo Dân trí.",
      foot: "Bản quyền thuộc Trường THPT Mẫu. Địa chỉ: số 3 phố Mẫu. © 2026",
    },
  ],
  "a department's portal": [
    "portal",
    {
      url: "https://sovhttdl.tinhmau.gov.vn/",
      title: "Sở Văn hóa, Thể thao và Du lịch Tỉnh Mẫu",
      menu: ["Thủ tục hành chính", "Văn bản chỉ đạo điều hành", "Thời sự", "Xã hội"],
      items: lines("Sở họp bàn kế hoạch", 8),
      foot: "Cơ quan chủ quản: UBND Tỉnh Mẫu. © 2026",
    },
  ],
  "a bank's blog": [
    "specialised",
    {
      url: "https://nganhangmau.vn/blog",
      title: "Blog tài chính Mẫu",
      menu: ["Thẻ tín dụng", "Lãi suất tiết kiệm", "Tỷ giá", "Kinh tế"],
      items: lines("Mẹo chi tiêu", 7),
      body: "Lãi suất vay ưu đãi, mở tài khoản trực tuyến, internet banking, thẻ tín dụng.",
      foot: "Ngân hàng TMCP Mẫu. © 2026",
    },
  ],
  "a finance data site": [
    "specialised",
    {
      url: "https://solieumau.vn/",
      title: "Số liệu Mẫu",
      menu: ["Cổ phiếu", "Kinh tế", "Chứng khoán"],
      items: lines("Doanh nghiệp công bố", 7),
      body: "Mã CK MAU. Giá đóng cửa 12,5. VN-Index 1.200. Khối lượng giao dịch 1.000. Lợi nhuận sau thuế. Vốn hóa.",
      foot: "© 2026 Số liệu Mẫu",
    },
  ],
  "a personal blog that quotes the news": [
    "personal",
    {
      url: "https://chuyencuamau.blogspot.com/",
      title: "Blog của Mẫu",
      menu: ["Nhật ký", "Du lịch", "Sách"],
      items: lines("Một chiều trong làng", 6),
      body: "Về tôi. Tôi đã đọc bài này. Tôi nghĩ khác. Theo Tuổi Trẻ thì trời mưa. Tôi thích mưa.",
      foot: "© 2026 Mẫu",
    },
  ],
  "a sports fan site": [
    "specialised",
    {
      url: "https://bongdamau.com/",
      title: "Bóng đá Mẫu",
      menu: ["Bóng đá", "Lịch thi đấu", "Bảng xếp hạng"],
      items: lines("Đội làng Mẫu thắng", 9),
      body: "Lịch thi đấu. Bảng xếp hạng. Hiệu số 5. Đội hình ra sân. Vòng 12. Câu lạc bộ Mẫu. Tôi là cổ động viên.",
      foot: "© 2026 Bóng đá Mẫu. Liên hệ: mau@bongdamau.com",
    },
  ],
  "a forum": [
    "social",
    {
      url: "https://diendanmau.vn/",
      title: "Diễn đàn Mẫu",
      menu: ["Xã hội", "Thể thao"],
      items: lines("Hỏi về cách trồng lúa", 6),
      body: "Chủ đề mới. Thành viên mới nhất: an. Trả lời cuối bởi binh. Tạo chủ đề. Số thành viên: 200.",
      foot: "Giấy phép mạng xã hội số 9/GP-BTTTT ngày 01/02/2022. © 2026",
    },
  ],
};

describe("the kind of a site", () => {
  test.each(Object.entries(samples))("%s", (_, [kind, sample]) => {
    const told = kindOf(sample);
    expect(told.kind, told.why).toBe(kind);
    expect(told.why.length).toBeGreaterThan(20);
  });

  test.each(Object.entries(samples).filter(([, [kind]]) => kind !== "aggregator"))(
    "%s is neither flagged nor sent to review for licence, imprint or domain",
    (_, [, sample]) => {
      const { categories } = detect(pageOf(sample), knowledge, { kind: "site" });
      const verdicts = (["unlicensed_news", "imprint", "domain_duties"] as const).map(
        (c) => categories[c]?.verdict ?? "none",
      );
      expect(verdicts, JSON.stringify(categories, null, 1).slice(0, 1500)).toEqual(["none", "none", "none"]);
    },
  );
});

describe("what a home page must show", () => {
  const foot = (more: string) =>
    `Trang thông tin điện tử tổng hợp<br>Giấy phép số 5/GP-TTĐT do Sở TTTT Tỉnh Mẫu cấp ngày 02/03/2023<br>${more}`;
  const whole =
    "Đơn vị quản lý: Công ty Cổ phần Mẫu<br>Chịu trách nhiệm nội dung: Ông Trần Văn Mẫu<br>Địa chỉ: số 1 phố Mẫu, phường Mẫu<br>Điện thoại: 0200 300 4000<br>Email: mau@tonghopmau.vn";
  const rules = (url: string, more: string) => {
    const sample = { ...samples["a site that calls itself an aggregator"]![1], url, foot: foot(more) };
    return (detect(pageOf(sample), knowledge, { kind: "site" }).categories.imprint?.signals ?? []).map((s) => s.rule);
  };

  test("a home page that shows all of it raises nothing", () => {
    expect(rules("https://tonghopmau.vn/", whole)).toEqual([]);
  });

  test.each([
    ["Đơn vị quản lý", "imp.no-owner"],
    ["Chịu trách nhiệm", "imp.no-responsible"],
    ["Địa chỉ", "imp.no-address"],
    ["Điện thoại", "imp.no-phone"],
    ["Email", "imp.no-email"],
  ])("without the line %s only %s fires, with an absence as its anchor", (line, rule) => {
    const less = whole
      .split("<br>")
      .filter((l) => !l.startsWith(line))
      .join("<br>");
    expect(rules("https://tonghopmau.vn/", less)).toEqual([rule]);
  });

  test("other pages than the home page are not asked", () => {
    expect(rules("https://tonghopmau.vn/chuyen-muc/xa-hoi", "")).toEqual([]);
  });
});

test("a domain that names another province than the licence's is shown with both", () => {
  const base = samples["a site that calls itself an aggregator"]![1];
  const signals = (url: string, by: string) =>
    (
      detect(
        pageOf({
          ...base,
          url,
          foot: `Trang thông tin điện tử tổng hợp. Giấy phép số 5/GP-TTĐT do Sở TTTT ${by} cấp ngày 02/03/2023. © 2026`,
        }),
        knowledge,
        { kind: "site" },
      ).categories.domain_duties?.signals ?? []
    ).map((s) => s.rule);
  expect(signals("https://ngheanngaynay.vn/", "Thanh Hóa")).toContain("dom.other-province");
  expect(signals("https://ngheanngaynay.vn/", "Nghệ An")).not.toContain("dom.other-province");
  expect(signals("https://hoabinhngaynay.vn/", "Phú Thọ")).not.toContain("dom.other-province");
  expect(signals("https://tonghopmau.com/", "Thanh Hóa")).toContain("dom.not-vn");
});
