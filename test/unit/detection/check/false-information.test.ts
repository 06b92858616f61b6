// Promises that false information is only ever put before people: cues, denials, old pictures and same wording order the queue, never flag.
import { expect, test } from "vitest";
import type { CopyMatch, PictureReading } from "#core/nouns/observation.ts";
import { type Denial, indexDenials, matchDenials } from "#detection/check/denials.ts";
import { detect, type DetectionContext } from "#detection/detect.ts";
import { compareTexts } from "#detection/duplicate/compare.ts";
import { proseOf } from "#detection/duplicate/prose.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { site } from "../sample-pages.ts";
import { writeArticle } from "../duplicate/articles.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-22T05:00:00Z") });
const pageOf = (title: string, paragraphs: string[], host = "chuyenlang.example") =>
  site(
    `https://${host}/bai`,
    `<!doctype html><html lang="vi"><head><title>${title}</title></head><body><article class="post-content"><h1>${title}</h1>${paragraphs.map((p) => `<p>${p}</p>`).join("")}<p><img src="https://anh.example/1.jpg" width="640" height="480"></p></article></body></html>`,
  );
const judge = (page: ReturnType<typeof pageOf>, context: Partial<DetectionContext> = {}) => {
  const found = detect(page, knowledge, { kind: "site", ...context });
  const result = found.categories.false_information;
  return {
    found,
    verdict: result?.verdict ?? "none",
    score: result?.score ?? 0,
    rules: (result?.signals ?? []).map((s) => s.rule),
    signals: result?.signals ?? [],
  };
};

const denial: Denial = {
  label: "tin giả",
  issuer: "Công an tỉnh Mẫu",
  deniedOn: "2026-11-20",
  title: "Bác bỏ tin đồn vỡ đập thủy lợi Hồ Xanh",
  claim: "Đập thủy lợi Hồ Xanh đã nứt thân đập, đêm nay sẽ xả lũ khẩn cấp nhấn chìm ba xã hạ lưu",
  text: "Công an tỉnh Mẫu khẳng định hồ chứa đang vận hành an toàn, mực nước dưới ngưỡng tràn bốn mét.",
  url: "https://congan.tinhmau.gov.vn/bac-bo",
};
const other: Denial = {
  ...denial,
  title: "Tin giả về việc thu hồi tờ tiền hai trăm nghìn đồng",
  claim: "Ngân hàng sẽ thu hồi toàn bộ tờ tiền hai trăm nghìn đồng trước ngày mồng một",
  url: "https://x.example",
};

const spreader = pageOf("Bà con hạ lưu đọc gấp", [
  "Mọi người ơi, nghe nói đập thủy lợi Hồ Xanh đã nứt thân đập rồi, đêm nay sẽ xả lũ khẩn cấp nhấn chìm cả ba xã hạ lưu của mình!!!",
  "Bạn tôi làm trong trạm thủy văn báo về. Đây không phải tin giả, chia sẻ gấp trước khi bị xóa, sắp vỡ đập thật rồi.",
]);
const report = pageOf("Thực hư chuyện vỡ đập Hồ Xanh", [
  "Mạng xã hội lan truyền nội dung đập thủy lợi Hồ Xanh đã nứt thân đập, đêm nay sẽ xả lũ khẩn cấp nhấn chìm ba xã hạ lưu.",
  "Công an tỉnh Mẫu bác bỏ thông tin này, khẳng định đây là tin giả và đã xác minh người đăng. Người dân không chia sẻ thông tin chưa kiểm chứng.",
]);
const cookery = pageOf("Canh chua lá giang", [
  "Lá giang rửa sạch, vò nhẹ cho dậy mùi chua. Cá linh làm sạch để ráo, ướp chút muối và ớt xanh.",
  "Nghe nói bà ngoại ngày trước nấu bằng nồi đất, khói bếp thơm cả vườn.",
]);

