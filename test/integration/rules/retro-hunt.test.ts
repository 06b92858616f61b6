// Promises that a hunt through everything stored gives the same bytes when it is run again, and knows what it could not read.
import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { now } from "#core/clock.ts";
import { selectBacktests } from "#core/records/rule.ts";
import type { RuleAnswer } from "#detection/rules/ask-rules.ts";
import { setPassedOverAside } from "#workers/keeping/keep-package.ts";
import { quarantineCapture } from "#workers/keeping/quarantine.ts";
import { addLabel } from "#workers/rules/labels.ts";
import { enterBacktest, retroHunt } from "#workers/rules/retro-hunt.ts";
import { seedFinding } from "../../support/desk.ts";
import { huntPage } from "../../support/hunt-pages.ts";
import { openRuleWorld, ownPack, ownRule, type RuleWorld, visit, writeOwn } from "../../support/rule-world.ts";

const visits = 60;
let world: RuleWorld;
let before: Date;

interface Line {
  from: string;
  url: string;
  answers: RuleAnswer[];
}

beforeAll(async () => {
  world = await openRuleWorld();
  const rules = [
    ownRule(),
    ownRule({
      id: "own.not-press",
      when: { all: [{ lexicon: { banks: ["own-words"] } }, { not: { label: { any: ["registry.press"] } } }] },
    }),
    ownRule({ id: "own.faces", when: { fact: "own.nowhere", is: true } }),
    ownRule({ id: "own.past", until: "2020-01-01" }),
  ];
  writeOwn(world.rulesDir, "packs", "own.json", ownPack(...rules));
  // Pages 13 and 23 hold the words; one of them is labelled before it is seen, one has no page kept beside its visit.
  await addLabel(world.pool, {
    host: "trang-13.example",
    name: "registry.press",
    reason: "thử",
    actor: "an",
    until: new Date(now().getTime() + 1000_000),
  });
  for (let n = 0; n < visits; n++) await visit(world, { ...huntPage(n, 6), isOld: n === 23 });
  const dom = huntPage(1003, 6).html;
  await seedFinding(world, { url: "https://ban-chup.example/", title: "một", shown: { dom } });
  const away = await seedFinding(world, { url: "https://cach-ly.example/", title: "hai", shown: { dom } });
  const keeper = { config: world.config, pool: world.pool, store: world.store };
  await quarantineCapture(keeper, { captureId: away.captureId, actor: "an", reason: "thử" });
  await setPassedOverAside(keeper, null);
  before = new Date(now().getTime() + 1);
}, 120_000);
afterAll(() => world.close());

const ids = ["own.purple", "own.not-press", "own.faces", "own.past"];
async function hunt(ruleIds: readonly string[] = ids) {
  const lines: string[] = [];
  const onLine = (line: string) => void lines.push(line);
  const found = await retroHunt(world, { knowledge: await world.knowledge(), ruleIds, before, onLine });
  return { found, lines, read: lines.map((line) => JSON.parse(line) as Line) };
}

test("two runs over visits and sealed captures give the same result bit for bit", async () => {
  const [one, two] = [await hunt(), await hunt()];
  expect(one.lines.length).toBe(visits + 1);
  expect(two.lines).toEqual(one.lines);
  expect(two.found).toEqual(one.found);
  expect(one.found).toMatchObject({ pages: visits + 1, visits, captures: 1 });
});

test("it finds every page that holds the words, with the exact words, and no other", async () => {
  const { read, found } = await hunt(["own.purple"]);
  const fired = read.filter((line) => line.answers[0]!.answer === "fired");
  const wanted = Array.from({ length: visits }, (_, n) => huntPage(n)).filter((p) => p.isHunted);
  expect(fired.map((f) => f.url)).toEqual([...wanted.map((w) => w.url), "https://ban-chup.example/"]);
  for (const { answers } of fired) expect(answers[0]!.anchors).toMatchObject([{ kind: "text", raw: "chấm tím hồng" }]);
  expect(found.rules).toMatchObject([{ rule: "own.purple", fired: 7, notFired: 54, skipped: 0 }]);
});

test("labels count as they stood when the page was seen; what nobody computes and what is out of date is skipped", async () => {
  const { found, read } = await hunt();
  const by = Object.fromEntries(found.rules.map((r) => [r.rule, r]));
  expect(by["own.not-press"]).toMatchObject({ fired: 6 });
  expect(by["own.faces"]).toMatchObject({ fired: 0, notFired: 0, skipped: 61 });
  expect(by["own.past"]).toMatchObject({ skipped: 61 });
  expect(read[0]!.answers[2]!.missing).toEqual(["own.nowhere: không có dữ kiện này"]);
});

test("one rule alone is answered as among all", async () => {
  const [alone, among] = [await hunt(["own.not-press"]), await hunt()];
  expect(alone.read.map((l) => l.answers[0])).toEqual(among.read.map((l) => l.answers[1]));
});

test("shipped rules are answered on stored pages as they were when they were seen", async () => {
  const knowledge = await world.knowledge();
  const live = knowledge.packs.flatMap((p) => p.pack.rules.filter((r) => r.state === "live").map((r) => r.id));
  const { read } = await hunt(live);
  const page = await world.pool.query<{ detection: { categories: object; skipped: { rule: string }[] } }>(
    "select detection from page where state = 'fetched' order by id",
  );
  for (const [i, { detection }] of page.rows.entries()) {
    const seen = Object.values(detection.categories).flatMap((c: { signals: { rule: string }[] }) => c.signals);
    const fired = new Set(read[i]!.answers.filter((a) => a.answer === "fired").map((a) => a.rule));
    expect(seen.filter((s) => !fired.has(s.rule))).toEqual([]);
    const skipped = read[i]!.answers.filter((a) => a.answer === "skipped").map((a) => a.rule);
    expect(skipped.toSorted()).toEqual(detection.skipped.map((s) => s.rule).toSorted());
  }
});

test("a run is entered as a backtest of exactly its versions", async () => {
  const { found } = await hunt(["own.purple"]);
  await enterBacktest(world, found, "an");
  const [row] = await selectBacktests(world.pool, "own.purple", found.rules[0]!.version);
  expect(row).toMatchObject({ pages: 61, fired: 7, notFired: 54, skipped: 0, actor: "an" });
  expect(row!.resultSha256.toString("hex")).toBe(found.resultSha256);
  expect(row!.corpus).toContain("60 visits and 1 captures");
});

test("bytes that are gone are named and skipped, never counted as a page without the words", async () => {
  rmSync(path.join(world.config.dataDir, "blobs"), { recursive: true });
  const { found, read } = await hunt(["own.purple"]);
  expect(found.rules).toMatchObject([{ fired: 1, notFired: 0, skipped: 60 }]);
  expect(read[0]!.answers[0]!.missing).toEqual(["không đọc được bản lưu (not-found)"]);
});
