import { beforeAll, describe, expect, test } from "vitest";
import sharp, { type Sharp } from "sharp";
import type { PictureReading } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { BrandCard } from "#detection/brand/card.ts";
import { detect, type DetectionContext } from "#detection/detect.ts";
import { hashLogo, hashPicture } from "#detection/image/hash-picture.ts";
import { loadKnowledge, type Knowledge } from "#detection/knowledge.ts";
import { site } from "./sample-pages.ts";

const now = new Date("2026-11-01T00:00:00Z");
const knowledge = loadKnowledge({ now });
const page = (url: string, title: string, body: string, head = "") =>
  site(url, `<html lang="vi"><head><title>${title}</title>${head}</head><body>${body}</body></html>`);
const judge = (seen: Page, context: Partial<DetectionContext> = {}, known: Knowledge = knowledge) =>
  detect(seen, known, { kind: "site", ...context }).categories.impersonation;
const login = `<form action="/vao" method="post"><input name="user"><input type="password" name="pass"></form>`;
const callback = `<form action="/dk" method="post"><label>Họ tên <input name="name"></label><label>Số điện thoại <input type="tel" name="phone"></label></form>`;

describe("pages that name a brand and are not it", () => {
  test.each<[string, Page]>([
    [
      "news about a bank",
      page(
        "https://tinkinhte-mau.example/bai-1",
        "Vietcombank báo lãi quý ba tăng",
        `<h1>Vietcombank báo lãi quý ba tăng</h1><p>Ngân hàng công bố báo cáo tài chính hợp nhất, tổng tài sản đạt mức cao.</p>${login}<footer>© Tin kinh tế mẫu. Nguồn: vietcombank.com.vn</footer>`,
      ),
    ],
    [
      "a comparison of loans that asks whom to call back",
      page(
        "https://sosanhvay-mau.example/",
        "So sánh vay tín chấp: VPBank, TPBank, Techcombank",
        `<h1>So sánh vay tín chấp VPBank, TPBank và Techcombank</h1><p>Bảng lãi suất theo kỳ hạn.</p>${callback}`,
      ),
    ],
    [
      "an agent's price list",
      page(
        "https://simsodep-mau.example/",
        "Bảng giá gói cước Viettel tháng này",
        `<h1>Bảng giá gói cước Viettel</h1><p>Gói ngày 10.000đ, gói tháng 120.000đ. Đại lý ủy quyền.</p>${callback}<footer>© Sim số đẹp mẫu</footer>`,
      ),
    ],
    [
      "a job advertisement",
      page(
        "https://vieclam-mau.example/tuyen-dung/101",
        "BIDV tuyển dụng giao dịch viên",
        `<h1>BIDV tuyển dụng giao dịch viên</h1><p>Nộp hồ sơ qua trang của ngân hàng.</p><form><input type="email" name="email"><input type="file" name="cv"><input type="tel" name="phone"></form><footer>© Việc làm mẫu</footer>`,
      ),
    ],
    [
      "a shop with payment marks in its foot",
      page(
        "https://giaydep-mau.example/",
        "Giày Đẹp Mẫu",
        `<h1>Giày Đẹp Mẫu</h1><p>Đôi giày 350.000đ. Thêm vào giỏ hàng.</p>${login}<footer><img src="/vcb.png" alt="Vietcombank"><img src="/tcb.png" alt="Techcombank"><img src="/momo.png" alt="MoMo"><img src="/bidv.png" alt="BIDV"> © Giày Đẹp Mẫu</footer>`,
      ),
    ],
    [
      "a game shop with a login",
      page(
        "https://shopnick-mau.example/",
        "Shop nick Free Fire, Liên Quân Mobile",
        `<h1>Shop nick Free Fire</h1><p>Nick giá 50.000đ.</p>${login}`,
      ),
    ],
    [
      "a site that offers to sign in with others",
      page(
        "https://diendan-mau.example/",
        "Diễn đàn mẫu - Đăng nhập",
        `<h1>Đăng nhập</h1>${login}<a href="#">Đăng nhập bằng Google</a> <a href="#">Đăng nhập Facebook</a>`,
      ),
    ],
    [
      "a product page that says which papers wrote of it",
      page(
        "https://tradao-mau.example/",
        "Trà đào sấy lạnh",
        `<h1>Trà đào sấy lạnh</h1><p>${"Trà được sấy lạnh tại xưởng của chúng tôi. ".repeat(12)}</p><h2>Báo chí nói về chúng tôi</h2><img src="/anh/1.png" alt="VnExpress"><img src="/anh/2.png" alt="Dân trí"><p>Đặt hàng ngay, giao hàng toàn quốc, khuyến mãi.</p>${callback}`,
      ),
    ],
    [
      "a newspaper's own advert",
      page(
        "https://event.vnexpress.net/chuong-trinh",
        "Ngày hội sách - VnExpress",
        `<h1>VnExpress</h1><p>Bạn đọc đăng ký nhận tư vấn miễn phí, mua ngay vé ưu đãi. Phóng viên đưa tin.</p>${callback}`,
      ),
    ],
  ])("%s raises nothing", (_, seen) => {
    expect(judge(seen)?.verdict ?? "none").toBe("none");
  });
});

