// Promises what is said of a page that carries press items: named sources side by side, the one-hour rule only where both times are known.
import { expect, test } from "vitest";
import type { CopyMatch } from "#core/nouns/observation.ts";
import type { CategoryResult } from "#core/nouns/signal.ts";
import { detect, type DetectionContext } from "#detection/detect.ts";
import { compareTexts } from "#detection/duplicate/compare.ts";
import { proseOf } from "#detection/duplicate/prose.ts";
import { readInstant, readPublishedAt } from "#detection/duplicate/published-at.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { site } from "../sample-pages.ts";
import { writeArticle } from "./articles.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-22T05:00:00Z") });
const bodies = { cau: writeArticle(70, 250), cho: writeArticle(71, 250) };
type Item = keyof typeof bodies;

interface Shape {
  items?: Item[];
  time?: string;
  tail?: string;
  head?: string;
  host?: string;
}

/** An aggregator's article page: its own frame around other people's words. */
const aggregator = ({
  items = ["cau"],
  time = "22/11/2026 08:20",
  tail = "",
  head = "",
  host = "tinmau24h.example",
}: Shape = {}) =>
  site(
    `https://${host}/bai-1.html`,
    `<!doctype html><html lang="vi"><head><title>Tin trong ngày</title>${head}</head><body>
    <nav><a href="/thoi-su">Thời sự</a> <a href="/kinh-te">Kinh tế</a> <a href="/the-thao">Thể thao</a> <a href="/giai-tri">Giải trí</a></nav>
    <article class="article-content"><h1>Chuyện ở một xã ven sông</h1><p class="time">${time}</p>
    ${items
      .map((i) =>
        bodies[i]
          .split("\n")
          .map((p) => `<p>${p}</p>`)
          .join("\n"),
      )
      .join("\n")}${tail}</article>
    <footer>Trang thông tin điện tử tổng hợp Tin Mẫu. Giấy phép số 77/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 02/03/2024. Chịu trách nhiệm nội dung: Trần Văn Mẫu. Địa chỉ: 1 phố Mẫu. Email: toa@tinmau24h.example</footer></body></html>`,
  );

/** What the store would say of one press item. */
function pressCopy(page: ReturnType<typeof aggregator>, item: Item, more: Partial<CopyMatch> = {}): CopyMatch {
  const { otherContainment: _, ...found } = compareTexts(
    { text: page.text, ranges: proseOf(page) },
    { text: bodies[item] },
  );
  return {
    url: `https://baomau.example/${item}.html`,
    host: "baomau.example",
    title: `Bài ${item}`,
    source: "press",
    publishedAt: "2026-11-22T01:00:00.000Z",
    firstSeenAt: "2026-11-22T01:05:00.000Z",
    removedAt: null,
    author: "",
    publisher: "Báo Mẫu",
    ...found,
    ...more,
  };
}

function judge(
  page: ReturnType<typeof aggregator>,
  copies: CopyMatch[] | undefined,
  context: Partial<DetectionContext> = {},
) {
  const found = detect(page, knowledge, { kind: "site", ...(copies ? { copies } : {}), ...context });
  const duties: CategoryResult | undefined = found.categories.source_duties;
  return { found, duties, rules: (duties?.signals ?? []).map((s) => s.rule) };
}

test("a page with two items of one paper is named with both items side by side, every span the same words in both texts", () => {
  const page = aggregator({ items: ["cau", "cho"] });
  const { duties, rules } = judge(page, [pressCopy(page, "cau"), pressCopy(page, "cho")]);
  expect(rules).toEqual(expect.arrayContaining(["src.no-source", "src.no-source-link"]));
  const signal = duties!.signals.find((s) => s.rule === "src.no-source")!;
  expect(signal.say).toContain("đăng lại 2 tin của baomau.example");
  const beside = signal.anchors.filter((a) => a.kind === "difference");
  expect(new Set(beside.map((a) => a.between[1]))).toEqual(
    new Set(["https://baomau.example/cau.html", "https://baomau.example/cho.html"]),
  );
  for (const anchor of beside) {
    const body = bodies[anchor.between[1].includes("cau") ? "cau" : "cho"];
    expect(anchor.shared!.length).toBeGreaterThan(0);
    for (const s of anchor.shared!) {
      const clean = (text: string) => text.replaceAll(/\s+/gu, " ");
      expect(clean(page.text.slice(s.start, s.end))).toBe(clean(body.slice(s.otherStart, s.otherEnd)));
    }
  }
});

test("twenty minutes after the source raises the one-hour rule, ninety minutes does not", () => {
  const early = aggregator({ time: "22/11/2026 08:20" });
  expect(judge(early, [pressCopy(early, "cau")]).rules).toContain("src.too-early");
  expect(
    judge(early, [pressCopy(early, "cau")]).duties!.signals.find((s) => s.rule === "src.too-early")!.say,
  ).toContain("20 phút");
  const late = aggregator({ time: "22/11/2026 09:30" });
  expect(judge(late, [pressCopy(late, "cau")]).rules).not.toContain("src.too-early");
});

test("a page that stood before its source did not take it from there", () => {
  const first = aggregator({ time: "22/11/2026 07:50" });
  expect(judge(first, [pressCopy(first, "cau")]).rules).not.toContain("src.too-early");
});

