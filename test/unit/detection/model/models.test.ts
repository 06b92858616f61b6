// Promises that broken weights are refused, that a model alone decides nothing, and that the waterfall shown is the score.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Page } from "#core/nouns/page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { isKnown, known, type Facts } from "#detection/facts/fact.ts";
import { gatherFacts } from "#detection/facts/gather.ts";
import { loadKnowledge, type Knowledge } from "#detection/knowledge.ts";
import { loadModels, modelFiles, weightsDir, type Models } from "#detection/model/format.ts";
import { chanceOf, weigh } from "#detection/score.ts";
import { readFields } from "#detection/text/fields.ts";
import { seededRandom } from "../../../support/seeded-random.ts";
import * as samples from "../sample-pages.ts";

const now = new Date("2026-11-22T00:00:00Z");
const knowledge = loadKnowledge({ now });
const folders: string[] = [];
afterAll(() => folders.forEach((f) => rmSync(f, { recursive: true })));

function brokenCopy(file: string, change: (model: Record<string, unknown>) => unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), "models-"));
  folders.push(folder);
  for (const name of Object.values(modelFiles)) copyFileSync(path.join(weightsDir, name), path.join(folder, name));
  const changed = change(JSON.parse(readFileSync(path.join(folder, file), "utf8")));
  writeFileSync(path.join(folder, file), typeof changed === "string" ? changed : JSON.stringify(changed));
  return folder;
}

function factsOf(page: Page, with_: Knowledge = knowledge): Facts {
  return gatherFacts({ page, fields: readFields(page, with_.lexicon), knowledge: with_, context: { kind: "site" } });
}
const textPage = (text: string, title = "") => pageFromText({ url: "https://trang.example/", title, text });
const missingOf = (facts: Facts, name: string) => {
  const fact = facts.get(name)!;
  return isKnown(fact) ? null : fact.missing;
};

describe("loading", () => {
  const cases: [string, string, (m: Record<string, unknown>) => unknown, string][] = [
    ["text that is no JSON", modelFiles.gamblingPages, () => "{", "input.unreadable"],
    [
      "a weight that is no whole number",
      modelFiles.gamblingPages,
      (m) => ({ ...m, words: { "banh mi": 0.5 } }),
      "input.invalid",
    ],
    [
      "a word that is not folded",
      modelFiles.gamblingPages,
      (m) => ({ ...m, words: { "bánh mì": 5 } }),
      "input.invalid",
    ],
    ["too few bytes for the buckets", modelFiles.gamblingHosts, (m) => ({ ...m, weights: "AAAA" }), "input.invalid"],
    ["buckets that are no power of two", modelFiles.gamblingHosts, (m) => ({ ...m, buckets: 1000 }), "input.invalid"],
    ["a step of nought", modelFiles.checkWorthy, (m) => ({ ...m, step: 0 }), "input.invalid"],
    ["a field that nobody knows", modelFiles.checkWorthy, (m) => ({ ...m, hosts: ["a.example"] }), "input.invalid"],
  ];
  test.each(cases)("%s is refused with the file's name", (_, file, change, code) => {
    const folder = brokenCopy(file, change);
    expect(() => loadModels(folder)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(file) }));
  });

  test("another weight gives another hash, and knowledge with it another one", () => {
    const changed = loadModels(brokenCopy(modelFiles.checkWorthy, (m) => ({ ...m, bias: 1 })));
    expect(changed.sha256).not.toBe(knowledge.models!.sha256);
    expect(loadKnowledge({ now, models: changed }).sha256).not.toBe(knowledge.sha256);
    expect(loadKnowledge({ now }).sha256).toBe(knowledge.sha256);
  });

  test("shipped models are small, and each has its card", () => {
    for (const name of Object.values(modelFiles)) {
      expect(statSync(path.join(weightsDir, name)).size).toBeLessThan(300_000);
      const { card } = JSON.parse(readFileSync(path.join(weightsDir, name), "utf8")) as { card: string };
      expect(readFileSync(card, "utf8")).toContain("npm run train --");
    }
  });
});