const matched = (page: ReturnType<typeof pageOf>) =>
  matchDenials(indexDenials([other, denial]), page.text, proseOf(page));

test("a page that spreads a denied claim goes to review with both texts' places, and is never flagged", () => {
  const denials = matched(spreader);
  expect(denials.map((d) => d.title)).toEqual([denial.title]);
  const { verdict, rules, signals } = judge(spreader, { denials });
  expect(verdict).toBe("review");
  expect(rules).toContain("fak.denied");
  const anchors = signals.find((s) => s.rule === "fak.denied")!.anchors;
  expect(anchors.some((a) => a.kind === "text" && a.raw.includes("nứt thân đập"))).toBe(true);
  expect(anchors.find((a) => a.kind === "difference")).toMatchObject({ between: [spreader.finalUrl, denial.url] });
  const [span] = denials[0]!.spans;
  expect([denial.title, denial.claim, denial.text].join("\n").slice(span!.otherStart, span!.otherEnd)).toContain(
    "thân đập",
  );
});

test("whatever speaks for it at once, false information stays below a flag", () => {
  const copies = ["a.example", "b.example", "c.example"].map((host) =>
    sameText(spreader, host, "2026-11-22T03:00:00Z"),
  );
  const { verdict, score } = judge(spreader, {
    denials: matched(spreader),
    pictures: [picture()],
    copies,
    compared: { press: true, other: true },
    seenAt: "2026-11-22T04:00:00Z",
  });
  expect(score).toBeGreaterThan(6);
  expect(verdict).toBe("review");
});

test("a page that reports the denial matches its words but is no spreader", () => {
  const denials = matched(report);
  expect(denials).toHaveLength(1);
  const { verdict, rules } = judge(report, { denials });
  expect(rules).not.toContain("fak.denied");
  expect(verdict).toBe("none");
});

test("the same words on a police or press host are no spreading", () => {
  const police = pageOf(
    "Bà con hạ lưu đọc gấp",
    ["Đập thủy lợi Hồ Xanh đã nứt thân đập, đêm nay sẽ xả lũ khẩn cấp nhấn chìm ba xã hạ lưu."],
    "congan.tinhmau.gov.vn",
  );
  expect(judge(police, { denials: matched(police) }).rules).not.toContain("fak.denied");
});

test("a denial that confirms, and a page about something else, match nothing", () => {
  expect(matchDenials(indexDenials([{ ...denial, label: "tin xác thực" }]), spreader.text, proseOf(spreader))).toEqual(
    [],
  );
  expect(matched(cookery)).toEqual([]);
  expect(matchDenials(indexDenials([denial]), writeArticle(4), [{ start: 0, end: 2000 }])).toEqual([]);
});

test("without imported denials the rule is skipped, with none matching it is not", () => {
  expect(judge(spreader).found.skipped.map((s) => s.rule)).toContain("fak.denied");
  expect(judge(cookery, { denials: [] }).found.skipped.map((s) => s.rule)).not.toContain("fak.denied");
});

test("a claim beside an appeal is a cue shown with both; either alone is none", () => {
  const { rules, signals, verdict } = judge(spreader);
  expect(rules).toContain("fak.claim-appeal");
  expect(verdict).toBe("review");
  const words = signals
    .find((s) => s.rule === "fak.claim-appeal")!
    .anchors.map((a) => (a.kind === "text" ? a.raw : ""));
  expect(words).toEqual(expect.arrayContaining(["sắp vỡ đập", "Mọi người ơi"]));
  expect(judge(cookery).rules).toEqual([]);
  const news = pageOf("Diễn tập ứng phó", [
    "Huyện tổ chức diễn tập ứng phó tình huống vỡ đập, hơn hai trăm người tham gia, có xe cứu thương và thuyền máy.",
  ]);
  expect(judge(news).rules).toEqual([]);
});

