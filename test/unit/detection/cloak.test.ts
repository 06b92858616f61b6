// Promises what counts as another face and what does not: layout, order, application stores, refusals and chance are none.
import { describe, expect, test } from "vitest";
import type { Face } from "#core/nouns/observation.ts";
import { isOrdinary, scriptFaceOf, Vantage, vantages } from "#core/nouns/vantage.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { compareFaces } from "#detection/cloak/compare-faces.ts";
import { describeFace } from "#detection/cloak/describe-face.ts";
import { detect, type DetectionContext } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { asksReferrer, isMatrixFresh } from "#workers/faces.ts";
import { bookmaker, notFound, tailor, tailorForPhones, type FacedAnswer } from "../../support/faced-sites.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-20T00:00:00Z") });
const url = "http://tiem.example/";
const read = (answer: FacedAnswer, finalUrl = url) =>
  extractPage({ url, finalUrl, status: answer.status, html: answer.html });
const judge = (answer: FacedAnswer, context: Partial<DetectionContext> = {}) =>
  detect(read(answer), knowledge, { kind: "site", ...context });

function face(vantage: Vantage, answer: FacedAnswer, more: Partial<Face> = {}): Face {
  const page = read(answer, more.finalUrl);
  const detection = detect(page, knowledge, { kind: "site", vantage });
  return { ...describeFace(page, detection, knowledge, { vantage, via: "http" }), ...more };
}
const kinds = (own: Face, other: Face) => compareFaces(own, [other]).map((d) => d.kind);
const desktop = face("desktop", tailor);

describe("a difference", () => {
  test("is another text with words of gambling, named for both visitors", () => {
    const found = compareFaces(face("mobile-search", bookmaker), [desktop]);
    expect(found.map((d) => d.kind)).toEqual(expect.arrayContaining(["text", "terms", "score"]));
    for (const { between, what } of found) {
      expect(between).toEqual(["desktop", "mobile-search"]);
      expect(what).toMatch(/điện thoại từ trang tìm kiếm/);
      expect(what).toBe(what.normalize("NFC"));
    }
  });

  test("is content for one visitor where the site tells the other that nothing stands there", () => {
    expect(kinds(face("search", bookmaker), face("desktop", notFound))).toContain("answer");
    expect(kinds(face("search", notFound), desktop)).toEqual(["answer"]);
  });

  test("is another site at the end of the redirects", () => {
    expect(kinds(face("mobile", tailor, { finalUrl: "http://noi-khac.example/" }), desktop)).toEqual(["site"]);
  });

  test("is a link to a host named as bookmakers are that only one visitor is given", () => {
    expect(kinds({ ...desktop, vantage: "search", outboundHosts: ["nhacai68vip.example"] }, desktop)).toEqual([
      "hosts",
    ]);
  });
});

describe("no difference", () => {
  test("is a template for phones with the same words in another order", () => {
    expect(kinds(face("mobile", tailorForPhones), desktop)).toEqual([]);
  });

  test("is the site's own host for phones, or an application store", () => {
    for (const finalUrl of ["http://m.tiem.example/", "https://play.google.com/store/apps/details?id=tiem"])
      expect(kinds(face("mobile", tailor, { finalUrl }), desktop)).toEqual([]);
  });

  test("is a challenge, a login wall, a refusal or an overload: no answer of the site", () => {
    const refused: Partial<Face>[] = [
      { condition: "challenge", status: 403 },
      { condition: "login-wall", status: 200 },
      { condition: "error", status: 403 },
      { condition: "error", status: 503 },
    ];
    for (const more of refused) {
      expect(kinds(face("mobile", bookmaker), face("desktop", tailor, more))).toEqual([]);
      expect(kinds(face("mobile", bookmaker, more), desktop)).toEqual([]);
    }
  });

  test("is a headline or two with a word of gambling, or another advertisement", () => {
    const other = { ...desktop, vantage: "mobile", terms: ["cá độ", "đánh bạc"], outboundHosts: ["quang-cao.example"] };
    expect(kinds(other, desktop)).toEqual([]);
  });
});

describe("the rule on cloaked faces", () => {
  const rules = (d: ReturnType<typeof judge>) => d.categories.gambling?.signals.map((s) => s.rule) ?? [];

  test("speaks where the ordinary visitor sees nothing of it, on the differences themselves", () => {
    const signal = judge(bookmaker, { vantage: "mobile", faces: [desktop] }).categories.gambling?.signals.find(
      (s) => s.rule === "gam.cloaked-face",
    );
    expect(signal?.anchors.filter((a) => a.kind === "difference").length).toBeGreaterThan(0);
    expect(signal?.say).not.toMatch(/vi phạm|không phép/);
  });

  test("is skipped where nobody compared, never false", () => {
    const detection = judge(bookmaker, { vantage: "mobile" });
    expect(rules(detection)).not.toContain("gam.cloaked-face");
    expect(detection.skipped.map((s) => s.rule)).toContain("gam.cloaked-face");
  });

  test("is silent where everybody sees the bookmaker, and where a difference hides nothing", () => {
    const everybody = [face("desktop", bookmaker)];
    expect(rules(judge(bookmaker, { vantage: "mobile", faces: everybody }))).not.toContain("gam.cloaked-face");
    const innocent = judge(tailor, { vantage: "mobile", faces: [face("desktop", notFound)] });
    expect(Object.keys(innocent.categories)).toEqual([]);
  });
});

describe("the matrix", () => {
  test("names each visitor once with and once without a browser", () => {
    const keys = Vantage.options.map((v) => [vantages[v].device, vantages[v].referrer, vantages[v].script].join(" "));
    expect(new Set(keys).size).toBe(12);
    expect(Vantage.options.filter(isOrdinary)).toEqual(["desktop", "desktop-script"]);
    expect(Vantage.options.map(scriptFaceOf).every((v) => vantages[v].script)).toBe(true);
  });

  test("need not be asked again where all saw one face and it stands unchanged", () => {
    const others = ["mobile", "search", "social", "mobile-search", "mobile-social"] as const;
    const scanId = "01930000-0000-7000-8000-000000000000" as never;
    const rows = (odd: FacedAnswer) =>
      (["desktop", ...others] as const).map((vantage) => ({
        scanId,
        vantage,
        fetchedAt: new Date(),
        facts: { face: face(vantage, vantage === "mobile-search" ? odd : tailor) },
      }));
    expect(isMatrixFresh(desktop, rows(tailor))).toBe(true);
    expect(isMatrixFresh(desktop, rows(bookmaker))).toBe(false);
    expect(isMatrixFresh(face("desktop", bookmaker), rows(tailor))).toBe(false);
    expect(isMatrixFresh(desktop, rows(tailor).slice(0, 3))).toBe(false);
    expect(isMatrixFresh(desktop, [])).toBe(false);
  });

  test("sends a browser where scripts ask for the referrer and move the visitor, not where they only count visits", () => {
    expect(asksReferrer("if (/bing/.test(document.referrer)) { window.location.href = '/x' }")).toBe(true);
    expect(asksReferrer("track(document.referrer)")).toBe(false);
    expect(asksReferrer("location.replace('/m')")).toBe(false);
  });
});
