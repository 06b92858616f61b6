// Promises that words in pictures fire with their place, and that unread pictures leave rules unanswered, never false.
import { expect, test } from "vitest";
import type { PictureReading, Reading } from "#core/nouns/observation.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { detect } from "#detection/detect.ts";
import { listPictures } from "#detection/image/list-pictures.ts";
import { whyReadPictures } from "#detection/image/wants-pictures.ts";
import { loadKnowledge } from "#detection/knowledge.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-22T00:00:00Z") });

const pageOf = (body: string, url = "https://cuahang-mau.example/") =>
  extractPage({
    url,
    finalUrl: url,
    status: 200,
    html: `<!doctype html><html lang="vi"><head><title>Trang chủ</title></head><body>${body}</body></html>`,
  });

/** Words one after the other in one line, ten pixels a letter. */
function readingOf(text: string): Reading {
  const words = [...text.matchAll(/\S+/g)].map((m) => {
    const start = m.index;
    const end = start + m[0].length;
    return { text: m[0], start, end, x: start * 10, y: 20, width: m[0].length * 10, height: 30, confidence: 0.93 };
  });
  return { state: "read", text, words, confidence: 0.93, engine: "thử" };
}

const picture = (ocr: Reading, more: Partial<PictureReading> = {}): PictureReading => ({
  image: "https://cuahang-mau.example/banner.png",
  role: "element",
  sha256: "ab".repeat(32),
  width: 900,
  height: 300,
  place: null,
  inFooter: false,
  ocr,
  codes: [],
  hash: null,
  seenBefore: [],
  ...more,
});

const judge = (pictures?: PictureReading[], url?: string) =>
  detect(pageOf(`<p>Chào mừng bạn.</p><img src="/banner.png" width="900" height="300">`, url), knowledge, {
    kind: "site",
    ...(pictures ? { pictures } : {}),
  });
const words = "Nhà cái uy tín, tài xỉu, nổ hũ đổi thưởng";

test("gambling words in a picture are shown by their box and the letters read there, and alone give review, not flag", () => {
  const result = judge([picture(readingOf(words))]).categories.gambling!;
  expect(result.verdict).toBe("review");
  const signal = result.signals.find((s) => s.rule === "gam.picture-words")!;
  for (const anchor of signal.anchors) {
    if (anchor.kind !== "region") throw new Error("no region");
    expect(words).toContain(anchor.read);
    const at = words.indexOf(anchor.read!);
    // The box covers whole words; the terms found end at words.
    expect(anchor).toMatchObject({ image: "https://cuahang-mau.example/banner.png", x: at * 10, y: 20, height: 30 });
    expect(anchor.width).toBeGreaterThanOrEqual(anchor.read!.length * 10);
  }
});

test("the same picture on a host named as betting houses are gives a flag by two kinds of trace", () => {
  const result = judge([picture(readingOf(words))], "https://nhacai-mau88.example/").categories.gambling!;
  expect(result.verdict).toBe("flag");
  expect(result.signals.map((s) => s.rule)).toEqual(expect.arrayContaining(["gam.picture-words", "gam.picture-host"]));
});

test.each<[string, PictureReading[] | undefined]>([
  ["nobody looked", undefined],
  ["the engine failed", [picture({ state: "failed", why: "bộ đọc chữ lỗi" })]],
  ["the letters were unreadable", [picture({ state: "unreadable", why: "các lần đọc không khớp nhau" })]],
  [
    "one picture was read without finds and another was not",
    [
      picture(readingOf("Khuyến mại mùa hè")),
      picture({ state: "failed", why: "hết giờ" }, { image: "https://a.example/2.png" }),
    ],
  ],
])("a rule on words in pictures is skipped where %s", (_, pictures) => {
  const detection = judge(pictures);
  expect(detection.categories.gambling).toBeUndefined();
  expect(detection.skipped.map((s) => s.rule)).toContain("gam.picture-words");
});

test("a rule on words in pictures is answered with no where every picture was read", () => {
  const detection = judge([picture(readingOf("Khuyến mại mùa hè giảm giá mọi mặt hàng"))]);
  expect(detection.skipped.map((s) => s.rule)).not.toContain("gam.picture-words");
  expect(detection.categories.gambling).toBeUndefined();
});

