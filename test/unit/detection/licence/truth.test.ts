// Promises that a shown licence is told apart: impossible, past its term, reused, unread in a picture; and never called absent unread.
import { describe, expect, test } from "vitest";
import type { PictureReading, SeenLicence } from "#core/nouns/observation.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { detect, type DetectionContext } from "#detection/detect.ts";
import { gatherFacts } from "#detection/facts/gather.ts";
import { isKnown } from "#detection/facts/fact.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { licencesOf } from "#detection/licence/page-licences.ts";
import { readFields } from "#detection/text/fields.ts";

const now = new Date("2026-11-22T00:00:00Z");
const knowledge = loadKnowledge({ now, models: null });
const sections = ["Chính trị", "Xã hội", "Thế giới", "Kinh tế", "Pháp luật", "Thể thao", "Giải trí"];
const headlines = Array.from(
  { length: 10 },
  (_, i) => `Chuyện thứ ${i + 1} ở làng Mẫu được nhiều người kể lại hôm nay`,
);

function newsSite(url: string, foot: string) {
  const menu = sections.map((s, i) => `<a href="/m${i}">${s}</a>`).join(" ");
  const items = headlines.map((h, i) => `<p><a href="/b${i}.html">${h}</a></p>`).join("\n");
  const html = `<html><head><title>Chuyện Làng Mẫu</title></head><body><nav>${menu}</nav>${items}<footer>${foot}</footer></body></html>`;
  return extractPage({ url, finalUrl: url, status: 200, html });
}
const factOf = (
  url: string,
  foot: string,
  name: string,
  context: Partial<DetectionContext> = {},
  with_ = knowledge,
) => {
  const page = newsSite(url, foot);
  const facts = gatherFacts({
    page,
    fields: readFields(page, with_.lexicon),
    knowledge: with_,
    context: { kind: "site", ...context },
  });
  const fact = facts.get(name)!;
  return isKnown(fact) ? fact.value : `missing: ${fact.missing}`;
};
const rulesOf = (url: string, foot: string, context: Partial<DetectionContext> = {}) => {
  const { categories, skipped } = detect(newsSite(url, foot), knowledge, { kind: "site", ...context });
  return { fired: Object.values(categories).flatMap((c) => c.signals), skipped: skipped.map((s) => s.rule) };
};

describe("a licence line without any register", () => {
  test.each([
    ["Giấy phép số 5/GP-TTĐT do Sở TTTT Tỉnh Mẫu cấp ngày 01/02/2030. © Công ty CP Mẫu", "impossible"],
    ["Giấy phép số 5/GP-STTTT do Sở Thông tin và Truyền thông cấp ngày 01/02/2001. © Công ty CP Mẫu", "impossible"],
    ["Giấy phép số 5/GP-STTTT do Sở Thông tin và Truyền thông cấp ngày 01/02/2026. © Công ty CP Mẫu", "impossible"],
    [
      "Giấy phép số 5/GP-TTĐT do Sở TTTT Tỉnh Mẫu cấp ngày 01/02/2021. © Công ty CP Mẫu",
      "missing: chưa nhập sổ cấp phép",
    ],
    ["© Công ty CP Mẫu. Địa chỉ: số 1 phố Mẫu. Điện thoại: 0200 300 400", "missing"],
  ])("%s: %s", (foot, status) => {
    expect(factOf("https://langmau.vn/", foot, "licence.status")).toBe(status);
  });

  test("a licence older than any term of its time is called past its term, a younger one is not", () => {
    const foot = (day: string) => `Giấy phép trang tổng hợp số 5/GP-TTĐT cấp ngày ${day}. © Công ty CP Mẫu`;
    expect(factOf("https://langmau.vn/", foot("31/07/2015"), "licence.pastTerm")).toBe(true);
    expect(factOf("https://langmau.vn/", foot("31/07/2018"), "licence.pastTerm")).toBe(false);
    expect(factOf("https://langmau.vn/", foot("31/07/2015, cấp lại ngày 02/02/2020"), "licence.pastTerm")).toBe(false);
  });
});

