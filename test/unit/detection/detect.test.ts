import { describe, expect, test } from "vitest";
import type { Category } from "#core/nouns/category.ts";
import type { Page } from "#core/nouns/page.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge, type Knowledge } from "#detection/knowledge.ts";
import * as pages from "./sample-pages.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const judge = (page: Page, known: Knowledge = knowledge) => detect(page, known, { kind: "site" });
const verdict = (page: Page, category: Category, known?: Knowledge) =>
  judge(page, known).categories[category]?.verdict ?? "none";
const raised = (page: Page, known?: Knowledge) =>
  Object.entries(judge(page, known).categories)
    .filter(([, result]) => result.verdict !== "none")
    .map(([category, result]) => `${category}:${result.verdict}`);

describe("gambling", () => {
  test("a betting house is flagged by several independent signals", () => {
    const result = judge(pages.gambling).categories.gambling!;
    expect(result.verdict).toBe("flag");
    expect(result.signals.filter((s) => s.weight > 0).length).toBeGreaterThanOrEqual(3);
  });

  test("a betting guide without a single mark is flagged too", () => {
    expect(verdict(pages.gamblingUnaccented, "gambling")).toBe("flag");
  });

  test.each(["arrestStory", "policeWarning", "stateLottery", "gameShop", "sportsNews"] as const)(
    "%s only speaks of it: nothing is raised",
    (name) => {
      expect(raised(pages[name])).toEqual([]);
    },
  );

  test("a story that is followed by a betting offer does not hide behind its reporting words", () => {
    const html = pages.arrestStory.html.replace(
      "</body>",
      "<p>Nhà cái mới: đặt cược ngay, nạp đầu tặng tiền cược, nạp rút nhanh, hoàn trả cược, link vào mới nhất, freebet 100K, tặng 50k vào cá cược.</p></body>",
    );
    expect(verdict(pages.site("https://keo88vip.win/tin", html), "gambling")).not.toBe("none");
  });
});

describe("hidden gambling links", () => {
  test("a commune portal with links kept out of sight is flagged there, not as a gambling site", () => {
    expect(raised(pages.communePortal)).toEqual(["hidden_gambling_links:flag"]);
  });

  test("a betting page planted in a school's folder is flagged there", () => {
    const planted = pages.site("https://thptmau.edu.vn/upload/2026/keo.html", pages.gambling.html);
    expect(raised(planted)).toEqual(["hidden_gambling_links:flag"]);
  });

  test("the same portal without them raises nothing", () => {
    const clean = pages.site(
      pages.communePortal.finalUrl,
      pages.communePortal.html.replace(/<div style="display:none">.*?<\/div>/s, ""),
    );
    expect(raised(clean)).toEqual([]);
  });
});

