// Promises the flow's choices: which pages are captured, how a scan's end is told, what a capture may claim.
import { describe, expect, test } from "vitest";
import { newId, PageId, ScanId } from "#core/id.ts";
import type { CategoryResult, Detection, Signal } from "#core/nouns/signal.ts";
import type { Category } from "#core/nouns/category.ts";
import type { PageRow } from "#core/records/page.ts";
import { weigh } from "#workers/findings.ts";
import { choosePagesToCapture, describeOutcome } from "#workers/flow.ts";

const signal = (category: Category): Signal => ({
  rule: "r",
  version: "v",
  category,
  say: "s",
  clearedBy: "c",
  weight: 1,
  legalGrade: false,
  cites: [],
  anchors: [{ kind: "absence", searched: ["text"] }],
});
const result = (
  verdict: CategoryResult["verdict"],
  score: number,
  category: Category = "gambling",
): CategoryResult => ({ verdict, score, chance: null, signals: [signal(category)] });
const page = (position: number, categories: Detection["categories"], more: Partial<PageRow> = {}): PageRow => ({
  id: PageId.parse(newId()),
  scanId: ScanId.parse(newId()),
  url: `http://a.example/${position}`,
  vantage: "desktop",
  position,
  why: "",
  state: "fetched",
  queuedAt: new Date(),
  fetchedAt: new Date(),
  via: "http",
  finalUrl: `http://a.example/${position}`,
  status: 200,
  condition: "content",
  conditionReason: "",
  title: "",
  tls: null,
  serverIp: null,
  serverNote: "",
  exchanges: null,
  htmlSha256: null,
  facts: null,
  detection: { categories, skipped: [], shadow: [], knowledgeSha256: "k" },
  error: "",
  ...more,
});

describe("pages to capture", () => {
  test("one page a category: a flag before a review, then the higher score, then the earlier page", () => {
    const pages = [
      page(0, { gambling: result("review", 9) }),
      page(1, { gambling: result("flag", 4) }),
      page(2, { gambling: result("flag", 6) }),
      page(3, { gambling: result("flag", 6) }),
    ];
    expect(choosePagesToCapture(pages).map((c) => c.page.position)).toEqual([2]);
  });

  test("a page that serves two categories is captured once", () => {
    const both = page(0, { gambling: result("flag", 4), impersonation: result("review", 2, "impersonation") });
    const chosen = choosePagesToCapture([both]);
    expect(chosen.length).toBe(1);
    expect(chosen[0]!.categories.toSorted()).toEqual(["gambling", "impersonation"]);
  });

  test("signals below review ask for no capture", () => {
    expect(choosePagesToCapture([page(0, { gambling: result("none", 1) }), page(1, {}, { detection: null })])).toEqual(
      [],
    );
  });
});

describe("how a scan ended", () => {
  test.each([
    [page(0, {}), "scanned"],
    [page(0, {}, { condition: "challenge", conditionReason: "Cloudflare" }), "challenge"],
    [page(0, {}, { condition: "parked" }), "parked"],
    [page(0, {}, { state: "failed", error: "fetch.unreachable", condition: null }), "unreachable"],
    [page(0, {}, { state: "failed", error: "guard.refused", condition: null }), "refused"],
    [page(0, {}, { state: "failed", error: "politeness.robots", condition: null }), "robots"],
    [page(0, {}, { state: "failed", error: "internal", condition: null }), "failed"],
    [page(0, {}, { facts: { account: { state: "no-preview" } } }), "no-preview"],
  ] as const)("is told by the watched address", (first, outcome) => {
    expect(describeOutcome([page(1, {}), first])[0]).toBe(outcome);
  });

  test("a phone's view of the same address does not speak for the scan", () => {
    const phone = page(0, {}, { vantage: "mobile", condition: "challenge" });
    expect(describeOutcome([phone, page(0, {})])[0]).toBe("scanned");
  });
});

describe("what a finding may claim", () => {
  test("the captured bytes decide, up or down", () => {
    expect(weigh(result("review", 2), result("flag", 5))).toMatchObject({ verdict: "flag", reproduced: true });
    expect(weigh(result("flag", 5), result("review", 2))).toMatchObject({ verdict: "review", reproduced: true });
  });

  test("what the capture does not reproduce stays below a flag and says so", () => {
    expect(weigh(result("flag", 5), undefined)).toMatchObject({ verdict: "review", reproduced: false });
    expect(weigh(result("flag", 5), result("none", 1))).toMatchObject({ verdict: "review", reproduced: false });
    expect(weigh(undefined, undefined)).toBeNull();
  });
});