test.each([
  ["the page tells no time", aggregator({ time: "" }), {}],
  ["the page tells a day only", aggregator({ time: "22/11/2026" }), {}],
  ["the source's time is not known", aggregator(), { publishedAt: null }],
  [
    "head and text of the page contradict each other",
    aggregator({ head: `<meta property="article:published_time" content="2026-11-22T08:20:00Z">` }),
    {},
  ],
])("the one-hour rule is skipped, not denied, where %s", (_, page, more) => {
  const { found, rules } = judge(page, [pressCopy(page, "cau", more)]);
  expect(rules).not.toContain("src.too-early");
  expect(found.skipped.map((s) => s.rule)).toContain("src.too-early");
});

test("where another paper carried the item an hour before, the copy may come from there", () => {
  const page = aggregator({ time: "22/11/2026 08:20" });
  const other = pressCopy(page, "cau", {
    url: "https://baokhac.example/x",
    host: "baokhac.example",
    publishedAt: "2026-11-21T23:00:00.000Z",
  });
  expect(judge(page, [pressCopy(page, "cau"), other]).rules).not.toContain("src.too-early");
  const unknown = { ...other, publishedAt: null };
  expect(judge(page, [pressCopy(page, "cau"), unknown]).found.skipped.map((s) => s.rule)).toContain("src.too-early");
});

test("author, source, time and link are asked one by one, and what the source does not tell is skipped", () => {
  const tail = `<p>Theo Báo Mẫu, 22/11/2026. Tác giả: Lê Thị Mẫu. <a href="https://baomau.example/cau.html">Bài gốc</a></p>`;
  const full = aggregator({ tail });
  expect(
    judge(full, [pressCopy(full, "cau", { author: "Lê Thị Mẫu" })]).rules.filter((r) => r.startsWith("src.no-")),
  ).toEqual([]);
  const bare = aggregator({ tail: "<p>Theo Báo Mẫu</p>" });
  const { rules, found } = judge(bare, [pressCopy(bare, "cau")]);
  expect(rules).toContain("src.no-source-link");
  expect(rules).not.toContain("src.no-source");
  expect(found.skipped.map((s) => s.rule)).toContain("src.no-author");
  expect(judge(bare, [pressCopy(bare, "cau", { author: "Lê Thị Mẫu" })]).rules).toContain("src.no-author");
});

test("a copy still up four hours after its source went is told; an hour after, or not known, is not", () => {
  const page = aggregator({ time: "20/11/2026 09:30" });
  const copy = (removedAt: string | null) => judge(page, [pressCopy(page, "cau", { removedAt })]).rules;
  expect(copy("2026-11-22T01:00:00Z")).toContain("src.still-up");
  expect(copy("2026-11-22T04:00:00Z")).not.toContain("src.still-up");
  expect(copy(null)).not.toContain("src.still-up");
});

test("press sites and public bodies are not asked, and without a store or press items the rules are skipped", () => {
  const page = aggregator({ host: "tinhmau.gov.vn" });
  expect(judge(page, [pressCopy(page, "cau")]).rules.filter((r) => r !== "src.no-link")).toEqual([]);
  const plain = aggregator();
  for (const found of [
    judge(plain, undefined).found,
    judge(plain, [], { compared: { press: false, other: true } }).found,
  ])
    expect(found.skipped.map((s) => s.rule)).toEqual(
      expect.arrayContaining(["src.no-source", "src.too-early", "src.still-up"]),
    );
});

test("a short quotation of a paper is no copy of it", () => {
  const quote = bodies.cau.split(" ").slice(0, 40).join(" ");
  const page = site(
    "https://tinmau24h.example/y-kien",
    `<!doctype html><html lang="vi"><body><article class="article-content"><h1>Ý kiến</h1><p>${writeArticle(900, 300)}</p><p>${quote}</p></article></body></html>`,
  );
  expect(judge(page, [pressCopy(page, "cau")]).rules).toEqual([]);
});

test("only an instant with time and offset is an instant; midnight to the second is a mere day", () => {
  expect(readInstant("2026-11-22T08:15:00+07:00")?.toISOString()).toBe("2026-11-22T01:15:00.000Z");
  expect(readInstant("2026-11-22T08:15:00+0700")?.toISOString()).toBe("2026-11-22T01:15:00.000Z");
  for (const text of [
    "2026-11-22",
    "2026-11-22T08:15:00",
    "2026-11-22T00:00:00+07:00",
    "hôm qua",
    "2026-13-40T08:15:00Z",
  ])
    expect(readInstant(text)).toBeNull();
});

test.each([
  ["Thứ hai, 22/11/2026 - 08:15", "2026-11-22T01:15:00.000Z"],
  ["08:15, 22/11/2026 (GMT+7)", "2026-11-22T01:15:00.000Z"],
  ["22-11-2026 | 8h15", "2026-11-22T01:15:00.000Z"],
  ["22/11/2026 03:15 CH", "2026-11-22T08:15:00.000Z"],
  ["31/02/2026 08:15", null],
])("beside the headline %s reads as %s", (time, expected) => {
  const read = readPublishedAt(aggregator({ time }));
  expect("at" in read ? read.at.toISOString() : null).toBe(expected);
  if ("at" in read) for (const a of read.anchors) expect(a.kind === "text" && time.includes(a.raw)).toBe(true);
});
