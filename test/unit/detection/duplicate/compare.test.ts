// Promises what the comparison of two texts finds: edits, quotes, unmarked copies; and that menus and hostile lengths do no harm.
import { expect, test } from "vitest";
import { compareTexts } from "#detection/duplicate/compare.ts";
import { proseOf, writeProse } from "#detection/duplicate/prose.ts";
import { similarityOf, sketchText } from "#detection/duplicate/sketch.ts";
import { foldText } from "#detection/text/letters.ts";
import { site } from "../sample-pages.ts";
import { editWords, writeArticle } from "./articles.ts";

const overlap = (a: readonly number[], b: readonly number[]) => a.filter((key) => b.includes(key)).length;
const unmark = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D");

test.each([
  [0, 1, 1],
  [0.02, 0.8, 0.97],
  [0.1, 0.45, 0.75],
  [0.3, 0.08, 0.32],
])("an article with %d of its words changed is contained by between %d and %d", (share, least, most) => {
  const article = writeArticle(1);
  const { containment, jaccard, spans } = compareTexts({ text: editWords(article, share, 7) }, { text: article });
  expect(containment).toBeGreaterThanOrEqual(least);
  expect(containment).toBeLessThanOrEqual(most);
  expect(jaccard).toBeLessThanOrEqual(containment);
  if (share < 0.3) expect(spans.length).toBeGreaterThan(0);
});

test("edited copies stay candidates of their source: by band keys while one word in fifty changed, by samples up to three in ten", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const article = writeArticle(seed);
    const source = sketchText(article);
    for (const share of [0, 0.02])
      expect(overlap(sketchText(editWords(article, share, seed + 100)).bands, source.bands)).toBeGreaterThan(0);
    for (const share of [0.1, 0.3])
      expect(overlap(sketchText(editWords(article, share, seed)).samples, source.samples)).toBeGreaterThanOrEqual(2);
  }
});

test("a copy with one word in five changed still follows its source's order; an article about the like does not", () => {
  const shares: number[] = [];
  for (let seed = 1; seed <= 20; seed++) {
    const article = writeArticle(seed);
    shares.push(compareTexts({ text: editWords(article, 0.2, seed) }, { text: article }).aligned);
    expect(compareTexts({ text: writeArticle(seed + 500) }, { text: article }).aligned).toBeLessThan(0.15);
  }
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.6);
});

test("unrelated texts share no band key and no span", () => {
  const sketch = sketchText(
    "Mưa lớn kéo dài khiến nước sông lên nhanh, ba xã ven bờ phải kê cao lúa giống và chuyển trâu bò lên đồi cao.",
  );
  const other = sketchText(
    "Giải cờ tướng mùa thu quy tụ sáu mươi kỳ thủ, ván chung kết kéo dài bốn giờ và kết thúc bằng một nước tốt thí.",
  );
  expect(overlap(sketch.bands, other.bands)).toBe(0);
  expect(similarityOf(sketch.minhash, other.minhash)).toBeLessThan(0.05);
});

test("one quoted paragraph inside a longer page is contained in it, and the page hardly in the paragraph", () => {
  const quoted = writeArticle(3, 90);
  const page = `${writeArticle(40, 300)}\n${quoted}\n${writeArticle(41, 300)}`;
  const found = compareTexts({ text: page }, { text: quoted });
  expect(found.otherContainment).toBe(1);
  expect(found.containment).toBeLessThan(0.4);
  expect(overlap(sketchText(page).samples, sketchText(quoted).samples)).toBe(sketchText(quoted).samples.length);
});

