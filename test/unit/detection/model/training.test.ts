// Promises that training has no chance in it, learns no words of one site, and that an explanation is the computation.
import { describe, expect, test } from "vitest";
import { explainHost, readPieces, sayPieces } from "#detection/model/host-pieces.ts";
import { strongest } from "#detection/model/explain.ts";
import { explainWords } from "#detection/model/page-words.ts";
import { balance, familyOf, foldOf } from "#detection/model/train/folds.ts";
import { areaUnderCurve, measureAt, wilson } from "#detection/model/train/measure.ts";
import { fitLogistic } from "#detection/model/train/regression.ts";
import { trainHostModel, type HostSample } from "#detection/model/train/train-host.ts";
import { trainWordModel, type PageSample } from "#detection/model/train/train-words.ts";
import { tokenise } from "#detection/text/tokens.ts";

const words = (text: string) => [{ field: "text" as const, text, tokens: tokenise(text) }];
const bakery = "bánh mì nóng giòn mỗi sáng tại cửa hàng";
const garden = "vườn rau xanh tốt sau cơn mưa đầu mùa";

/** Own tiny world: bakeries against gardens, eight sites, one word that only one site uses. */
const pages: PageSample[] = Array.from({ length: 16 }, (_, i) => ({
  name: `page-${i}`,
  site: `site-${i % 8}.example`,
  group: `maker-${i % 8}`,
  isPositive: i % 2 === 0,
  sources: words(`${i % 2 === 0 ? bakery : garden} ${i === 0 ? "rieng" : "chung"} bài số ${i}`),
}));
const wordRecipe = { model: "bakeries", fewestSites: 3, mostWords: 20, penalty: 0.1, factor: 0.4 };

const hosts: HostSample[] = [
  ...["banhmi88", "lobanhmi", "banhmi-ngon", "tiembanhmi", "banhmi365"].map((l) => ({
    host: `${l}.club`,
    isPositive: true,
  })),
  ...["vuonrau", "rausach", "caycanh", "hatgiong", "nhavuon"].map((l) => ({ host: `${l}.vn`, isPositive: false })),
].map((h) => ({ ...h, group: h.host, facts: { sweet: h.isPositive ? 1 : 0 } }));
const hostRecipe = { model: "bakery-hosts", buckets: 1024, facts: ["sweet"], penalty: 0.3, factor: 0.2 };

describe("training", () => {
  test("the same data gives the same bytes", () => {
    expect(JSON.stringify(trainWordModel(pages, wordRecipe))).toBe(JSON.stringify(trainWordModel(pages, wordRecipe)));
    expect(JSON.stringify(trainHostModel(hosts, hostRecipe))).toBe(JSON.stringify(trainHostModel(hosts, hostRecipe)));
  });

  test("a word that too few sites use is not learned, nor are more words kept than asked", () => {
    const model = trainWordModel(pages, wordRecipe);
    expect(Object.keys(model.words)).not.toContain("rieng");
    expect(Object.keys(model.words).length).toBeLessThanOrEqual(20);
    expect(model.words["banh mi"]).toBeGreaterThan(0);
    expect(model.words["vuon rau"]).toBeLessThan(0);
  });

  test("the two classes are told apart, and a stronger penalty gives smaller weights", () => {
    const rows = pages.map((p, i) => ({ columns: [i % 2], values: [1], isPositive: p.isPositive, weight: 1 }));
    const [loose, tight] = [fitLogistic(rows, 2, 0.1), fitLogistic(rows, 2, 10)];
    expect(loose.weights[0]!).toBeGreaterThan(0);
    expect(loose.weights[1]!).toBeLessThan(0);
    expect(Math.abs(tight.weights[0]!)).toBeLessThan(Math.abs(loose.weights[0]!));
  });

  test("the slope is nought at the fit: the penalty and the residuals cancel out", () => {
    const rows = [1, 2, 3, 4, 5, 6].map((x) => ({
      columns: [0],
      values: [x],
      isPositive: x > 2 && x !== 5,
      weight: 1,
    }));
    const { bias, weights } = fitLogistic(rows, 1, 0.5);
    const residual = (x: number, isPositive: boolean) =>
      1 / (1 + Math.exp(-(bias + weights[0]! * x))) - (isPositive ? 1 : 0);
    const slope = rows.reduce((sum, r) => sum + residual(r.values[0]!, r.isPositive) * r.values[0]!, 0.5 * weights[0]!);
    expect(Math.abs(slope)).toBeLessThan(0.01);
    expect(Math.abs(rows.reduce((sum, r) => sum + residual(r.values[0]!, r.isPositive), 0))).toBeLessThan(0.01);
  });

  test("a group never stands in two folds, and mirrors of a name are one family", () => {
    expect(foldOf("maker-1", 10)).toBe(foldOf("maker-1", 10));
    expect(familyOf("banhmi88")).toBe(familyOf("banhmi-365"));
    expect(familyOf("365")).toBe("365");
  });

  test("classes weigh alike however many pages a site has", () => {
    const rows = [...Array(30).fill("big"), "small"].map((group: string) => ({ group, isPositive: group === "big" }));
    const weights = balance(rows);
    const sum = (isPositive: boolean) =>
      weights.reduce((s, w, i) => s + (rows[i]!.isPositive === isPositive ? w : 0), 0);
    expect(sum(true)).toBeCloseTo(sum(false), 6);
  });
});

