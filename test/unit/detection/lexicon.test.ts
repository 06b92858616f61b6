import { describe, expect, test } from "vitest";
import { compileLexicon, findTerms, type Hit } from "#detection/text/lexicon.ts";
import { tokenise } from "#detection/text/tokens.ts";

const lexicon = compileLexicon([
  {
    id: "g",
    title: "thử",
    safe: [
      "nhà cái",
      "cá cược",
      "tài xỉu",
      "xóc đĩa",
      "đá gà trực tiếp",
      "nổ hũ",
      "lô đề",
      "soi cầu",
      "bắn cá đổi thưởng",
    ],
    context: ["bắn cá", "đá gà", "kèo"],
    exact: ["cá độ"],
    shapes: ["[a-z]{1,5}(88|789)"],
    notShapes: ["ngay88"],
  },
]);
const find = (text: string): Hit[] => findTerms(text, tokenise(text), lexicon);
const seen = (text: string) => find(text).map((h) => `${h.tier}:${text.slice(h.start, h.end)}`);

describe("the three tiers", () => {
  test("marks are read whatever the tone placement, case and composition", () => {
    expect(seen("Chơi tại NHÀ CÁI này")).toEqual(["exact:NHÀ CÁI"]);
    expect(seen("xóc đĩa và xoć đĩa".normalize("NFD")).map((s) => s.slice(0, 5))).toContain("exact");
    expect(seen("nhà\u00a0cái")).toEqual(["exact:nhà\u00a0cái"]);
    expect(find("thuý và thúy, hoà và hòa").length).toBe(0);
  });

  test("tone placement does not matter", () => {
    const tone = compileLexicon([
      { id: "t", title: "thử", safe: ["hòa thúy"], context: [], exact: [], shapes: [], notShapes: [] },
    ]);
    const text = "hoà thuý";
    expect(findTerms(text, tokenise(text), tone)).toHaveLength(1);
  });

  test("unambiguous terms are read without marks, on whole syllables only", () => {
    expect(seen("trang nha cai ca cuoc uy tin")).toEqual(["fold:nha cai", "fold:ca cuoc"]);
    expect(seen("nha cai")).toEqual(["fold:nha cai"]);
    expect(seen("trang nhacai hay")).toEqual(["fold:nhacai"]);
  });

  test("ambiguous terms without marks need company", () => {
    expect(seen("choi ban ca voi ban")).toEqual([]);
    expect(seen("choi ban ca va tai xiu")).toEqual(["fold:ban ca", "fold:tai xiu"]);
  });

  test.each([
    ["letters parted by dots", "chơi n.h.à c.á.i nhé", "n.h.à c.á.i"],
    ["letters parted by hyphens", "t-à-i x-ỉ-u", "t-à-i x-ỉ-u"],
    ["letters parted by blanks", "vào n h à c á i ngay", "n h à c á i"],
    ["zero-width spaces", "nh\u200bà c\u200bái", "nh\u200bà c\u200bái"],
    ["a soft hyphen", "tài xỉ\u00adu", "tài xỉ\u00adu"],
    ["Cyrillic letters", "nhа cаi uy tín", "nhа cаi"],
    ["fullwidth letters", "ｎｈａ ｃａｉ", "ｎｈａ ｃａｉ"],
    ["bold mathematical letters", "𝐧𝐡𝐚 𝐜𝐚𝐢", "𝐧𝐡𝐚 𝐜𝐚𝐢"],
    ["circled letters", "ⓝⓗⓐ ⓒⓐⓘ", "ⓝⓗⓐ ⓒⓐⓘ"],
    ["digits for letters", "nh4 c41 uy tín", "nh4 c41"],
    ["signs for letters", "c@ cược", "c@ cược"],
    ["stars between syllables' letters", "x*ó*c đ*ĩ*a", "x*ó*c đ*ĩ*a"],
  ])("a word hidden by %s is found with its exact raw span", (_, text, raw) => {
    const hits = find(text);
    expect(hits.map((h) => h.tier)).toEqual(["squash"]);
    expect(text.slice(hits[0]!.start, hits[0]!.end)).toBe(raw);
  });

  test("keywords joined without a blank come apart", () => {
    expect(seen("miền bắcnhà cáiuy tín")).toEqual(["exact:nhà cái"]);
  });

  test("shapes find made-up names and spare the listed words", () => {
    expect(seen("vào kubo789 và Ngay88")).toEqual(["exact:kubo789"]);
  });
});

describe("innocent Vietnamese stays innocent", () => {
  test.each([
    "Chị ấy lo đẹp nên dậy sớm",
    "Bạn cảm thấy thế nào sau buổi tập",
    "Thợ đá gạch làm việc ở công trường",
    "Nhà cải tạo xong trong ba tháng",
    "Nhà cai nghiện của huyện mới khánh thành",
    "Tài xế xỉu vì nắng nóng",
    "Bà bán cá đổi tiền lẻ cho khách",
    "Xóc đều rồi cho thêm đĩa rau",
    "No hụt bữa sáng nên mệt",
    "Ca sĩ cược lòng tin vào khán giả",
    "Lô đất đề nghị giải tỏa",
    "Con gà đá vào chân ghế",
    "Soi gương, cầu thang vừa lau",
    "Cá, cước phí và vé tàu",
    "Ta nên nhà nào cái nấy",
  ])("%s", (phrase) => {
    expect(seen(phrase)).toEqual([]);
  });

  test("a sentence end or a line break parts a term", () => {
    expect(seen("Anh về nhà. Cái bàn còn đó.")).toEqual([]);
    expect(seen("ngôi nhà\ncái cây")).toEqual([]);
  });
});

test("reading time grows no faster than the text", () => {
  const unit = "Chơi n.h.à c.á.i ca cuoc a b c d e f g h tài xỉu đêm nay. ";
  const timeOf = (text: string) => {
    const startedAt = performance.now();
    find(text);
    return performance.now() - startedAt;
  };
  timeOf(unit.repeat(500));
  const best = (count: number) => Math.min(...[1, 2, 3].map(() => timeOf(unit.repeat(count))));
  // Sixteen times the text: a quadratic reader would need 256 times the time.
  expect(best(8000) / Math.max(best(500), 1)).toBeLessThan(80);
});