describe("pages that claim a brand and ask", () => {
  test("a bank's name as the site's own and a one-time code, on a host that says nothing", () => {
    const found = judge(
      page(
        "https://web-tam-77.example/",
        "Techcombank | Đăng nhập",
        `<h1>Techcombank</h1><form action="/x"><input type="password" name="p"><label>Mã OTP <input name="otp"></label></form><footer>© 2026 Techcombank</footer>`,
      ),
    );
    expect(found).toMatchObject({ verdict: "flag" });
    expect(found!.signals.map((s) => s.say).join()).toContain("Techcombank");
  });

  test("a lookalike host of a bank is for review before the page says anything", () => {
    const found = judge(
      page("https://vietcombank-tietkiem.example/", "Đang bảo trì", "<p>Xin quay lại sau ít phút nữa.</p>"),
    );
    expect(found?.verdict).toBe("review");
  });

  test("a chat bot's address in the code of a lookalike host is an anchor of its own", () => {
    const seen = page(
      "https://vneid-capnhat.example/",
      "Cập nhật VNeID",
      `<h1>Cập nhật VNeID</h1><form><label>Số CCCD <input name="cccd"></label></form><script>fetch("https://api.telegram.org/bot1:x/sendMessage")</script>`,
    );
    const signal = judge(seen)!.signals.find((s) => s.rule === "fra.exfil")!;
    expect(
      signal.anchors.some((a) => a.kind === "text" && a.field === "html" && a.raw.startsWith("api.telegram.org")),
    ).toBe(true);
    expect(judge(seen)!.verdict).toBe("flag");
  });
});

test("a copy whose foot names the bank as its owner is for review even where it asks nothing yet", () => {
  const copy = page(
    "https://trang-tam.example/",
    "Sacombank - Thông báo",
    `<h1>Sacombank</h1><p>Hệ thống đang bảo trì, quý khách vui lòng quay lại sau.</p><footer>© 2026 Sacombank</footer>`,
  );
  expect(judge(copy)).toMatchObject({ verdict: "review" });
});

describe("where only text was given", () => {
  const told = (text: string) =>
    pageFromText({ url: "https://trang-tam.example/", title: "Sacombank | Đăng nhập", text });
  test("asking for secrets in words counts", () => {
    const found = judge(told("Sacombank\nTên đăng nhập\nMật khẩu\nNhập mã OTP để tiếp tục\n© 2026 Sacombank"));
    expect(found).toMatchObject({ verdict: "flag" });
  });
  test("a warning not to tell them does not", () => {
    const found = judge(told("Sacombank\nKhách hàng tuyệt đối không cung cấp mã OTP cho người lạ."));
    expect(found?.signals.some((s) => s.rule === "fra.asks-in-words") ?? false).toBe(false);
  });
});

