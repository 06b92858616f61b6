import { describe, expect, test } from "vitest";
import type { Page } from "#core/nouns/page.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown } from "#detection/facts/fact.ts";
import { gatherFacts } from "#detection/facts/gather.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { readFields } from "#detection/text/fields.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-22T00:00:00Z") });

function factsOf(title: string, body: string, url = "https://lang.example/bai") {
  const html = `<!doctype html><title>${title}</title><body>${body}</body>`;
  const page: Page = extractPage({ url, finalUrl: url, status: 200, html });
  const facts = gatherFacts({
    page,
    fields: readFields(page, knowledge.lexicon),
    knowledge,
    context: { kind: "site" },
  });
  return (name: string): { value: unknown; shown: string[] } => {
    const fact = facts.get(name)!;
    if (!isKnown(fact)) return { value: null, shown: [] };
    const cut = (a: Anchor) =>
      a.kind === "text" && a.field === "text" ? page.text.slice(a.start, a.end) : a.kind === "text" ? a.raw : "";
    for (const anchor of fact.anchors)
      if (anchor.kind === "text" && anchor.field === "text") expect(cut(anchor)).toBe(anchor.raw);
    return { value: fact.value, shown: fact.anchors.map(cut) };
  };
}

describe("hidden terms as a fact", () => {
  test("terms that hide are counted, shown as they stand and their tricks named", () => {
    const ask = factsOf(
      "Trang mới",
      "<p>Tối nay n.h.à c.á.i mở cửa, mời vào t*i xỉu và 𝐱𝐨𝐜 𝐝𝐢𝐚 cho vui cùng bạn bè.</p>",
    );
    expect(ask("text.disguisedTerms").value).toBe(3);
    expect(ask("text.disguisedTerms").shown.toSorted()).toEqual(["n.h.à c.á.i", "t*i xỉu", "𝐱𝐨𝐜 𝐝𝐢𝐚"].toSorted());
    expect(String(ask("text.disguiseKinds").value).split(", ").toSorted()).toEqual(
      ["chữ bị che bằng dấu sao", "chữ kiểu lạ", "chữ tách rời"].toSorted(),
    );
  });

  test("the same terms written openly, and honest letter-spaced titles, hide nothing", () => {
    const ask = factsOf(
      "T H Ô N G  B Á O",
      "<p>Tối nay nhà cái mở cửa, mời vào tài xỉu và xóc đĩa. T I N  T Ứ C trong ngày.</p>",
    );
    expect(ask("text.disguisedTerms").value).toBe(0);
    expect(ask("text.disguiseKinds").value).toBe("");
  });

  test("the language is told with and without marks, and not guessed from a few words", () => {
    expect(factsOf("", "<p>Hợp tác xã giới thiệu giống lúa chịu mặn cho bà con.</p>")("text.language").value).toBe(
      "vi",
    );
    expect(factsOf("", "<p>hop tac xa gioi thieu giong lua chiu man cho ba con</p>")("text.language").value).toBe(
      "vi-unmarked",
    );
    expect(factsOf("", "<p>Xin chào</p>")("text.language").value).toBe(null);
  });
});

describe("marks of template farms", () => {
  test("a title of a betting brand and keywords that are strange to it is counted in parts", () => {
    const ask = factsOf("98bet88 - vá lốp lưu động - giá tôn lạnh - lịch tàu Côn Đảo", "<p>98bet88</p>");
    expect(ask("doorway.titleParts").value).toBe(3);
    expect(ask("doorway.titleStrangers").value).toBe(3);
    expect(ask("doorway.titleParts").shown).toEqual(["98bet88"]);
  });

  test("a shop's title in parts has none of it", () => {
    expect(factsOf("Vá lốp lưu động - giá rẻ - gọi là đến", "<p>Gọi là đến.</p>")("doorway.titleParts").value).toBe(0);
  });

  test("Chinese template words beside betting words are shown; on a Chinese lesson they are not", () => {
    const frame = "<div>会员登录 来源 作者 浏览 上一篇</div>";
    const ask = factsOf("Tin", `${frame}<p>Nhà cái uy tín, soi kèo mỗi ngày.</p>`);
    expect(ask("doorway.chineseFrame").value).toBeGreaterThanOrEqual(4);
    expect(ask("doorway.chineseFrame").shown).toContain("来源");
    expect(
      factsOf("Bài học", `${frame}<p>Hôm nay lớp học mười chữ Hán đầu tiên.</p>`)("doorway.chineseFrame").value,
    ).toBe(0);
  });

  test("a keyword in brackets within a notice of a public body is seen", () => {
    const body =
      "Ủy ban nhân dân huyện ban hành kế hoạch số 12 【nhà cái uy tín】 về trồng rừng; HĐND tỉnh họp. Công văn gửi các xã.";
    const ask = factsOf("Thông báo", `<p>${body}</p>`);
    expect(ask("doorway.bracketedTerms").value).toBe(1);
    expect(ask("doorway.officialWords").value).toBeGreaterThanOrEqual(3);
    expect(
      factsOf("Thông báo", `<p>${body.replace("nhà cái uy tín", "dự thảo")}</p>`)("doorway.bracketedTerms").value,
    ).toBe(0);
  });

  test("a numbered view-space path is a farm's; an article's number is not", () => {
    expect(
      factsOf("x", "<p>x</p>", "https://a1b2c3.tap-hoa.example/viewspace-123456.html")("doorway.farmPath").value,
    ).toBe(true);
    expect(factsOf("x", "<p>x</p>", "https://bao.example/tin-trong-lua-123456.html")("doorway.farmPath").value).toBe(
      false,
    );
  });
});