describe("unlicensed news", () => {
  const contact = "© 2026 Tin Xóm. Liên hệ: tinxom@gmail.com, điện thoại 0912 345 678";

  test("an aggregator that quotes the press and shows no licence line on a read footer is flagged", () => {
    expect(verdict(pages.newsFront("https://tinxom24h.example/", "Tin Xóm 24h", contact), "unlicensed_news")).toBe(
      "flag",
    );
  });

  test("no text says that it is unlicensed, only that no licence was found", () => {
    const { signals } = judge(pages.newsFront("https://tinxom24h.example/", "Tin Xóm 24h", contact)).categories
      .unlicensed_news!;
    expect(signals.map((s) => s.say).join(" ")).toContain("chưa xác định được giấy phép");
    expect(signals.map((s) => s.say).join(" ")).not.toMatch(/không phép|không có giấy phép/);
  });

  test("a newspaper's imprint keeps it out", () => {
    const press = pages.newsFront(
      "https://baotinhmau.vn/",
      "Báo Tỉnh Mẫu điện tử",
      "Cơ quan ngôn luận của Đảng bộ tỉnh. Giấy phép hoạt động báo điện tử số 99/GP-BTTTT cấp ngày 01/02/2022. Tổng Biên tập: Trần Văn Mẫu. Tòa soạn: số 1 phố Huyện.",
    );
    expect(raised(press)).toEqual([]);
  });

  test("a licence line without a register is no proof either way: review at most", () => {
    const licensed = pages.newsFront(
      "https://diemtinmau.vn/",
      "Điểm Tin Mẫu",
      "Trang thông tin điện tử tổng hợp. Giấy phép số 77/GP-TTĐT do Sở Văn hóa và Thể thao cấp ngày 03/04/2024. Chịu trách nhiệm nội dung: Lê Thị Mẫu. Email: lienhe@diemtinmau.vn",
    );
    expect(verdict(licensed, "unlicensed_news")).not.toBe("flag");
  });

  test("a borrowed number is flagged on the register's word alone, with the row in the anchor", () => {
    const register = {
      name: "Sổ cấp phép thử",
      importedAt: "2026-10-30",
      rows: [
        {
          number: "77/GP-TTĐT",
          issuedOn: "2024-04-03",
          owner: "Công ty Cổ phần Truyền thông Sông Xanh",
          domains: ["songxanh.vn"],
          kind: "tổng hợp",
        },
      ],
    };
    const known = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z"), licenceRegister: register });
    const borrowed = pages.newsFront(
      "https://diemtinmau.com/",
      "Điểm Tin Mẫu",
      "Giấy phép trang tin tổng hợp số 77/GP-TTĐT cấp ngày 03/04/2024. Cơ quan chủ quản: Công ty TNHH Núi Đỏ. Email: lienhe@diemtinmau.com",
      false,
    );
    const result = judge(borrowed, known).categories.unlicensed_news!;
    expect(result.verdict).toBe("flag");
    expect(result.signals[0]!.say).toContain("songxanh.vn");
    expect(result.signals[0]!.anchors).toContainEqual(
      expect.objectContaining({ kind: "register", importedAt: "2026-10-30" }),
    );
    const foot = borrowed.text.slice(-400);
    const own = pages.newsFront(
      "https://songxanh.vn/",
      "Sông Xanh",
      foot.replace("TNHH Núi Đỏ", "CP Truyền thông Sông Xanh"),
    );
    expect(verdict(own, "unlicensed_news", known)).toBe("none");
    // The domain is in the register, the owner is another: a person reads it first.
    expect(verdict(pages.newsFront("https://songxanh.vn/", "Sông Xanh", foot), "unlicensed_news", known)).toBe(
      "review",
    );
  });

  test("a footer that cannot be read leaves the question open", () => {
    const bare = pages.newsFront("https://tinxom24h.example/", "Tin Xóm 24h", "");
    const detection = judge(bare);
    expect(detection.categories.unlicensed_news?.signals.map((s) => s.rule) ?? []).not.toContain("lic.no-line");
    expect(detection.skipped.map((s) => s.rule)).toContain("lic.no-line");
  });
});

describe("impersonation", () => {
  test("a bank page on a lookalike host that asks for password and OTP is flagged", () => {
    const result = judge(pages.fakeBank).categories.impersonation!;
    expect(result.verdict).toBe("flag");
    expect(result.signals.map((s) => s.say).join(" ")).toContain("mã OTP");
  });

  test("the same page on the bank's own domain raises nothing", () => {
    expect(raised(pages.realBank)).toEqual([]);
  });

  test("an article about the bank with a reader's sign-in raises nothing", () => {
    expect(raised(pages.bankReview)).toEqual([]);
  });
});

describe("other categories", () => {
  test("a rumour reaches review and no more, however much it shouts", () => {
    expect(verdict(pages.rumour, "false_information")).toBe("review");
    const louder = pages.site(
      "https://tinnong-xom.example/",
      pages.rumour.html.replace(
        "<p>",
        `<p>${"Chia sẻ gấp!!! Nghe nói, họ không muốn bạn biết, sự thật bị che giấu, share mạnh, hỏa tốc, cảnh báo khẩn. ".repeat(30)}`,
      ),
    );
    expect(verdict(louder, "false_information")).toBe("review");
  });

  test("guaranteed profit with referral pay is raised", () => {
    expect(verdict(pages.investment, "illegal_fundraising")).not.toBe("none");
  });

  test("a seller of personal data is raised, a privacy policy is not", () => {
    expect(verdict(pages.dataSeller, "personal_data")).not.toBe("none");
    expect(raised(pages.privacyPolicy)).toEqual([]);
  });
});

test("a challenge page is never judged: every rule is skipped with the reason", () => {
  const detection = judge(pages.challenge);
  expect(pages.challenge.condition).not.toBe("content");
  expect(detection.categories).toEqual({});
  expect(detection.skipped.length).toBeGreaterThan(30);
  expect(detection.skipped[0]!.missing).toContain(pages.challenge.condition);
});

test("the same page and knowledge give the same result", () => {
  expect(judge(pages.gambling)).toEqual(judge(pages.gambling));
});