describe("adverts dressed as newspapers", () => {
  const story = `<p>Cánh phóng viên chúng tôi tìm về bản nhỏ gặp lương y giữ bài thuốc gia truyền trị dứt điểm xương khớp. Nhiều bạn đọc đã khỏi hẳn.</p><p>Nhận tư vấn miễn phí, liệu trình chỉ còn hôm nay, khuyến mãi.</p>`;
  test("a paper's masthead, a cure and an order form are flagged with the paper's name", () => {
    const found = judge(
      page("https://suckhoe-tot.example/bai", "Bài thuốc của bản - Dân trí", `<h1>Bí quyết</h1>${story}${callback}`),
    );
    expect(found).toMatchObject({ verdict: "flag" });
    expect(found!.signals[0]!.say).toContain("Dân trí");
  });
  test("only a trace of the name in the address is for review", () => {
    const found = judge(
      page("https://suckhoe-tot.example/vnexpress.html", "Bí quyết của bản", `<h1>Bí quyết</h1>${story}${callback}`),
    );
    expect(found).toMatchObject({ verdict: "review" });
    expect(found!.signals.every((s) => s.say.includes("VnExpress"))).toBe(true);
  });
  test("without the order form it is a story, however it boasts", () => {
    expect(judge(page("https://suckhoe-tot.example/vnexpress.html", "Bí quyết", story))?.verdict ?? "none").toBe(
      "none",
    );
  });
});

describe("official logos by their hash", () => {
  const draw = (colour: string, path: string) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="140"><circle cx="70" cy="70" r="55" fill="${colour}"/><path d="${path}" stroke="#fff" stroke-width="14" fill="none"/><text x="140" y="92" font-family="sans-serif" font-size="52" fill="${colour}">NH Mẫu</text></svg>`,
      ),
    );
  const logo = draw("#b5121b", "M30 90 Q70 20 110 90");
  let known: Knowledge;
  beforeAll(async () => {
    const views = await hashLogo(await logo.clone().png().toBuffer());
    const card = BrandCard.parse({
      brand: "Ngân hàng Mẫu",
      kind: "bank",
      domains: ["nganhangmau.example"],
      hostWords: ["nganhangmauso"],
      logos: views.map(({ pdq, view }) => ({ pdq, note: view })),
    });
    known = loadKnowledge({ now, brands: [...knowledge.brands.cards, card] });
  });
  const seenAs = async (picture: Sharp, more: Partial<PictureReading> = {}): Promise<PictureReading> => {
    const bytes = await picture.flatten({ background: "#fff" }).resize(180).jpeg({ quality: 60 }).toBuffer();
    return {
      image: "https://la-lam.example/l.jpg",
      role: "element",
      sha256: "0".repeat(64),
      width: 180,
      height: 79,
      place: null,
      inFooter: false,
      ocr: { state: "not-tried", why: "không cần" },
      codes: [],
      hash: await hashPicture(bytes),
      seenBefore: [],
      ...more,
    };
  };
  const asks = page("https://la-lam.example/", "Đăng nhập", `<h1>Đăng nhập</h1>${login}`);

  test("a logo beside a password field is for review at least, with its region as the anchor", async () => {
    const found = judge(asks, { pictures: [await seenAs(logo.clone())] }, known)!;
    expect(found.verdict).not.toBe("none");
    const signal = found.signals.find((s) => s.rule === "fra.logo")!;
    expect(signal.say).toContain("Ngân hàng Mẫu");
    expect(signal.anchors).toContainEqual(
      expect.objectContaining({ kind: "region", image: "https://la-lam.example/l.jpg", width: 180, height: 79 }),
    );
  });
  test("in the footer, or of another picture, it claims nothing", async () => {
    const other = draw("#0a5", "M20 20 L120 120 M120 20 L20 120");
    for (const pictures of [[await seenAs(logo.clone(), { inFooter: true })], [await seenAs(other)]])
      expect(judge(asks, { pictures }, known)?.verdict ?? "none").toBe("none");
  });
  test("where no picture was read the rule is skipped, not false", () => {
    const named = page("https://la-lam.example/", "Ngân hàng Mẫu", `<h1>Ngân hàng Mẫu</h1>${login}`);
    const { skipped } = detect(named, known, { kind: "site" });
    expect(skipped.some((s) => s.rule === "fra.logo")).toBe(true);
  });
});

test("shipped cards: every logo says so much that no two brands are taken for one another", async () => {
  const { distance, sameWithin } = await import("#detection/image/pdq-distance.ts");
  const cards = knowledge.brands.cards.filter((card) => card.logos.length > 0);
  expect(cards.length).toBeGreaterThan(30);
  let least = 256;
  for (const [i, a] of cards.entries())
    for (const b of cards.slice(i + 1))
      for (const one of a.logos) for (const other of b.logos) least = Math.min(least, distance(one.pdq, other.pdq));
  expect(least).toBeGreaterThan(sameWithin);
});