test.each([
  "Tôi cho rằng thành phố nên giữ lại hàng cây cổ thụ, quy hoạch lần này chưa lắng nghe dân, mong mọi người chia sẻ ngay ý kiến.",
  "Theo tôi chủ trương sáp nhập ba xã là vội vàng, cán bộ cần giải thích rõ hơn. Xin hãy chia sẻ bài này.",
  "Bộ phim này dở, báo chí khen quá lời, mọi người ơi đừng mua vé. Chia sẻ gấp cho bạn bè.",
])("an opinion is not judged: %s", (opinion) => {
  expect(judge(pageOf("Góc nhìn", [opinion])).rules).toEqual([]);
});

function picture(
  more: Partial<PictureReading> = {},
  seen: Partial<PictureReading["seenBefore"][number]> = {},
): PictureReading {
  const at = spreader.html.indexOf("<img");
  return {
    image: "https://anh.example/1.jpg",
    role: "element",
    sha256: "a".repeat(64),
    width: 640,
    height: 480,
    place: { htmlStart: at, htmlEnd: spreader.html.indexOf(">", at) + 1 },
    inFooter: false,
    ocr: { state: "not-tried", why: "" },
    codes: [],
    hash: { pdq: "0".repeat(64), quality: 80 },
    seenBefore: [
      { captureId: "c", url: "https://baocu.example/2023", capturedAt: "2026-08-01T00:00:00Z", distance: 12, ...seen },
    ],
    ...more,
  };
}

test("a picture that an older capture of another site holds is a cue; flat, near-by, fresh or own ones are not", () => {
  const rulesOf = (pictures: PictureReading[]) => judge(spreader, { pictures }).rules;
  expect(rulesOf([picture()])).toContain("fak.recycled-picture");
  for (const no of [
    picture({}, { distance: 32 }),
    picture({ hash: { pdq: "0".repeat(64), quality: 49 } }),
    picture({}, { url: "https://www.chuyenlang.example/cu" }),
    picture({}, { capturedAt: "2026-11-22T01:00:00Z" }),
    picture({ role: "favicon" }),
    picture({ width: 80 }),
  ])
    expect(rulesOf([no])).not.toContain("fak.recycled-picture");
  expect(judge(spreader, { pictures: [picture({ hash: null })] }).found.skipped.map((s) => s.rule)).toContain(
    "fak.recycled-picture",
  );
});

function sameText(
  page: ReturnType<typeof pageOf>,
  host: string,
  firstSeenAt: string,
  source: "press" | "other" = "other",
): CopyMatch {
  const { otherContainment: _, ...found } = compareTexts(
    { text: page.text, ranges: proseOf(page) },
    { text: page.text },
  );
  return {
    url: `https://${host}/x`,
    host,
    title: "x",
    source,
    publishedAt: null,
    firstSeenAt,
    removedAt: null,
    author: "",
    publisher: "",
    ...found,
  };
}

test("the same wording on three sites within six hours is a cue; two sites, a day, or news of the press is not", () => {
  const long = pageOf("Chuyện làng", [writeArticle(55, 150)]);
  const rulesOf = (copies: CopyMatch[]) =>
    judge(long, { copies, compared: { press: true, other: true }, seenAt: "2026-11-22T04:00:00Z" }).rules;
  const three = [
    sameText(long, "a.example", "2026-11-22T01:00:00Z"),
    sameText(long, "b.example", "2026-11-22T03:00:00Z"),
  ];
  expect(rulesOf(three)).toContain("fak.same-wording");
  expect(rulesOf(three.slice(0, 1))).not.toContain("fak.same-wording");
  expect(rulesOf([three[0]!, sameText(long, "b.example", "2026-11-20T03:00:00Z")])).not.toContain("fak.same-wording");
  expect(rulesOf([...three, sameText(long, "bao.example", "2026-11-22T00:00:00Z", "press")])).not.toContain(
    "fak.same-wording",
  );
});