describe("explanations", () => {
  test("of words: the terms added to the bias are the log-odds, and each names the exact place", () => {
    const text = `${bakery}. ${garden}, ${bakery}`;
    const said = explainWords(trainWordModel(pages, wordRecipe), words(text));
    expect(said.terms.length).toBeGreaterThan(5);
    expect(said.logOdds).toBe(said.terms.reduce((sum, t) => sum + t.value, said.bias));
    for (const term of said.terms)
      for (const { start, end } of term.at!)
        expect(
          tokenise(text.slice(start, end))
            .map((t) => t.folded)
            .join(" "),
        ).toBe(term.name);
  });

  test("of words: the log-odds are those of the fit, to the rounding of the weights", () => {
    const model = trainWordModel(pages, wordRecipe);
    for (const page of pages) expect(explainWords(model, page.sources).logOdds > 0).toBe(page.isPositive);
  });

  test("of hosts: the terms added to the bias are the log-odds, and the pieces shown stand in the name", () => {
    const model = trainHostModel(hosts, hostRecipe);
    const said = explainHost(model, readPieces("banhmituoi.club")!, { sweet: 1 });
    expect(said.logOdds).toBe(said.terms.reduce((sum, t) => sum + t.value, said.bias));
    const shown = sayPieces(strongest(said, 40), 3);
    expect(shown.length).toBeGreaterThan(0);
    for (const piece of shown) expect("banhmituoi.club").toContain(piece);
    expect(said.logOdds).toBeGreaterThan(explainHost(model, readPieces("vuonrausach.vn")!).logOdds);
  });

  test("an address without a registrable name has no pieces", () => {
    expect(readPieces("127.0.0.1")).toBeNull();
    expect(readPieces("localhost")).toBeNull();
  });
});

describe("figures", () => {
  const items = [0.1, 0.4, 0.35, 0.8].map((score, i) => ({ score, isPositive: i >= 2 }));
  test("the area under the curve counts pairs in order, ties half", () => {
    expect(areaUnderCurve(items)).toBeCloseTo(0.75, 9);
    expect(areaUnderCurve(items.map((i) => ({ ...i, score: 1 })))).toBeCloseTo(0.5, 9);
  });
  test("precision and recall at a point come with Wilson's interval", () => {
    const at = measureAt(items, 0.35);
    expect([at.precision.hits, at.precision.of, at.recall.hits]).toEqual([2, 3, 2]);
    expect(wilson(10, 10).low).toBeCloseTo(0.7225, 3);
    expect(wilson(0, 0)).toEqual({ hits: 0, of: 0, low: 0, high: 1 });
  });
});