test("spans say the same words at the exact places of both raw texts, marks or not", () => {
  const article = writeArticle(5);
  const copy = `Sưu tầm trên mạng: ${unmark(editWords(article, 0.05, 3))}`;
  const { spans, containment } = compareTexts({ text: copy }, { text: article });
  expect(containment).toBeGreaterThan(0.6);
  expect(spans.length).toBeGreaterThan(3);
  for (const span of spans) {
    const [mine, theirs] = [copy.slice(span.start, span.end), article.slice(span.otherStart, span.otherEnd)];
    expect(foldText(mine).match(/[\p{L}\p{N}]+/gu)).toEqual(foldText(theirs).match(/[\p{L}\p{N}]+/gu));
    expect(mine).toMatch(/^[\p{L}\p{N}].*[\p{L}\p{N}]$/su);
  }
});

test("invisible characters and decomposed letters hide no copy", () => {
  const article = writeArticle(6);
  const hidden = article.normalize("NFD").replaceAll("ng", "n\u200bg");
  expect(compareTexts({ text: hidden }, { text: article }).containment).toBe(1);
});

const frame = (article: string) =>
  `<!doctype html><html lang="vi"><head><title>Trang mẫu</title></head><body>
  <nav><ul>${["Trang chủ", "Thời sự trong tỉnh hôm nay", "Kinh tế và thị trường nông sản", "Văn hóa lễ hội làng nghề", "Giáo dục và đào tạo nghề"].map((m) => `<li><a href="/${m.length}">${m}</a></li>`).join("")}</ul></nav>
  <div class="content"><h1>Bài viết</h1>${article
    .split("\n")
    .map((p) => `<p>${p}</p>`)
    .join("")}
  <p><a href="/a">Mười lăm hộ dân ven kênh xin lùi lịch cấp nước tưới sang tuần sau</a></p></div>
  <footer>Trang thông tin mẫu. Mọi phản ánh xin gửi về hộp thư của ban quản trị trước mười bảy giờ hằng ngày.</footer></body></html>`;

test("two pages that share only menu, list of links and footer share nothing", () => {
  const [one, two] = [11, 12].map((seed) =>
    site(
      `https://mau${seed}.example/bai`,
      frame(
        `${seed === 11 ? "Ao sen đầu làng nở sớm hơn mọi năm, người đi chợ dừng lại ngắm, trẻ con hái lá che đầu, cụ Tám kể chuyện trồng sen từ thuở mở đất." : "Đội bóng chuyền nữ tập luyện dưới mưa, huấn luyện viên ghi chép từng cú đập, khán đài vắng người nhưng tiếng hô vẫn vang khắp sân."}`,
      ),
    ),
  );
  expect(writeProse(one!, 10_000)).not.toContain("Mười lăm hộ dân");
  expect(writeProse(one!, 10_000)).not.toContain("hộp thư");
  const found = compareTexts({ text: one!.text, ranges: proseOf(one!) }, { text: writeProse(two!, 10_000) });
  expect(found).toEqual({ containment: 0, otherContainment: 0, jaccard: 0, aligned: 0, otherAligned: 0, spans: [] });
});

test("a megabyte of one word is sketched and compared within two seconds, and the result is bounded", () => {
  const [a, b] = ["ma ".repeat(350_000), "ma ".repeat(350_000)];
  const start = performance.now();
  const found = compareTexts({ text: a }, { text: b });
  sketchText(a);
  expect(performance.now() - start).toBeLessThan(2000);
  expect(found.containment).toBe(1);
  expect(found.spans).toHaveLength(1);
  const mixed = Array.from({ length: 150_000 }, (_, i) => `w${i % 97}`).join(" ");
  const again = performance.now();
  compareTexts({ text: mixed }, { text: mixed.slice(3) });
  expect(performance.now() - again).toBeLessThan(2000);
});

test("the same text gives the same sketch, of 128 minima and 32 keys that a database integer holds", () => {
  const [one, two] = [sketchText(writeArticle(9)), sketchText(writeArticle(9))];
  expect(one).toEqual(two);
  expect([one.minhash.length, one.bands.length]).toEqual([128, 32]);
  for (const key of [...one.minhash, ...one.bands, ...one.samples]) expect(key | 0).toBe(key);
  expect(sketchText("bốn từ thôi nhé").minhash).toEqual([]);
});