describe("what a model may do", () => {
  /** Models that are certain of everything. */
  const shout = (models: Models): Models => ({
    ...models,
    gamblingPages: { ...models.gamblingPages, bias: 30_000, factor: 1 },
    gamblingHosts: { ...models.gamblingHosts, bias: 30_000, factor: 1 },
    impersonatingHosts: { ...models.impersonatingHosts, bias: 30_000, factor: 1 },
  });

  test("models that are certain flag nothing alone, nor bring it before a person", () => {
    const certain = { ...knowledge, models: shout(knowledge.models!) };
    const spoke = [samples.privacyPolicy, samples.sportsNews, textPage(plainText)].flatMap((page) => {
      const categories = Object.values(detect(page, certain, { kind: "site" }).categories);
      expect(categories.map((c) => c.verdict).filter((v) => v !== "none")).toEqual([]);
      return categories.flatMap((c) => c.signals.filter((s) => s.rule.includes(".model-")));
    });
    expect(spoke.length).toBeGreaterThan(0);
  });

  test("no two model rules are sources apart from the rules that read the same thing", () => {
    const rules = knowledge.packs.flatMap((p) => p.pack.rules);
    const modelRules = rules.filter((r) => typeof r.weight !== "number");
    expect(modelRules.length).toBeGreaterThanOrEqual(4);
    for (const rule of modelRules)
      expect(rules.some((r) => typeof r.weight === "number" && r.source === rule.source)).toBe(true);
  });

  test("what speaks only against a suspicion raises nothing", () => {
    const result = detect(textPage(plainText), knowledge, { kind: "site" });
    expect(result.categories.gambling).toBeUndefined();
  });

  test("a text too short or not Vietnamese is skipped with the reason, never called innocent", () => {
    expect(missingOf(factsOf(textPage("Nhà cái uy tín, nổ hũ.")), "model.gamblingPage")).toBe("trang có quá ít chữ");
    const english = "The quick brown fox jumps over the lazy dog while children watch from the other side. ".repeat(8);
    expect(missingOf(factsOf(textPage(english)), "model.gamblingPage")).toBe("chữ trên trang không phải tiếng Việt");
    const { skipped } = detect(textPage(english), knowledge, { kind: "site" });
    expect(skipped.map((s) => s.rule)).toContain("gam.model-page");
  });

  test("Vietnamese without marks is read as Vietnamese", () => {
    expect(missingOf(factsOf(samples.gamblingUnaccented), "model.gamblingPage")).toBeNull();
  });

  test("knowledge without models skips their rules and judges on", () => {
    const bare = loadKnowledge({ now, models: null });
    const result = detect(samples.gambling, bare, { kind: "site" });
    expect(result.skipped).toContainEqual({
      rule: "gam.model-page",
      missing: expect.stringContaining("không dùng mô hình"),
    });
    expect(result.categories.gambling!.verdict).toBe("flag");
  });

  test("the words quoted of a page are cut from it", () => {
    const fact = factsOf(samples.gambling).get("model.gamblingPage")!;
    if (!isKnown(fact)) throw new Error("the model did not speak");
    for (const anchor of fact.anchors) {
      if (anchor.kind !== "text") throw new Error("another anchor");
      const input = anchor.field === "title" ? samples.gambling.title!.text : samples.gambling.text;
      expect(input.slice(anchor.start, anchor.end)).toBe(anchor.raw);
    }
    expect(fact.anchors.length).toBeGreaterThan(0);
  });
});

describe("the score", () => {
  test("a weight from a model is held in its bounds and rounded to what is shown", () => {
    const facts: Facts = new Map([["model.x", known(0.4567)]]);
    expect(weigh({ fact: "model.x", min: 0, max: 1 }, facts)).toBe(0.46);
    expect(weigh({ fact: "model.x", min: 0, max: 0.3 }, facts)).toBe(0.3);
    expect(weigh({ fact: "model.y", min: 0, max: 1 }, facts)).toBeNull();
    expect(weigh(0.333, facts)).toBe(0.33);
  });

  test("is the rounded sum of the weights shown, over 300 pages put together at random", () => {
    const random = seededRandom(20_261_122);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
    let summed = 0;
    for (let i = 0; i < 300; i++) {
      const lines = Array.from({ length: 3 + Math.floor(random() * 12) }, () => pick(sentences));
      const page = pageFromText({ url: `https://${pick(hosts)}/`, title: pick(sentences), text: lines.join("\n") });
      for (const result of Object.values(detect(page, knowledge, { kind: "site" }).categories)) {
        const shown = result.signals.map((s) => Number(s.weight.toFixed(2)));
        expect(shown).toEqual(result.signals.map((s) => s.weight));
        expect(result.score).toBe(Math.round(shown.reduce((a, b) => a + b, 0) * 100) / 100);
        summed += 1;
      }
    }
    expect(summed).toBeGreaterThan(150);
  });

  test("a chance grows with the score, never claims certainty, and is null where the pack carries no fit", () => {
    const fit = { a: 1.2, b: -4, from: "own fixture" };
    expect(chanceOf(undefined, 5)).toBeNull();
    expect(chanceOf(fit, 5)!).toBeGreaterThan(chanceOf(fit, 2)!);
    expect(chanceOf(fit, 1000)).toBe(0.99);
    expect(chanceOf(fit, -1000)).toBe(0.01);
  });
});

const plainText =
  "Sáng nay ủy ban xã mở lớp dạy trồng nấm cho bà con trong thôn. Cán bộ khuyến nông chỉ cách ủ rơm, giữ ẩm và phòng bệnh. Lớp học kéo dài ba ngày, ai dự đủ buổi được tặng một bịch phôi để làm thử ở nhà. Bà con đến rất đông và hỏi nhiều về đầu ra.";
const hosts = ["trang.example", "lucky799.club", "banhmi.vn", "xacminh-nganhang.top", "tin24.example"];
const sentences = [
  plainText,
  "Nhà cái uy tín, nạp rút nhanh, thưởng nạp đầu một trăm phần trăm.",
  "Tài xỉu, xóc đĩa, nổ hũ và bắn cá đổi thưởng mở suốt ngày đêm.",
  "Công an tỉnh triệt phá đường dây cá độ bóng đá, khởi tố năm bị can.",
  "Soi kèo trận chung kết, tỷ lệ kèo nhà cái mới nhất tối nay.",
  "Chia sẻ gấp trước khi bị xóa, báo chí không dám đăng!!!",
  "Cam kết lợi nhuận ba mươi phần trăm mỗi tháng, hoàn vốn sau mười ngày.",
  "Bán data khách hàng theo quận, kèm số điện thoại và căn cước.",
  "Đội bóng huyện thắng hai không trong trận mở màn giải trẻ.",
  "Kết quả xổ số kiến thiết miền Bắc mở thưởng lúc 18h15.",
  "Quý khách đăng nhập, nhập mã OTP để xác thực tài khoản ngân hàng.",
  "Theo báo Tuổi Trẻ, giá rau tại chợ đầu mối giảm nhẹ.",
];