describe("the same line on another host in an earlier scan", () => {
  const foot = "Giấy phép số 77/GP-TTĐT do Sở TTTT Tỉnh Mẫu cấp ngày 03/04/2021. Cơ quan chủ quản: Công ty TNHH Núi Đỏ";
  const seen = (over: Partial<SeenLicence>): SeenLicence => ({
    ...licencesOf(newsSite("https://x.vn/", foot))[0]!,
    owner: "Công ty CP Sông Xanh",
    host: "songxanh.vn",
    url: "https://songxanh.vn/",
    seenAt: "2026-10-01T00:00:00Z",
    ...over,
  });

  test("with another owner is named as a borrowed number, with both places", () => {
    const { fired } = rulesOf("https://langmau.vn/", foot, { seenLicences: [seen({})] });
    const signal = fired.find((s) => s.rule === "lic.reused")!;
    expect(signal.say).toContain("mượn số");
    expect(signal.say).toContain("songxanh.vn");
    expect(signal.anchors.map((a) => a.kind)).toContain("difference");
  });

  test.each([
    ["the same owner", { owner: "Công ty Núi Đỏ" }, "other-site"],
    ["another day", { issuedOn: "2020-01-01" }, "none"],
    ["another office's letters", { series: "gp-btttt" }, "none"],
    ["a subdomain of this site", { host: "m.langmau.vn" }, "none"],
    ["the same name under another ending", { host: "langmau.com" }, "none"],
  ])("%s is something else", (_, over, kind) => {
    expect(factOf("https://langmau.vn/", foot, "licence.reused", { seenLicences: [seen(over)] })).toBe(kind);
  });

  test("without earlier scans the question is skipped, not answered", () => {
    expect(rulesOf("https://langmau.vn/", foot).skipped).toContain("lic.reused");
  });
});

describe("a foot that is a picture", () => {
  const foot = '<p>© Làng Mẫu. Liên hệ: 0200 300 400</p><img src="/anh/chan-trang.png" width="900" height="120">';
  const text = "Giấy phép số 91/GP-TTĐT do Sở TTTT Tỉnh Mẫu cấp ngày 03/04/2022";
  const picture = (ocr: PictureReading["ocr"]): PictureReading => ({
    image: "https://langmau.vn/anh/chan-trang.png",
    role: "element",
    sha256: "0".repeat(64),
    width: 900,
    height: 120,
    place: null,
    inFooter: true,
    ocr,
    codes: [],
    hash: null,
    seenBefore: [],
  });
  const words = [...text.matchAll(/\S+/g)].map((m, i) => ({
    text: m[0],
    start: m.index,
    end: m.index + m[0].length,
    x: 10 + i * 50,
    y: 40,
    width: 45,
    height: 20,
    confidence: 0.9,
  }));

  test.each([
    ["not looked at", {}],
    ["failed", { pictures: [picture({ state: "failed", why: "hết giờ" })] }],
    ["unreadable", { pictures: [picture({ state: "unreadable", why: "mờ" })] }],
    ["not tried", { pictures: [picture({ state: "not-tried", why: "tắt" })] }],
  ])('%s never becomes "no licence"', (_, context) => {
    const { fired, skipped } = rulesOf("https://langmau.vn/", foot, context as Partial<DetectionContext>);
    expect(fired.map((s) => s.rule)).not.toContain("lic.no-line");
    expect(fired.map((s) => s.rule)).not.toContain("imp.no-licence-number");
    expect(skipped).toEqual(expect.arrayContaining(["lic.no-line", "imp.no-licence-number", "imp.no-owner"]));
  });

  test("read, it shows its licence with the place in the picture", () => {
    const pictures = [picture({ state: "read", text, words, confidence: 0.9, engine: "test" })];
    const page = newsSite("https://langmau.vn/", foot);
    const facts = gatherFacts({
      page,
      fields: readFields(page, knowledge.lexicon),
      knowledge,
      context: { kind: "site", pictures },
    });
    const shown = facts.get("licence.shown")!;
    expect(isKnown(shown) && shown.value).toBe(true);
    expect(isKnown(shown) && shown.anchors[0]).toEqual({
      kind: "region",
      image: "https://langmau.vn/anh/chan-trang.png",
      x: 160,
      y: 40,
      width: 45,
      height: 20,
      read: "91/GP-TTĐT",
    });
  });
});

test("no sentence of these packs says that a site has no permit", () => {
  const packs = knowledge.packs
    .map((p) => p.pack)
    .filter((p) => ["unlicensed_news", "imprint", "domain_duties"].includes(p.category));
  for (const rule of packs.flatMap((p) => p.rules))
    expect(`${rule.say} ${rule.clearedBy}`).not.toMatch(/không phép|vi phạm/);
});