test("a QR code to a host named as betting houses are is shown by its box and address", () => {
  const code = { format: "QRCode", text: "https://nohu-mau99.example/dk", x: 10, y: 12, width: 80, height: 81 };
  const pictures = [picture(readingOf("Quét mã nhận quà tài xỉu"), { codes: [code] })];
  const signal = judge(pictures).categories.gambling!.signals.find((s) => s.rule === "gam.picture-qr")!;
  expect(signal.anchors).toEqual([
    { kind: "region", image: pictures[0]!.image, x: 10, y: 12, width: 80, height: 81, read: code.text },
  ]);
  expect(signal.say).toContain("nohu-mau99.example");
});

test("pictures of the foot come first, then logos, then the largest; dots and small icons are left out", () => {
  const page = pageOf(
    `<img src="/to.png" width="900" height="400"><img src="/nho.png" width="60" height="60"><img src="/logo.png" width="220" height="70">
     <img src="/spacer.gif"><main><p>${"Nội dung dài của trang. ".repeat(30)}</p></main>
     <footer><p>Bản quyền thuộc về trang mẫu, liên hệ ban biên tập.</p><img src="/giay-phep.png" width="400" height="40"></footer>`,
  );
  expect(listPictures(page).map((p) => [p.image.split("/").at(-1), p.inFooter])).toEqual([
    ["giay-phep.png", true],
    ["logo.png", false],
    ["to.png", false],
  ]);
});

test("pictures are read where a page says little, and left alone where its own text settles the question", () => {
  const plain = (page: ReturnType<typeof pageOf>) => detect(page, knowledge, { kind: "site" });
  const banner = pageOf(`<p>Chào bạn</p><img src="/b.png" width="900" height="300">`);
  expect(whyReadPictures(banner, plain(banner), "review")).toBe("trang ít chữ, nhiều ảnh");
  const long = pageOf(
    `<p>${"Trường tiểu học tổ chức lễ khai giảng cho học sinh. ".repeat(60)}</p><img src="/b.png" width="900" height="300">`,
  );
  expect(whyReadPictures(long, plain(long), "review")).toBeNull();
  const empty = pageOf(`<p>Chào bạn</p>`);
  expect(whyReadPictures(empty, plain(empty), "review")).toBeNull();
});

test("a picture of the foot that failed never turns into a missing licence line", () => {
  const foot = (ocr: Reading, size = { width: 500, height: 60 }) =>
    detect(newsFront, knowledge, {
      kind: "site",
      pictures: [picture(ocr, { image: "https://tin-mau.example/chan.png", inFooter: true, ...size })],
    });
  /** Rules that fired because something does not stand in the foot. */
  const absent = (detection: ReturnType<typeof detect>) =>
    Object.values(detection.categories)
      .flatMap((c) => c.signals)
      .filter((s) => s.anchors.some((a) => a.kind === "absence" && a.searched.includes("footer")))
      .map((s) => s.rule);
  expect(absent(foot(readingOf("Trang tin của chúng tôi, cập nhật hằng ngày")))).not.toEqual([]);
  expect(absent(foot({ state: "failed", why: "bộ đọc chữ lỗi" }))).toEqual([]);
  expect(absent(foot({ state: "unreadable", why: "các lần đọc không khớp nhau" }))).toEqual([]);
  expect(absent(foot({ state: "failed", why: "không tải được ảnh" }, { width: 0, height: 0 }))).toEqual([]);
});

const newsFront = pageOf(
  `<nav><a href="/thoi-su">Thời sự</a> <a href="/kinh-te">Kinh tế</a> <a href="/the-thao">Thể thao</a> <a href="/giai-tri">Giải trí</a> <a href="/phap-luat">Pháp luật</a></nav>
   <main>${Array.from({ length: 12 }, (_, i) => `<article><h2><a href="/bai-${i}.html">Tin thời sự số ${i}: chuyện trong tỉnh hôm nay</a></h2><p>Theo nguồn tin của phóng viên, sự việc diễn ra sáng 2${i % 9}/11/2026 tại địa bàn.</p></article>`).join("")}</main>
   <footer><p>Tin Mẫu: cập nhật tin tức. Liên hệ: toasoan@tin-mau.example, điện thoại 0900 000 000.</p><img src="/chan.png" width="500" height="60" alt="giấy phép"></footer>`,
  "https://tin-mau.example/",
);
