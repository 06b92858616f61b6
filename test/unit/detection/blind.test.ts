import { expect, test } from "vitest";
import { extractPage } from "#crawler/page/extract-page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { readGamblingName } from "#detection/facts/gambling-host.ts";
import { quotationsOf } from "#detection/facts/quoted.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { innocent, inviting, type TextPage } from "../../fixtures/blind/texts.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const judge = (page: TextPage) => detect(pageFromText(page), knowledge, { kind: "site" });
const told = (signals: { rule: string; weight: number }[]) => signals.map((s) => `${s.rule} ${s.weight}`).join(", ");

test.each(inviting.map((t) => [t.name, t] as const))(
  "a page of another hand that invites is flagged: %s",
  (_, page) => {
    const { gambling } = judge(page).categories;
    expect(gambling?.verdict, told(gambling?.signals ?? [])).toBe("flag");
  },
);

test.each(innocent.map((t) => [t.name, t] as const))("a page that only looks like one is left alone: %s", (_, page) => {
  for (const [category, result] of Object.entries(judge(page).categories))
    expect(result.verdict, `${category}: ${told(result.signals)}`).toBe("none");
});

const home = "https://xem-phim.example/";
const judgeHtml = (html: string) =>
  detect(extractPage({ html, url: home, finalUrl: home, status: 200 }), knowledge, { kind: "site" });
const banner = (host: string, alt: string) => `<a href="https://${host}/?r=1"><img src="/q.gif" alt="${alt}"></a>`;

test("a page with betting banners of two houses is flagged by them alone", () => {
  const html = `<title>Xem phim</title><p>Phim lẻ, phim bộ.</p>${banner("maxx99.example", "MAXX99 nổ hũ đổi thưởng")}${banner("sv66.example", "Tài xỉu uy tín, nạp đầu tặng 100%")}`;
  const rules = judgeHtml(html).categories.gambling?.signals.map((s) => s.rule) ?? [];
  expect(rules).toEqual(expect.arrayContaining(["gam.ads", "gam.ads-many"]));
});

test("headlines about betting that lead to other papers are no adverts", () => {
  const html = `<title>Điểm tin</title><a href="https://bao-a.example/1">Triệt phá đường dây cá độ bóng đá nghìn tỷ</a><a href="https://bao-b.example/2">Đặt cược bóng đá: đề xuất mức mới</a>`;
  const rules = judgeHtml(html).categories.gambling?.signals.map((s) => s.rule) ?? [];
  expect(rules).not.toContain("gam.ads");
});

test("a quotation that never ends, or is longer than a report prints, hides nothing", () => {
  expect(quotationsOf("“nạp tiền ngay")).toEqual([]);
  expect(quotationsOf(`“${"nạp tiền ".repeat(400)}”`)).toEqual([]);
  expect(quotationsOf('ông nói "nạp tiền" rồi')).toEqual([{ start: 8, end: 18 }]);
});

test("a betting word that hyphens part in a host name is quoted as it stands there", () => {
  expect(readGamblingName("game-bai-doi-the.example").parts).toContain("“game-bai”");
  expect(readGamblingName("lode99.example").parts).toContain("“lode”");
});

test("a paper that prints a whole offer as a marked quotation is not flagged", () => {
  const offer =
    "<h2>Nhà cái uy tín</h2><p>Đăng ký tặng 88K, nạp lần đầu thưởng 100%, tài xỉu, nổ hũ, rút tiền siêu tốc.</p>";
  const report = "<p>Công an khuyến cáo người dân. Cơ quan điều tra đã khởi tố vụ án.</p>";
  const told = judgeHtml(`<title>Cảnh báo</title>${report}<blockquote>${offer}</blockquote>`).categories.gambling;
  expect(told?.verdict).not.toBe("flag");
  expect(judgeHtml(`<title>Trang chủ</title>${offer}`).categories.gambling?.verdict).toBe("flag");
});

test("a lesson on how to program a dice game is not flagged", () => {
  const lesson =
    "<p>Hướng dẫn lập trình game tài xỉu và xóc đĩa. Đăng ký khóa học, tải app mẫu, nạp tiền khóa học.</p>";
  expect(judgeHtml(`<title>Code game tài xỉu</title>${lesson}`).categories.gambling?.verdict).not.toBe("flag");
});
