// Promises that a rule goes live only with a backtest and enough good reviews, and steps back by itself when people dismiss it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { now, setClock } from "#core/clock.ts";
import { selectEvents } from "#core/records/event.ts";
import { insertBacktest, selectRuleHistory } from "#core/records/rule.ts";
import { type ReviewVerdict, selectShadowHits } from "#core/records/shadow-hit.ts";
import { detect } from "#detection/detect.ts";
import { demoteFailingRules } from "#workers/rules/demote.ts";
import { findRule } from "#workers/rules/find-rule.ts";
import { demoteRule, promoteRule, retireRule, reviewShadowHit } from "#workers/rules/lifecycle.ts";
import { measureRules } from "#workers/rules/precision.ts";
import {
  decided,
  openRuleWorld,
  ownPack,
  ownRule,
  type RuleWorld,
  signalOf,
  visit,
  writeOwn,
} from "../../support/rule-world.ts";

let world: RuleWorld;
beforeAll(async () => {
  world = await openRuleWorld();
});
afterAll(() => world.close());

const act = (rule: string, reason = "theo biên bản họp tổ") => ({ rule, actor: "an", reason });
const stateOf = async (rule: string) => findRule(await world.knowledge(), rule).state;
const versionOf = async (rule: string) => findRule(await world.knowledge(), rule).version;
const purple = (n: number) => ({
  url: `https://thu-${n}.example/`,
  html: `<html lang="vi"><body><h1>Bài ${n}</h1><p>Ở đây có chấm tím hồng và vài chữ khác nữa.</p></body></html>`,
});

async function reviewAll(verdict: (n: number) => ReviewVerdict): Promise<void> {
  const hits = await selectShadowHits(world.pool, { rule: "own.purple", version: await versionOf("own.purple") });
  for (const [n, hit] of hits.entries())
    await reviewShadowHit(world, { hitId: hit.id, verdict: verdict(n), actor: "bình" });
}

const backtestOf = async (rule: string) =>
  insertBacktest(world.pool, {
    rule,
    version: await versionOf(rule),
    corpus: "thử",
    inputsSha256: Buffer.alloc(32),
    resultSha256: Buffer.alloc(32),
    knowledgeSha256: Buffer.alloc(32),
    pages: 1,
    fired: 1,
    notFired: 0,
    skipped: 0,
    actor: "an",
  });

describe("an office's own rule", () => {
  test("begins in draft whatever its file says, and is asked nothing", async () => {
    expect(await stateOf("own.purple")).toBe("draft");
    expect((await visit(world, purple(0))).detection.shadow).toEqual([]);
  });

  test("in shadow it is recorded once a target with its words, and weighs nothing", async () => {
    expect(await promoteRule(world, act("own.purple"))).toMatchObject({ from: "draft", to: "shadow" });
    for (let n = 1; n <= 32; n++) {
      const { detection } = await visit(world, purple(n));
      expect(detection.shadow.map((s) => s.rule)).toEqual(["own.purple"]);
      expect(detection.categories).toEqual({});
    }
    const hits = await selectShadowHits(world.pool, { rule: "own.purple" });
    expect(hits).toHaveLength(32);
    expect(hits[0]!.signal!.anchors[0]).toMatchObject({ kind: "text", raw: "chấm tím hồng" });
  });

  test("cannot go live without a backtest and without reviews", async () => {
    const refusal = promoteRule(world, act("own.purple"));
    await expect(refusal).rejects.toMatchObject({ code: "conflict" });
    await expect(refusal).rejects.toThrow(/no backtest of this version.*0 of 30 reviewed/);
    expect(await stateOf("own.purple")).toBe("shadow");
  });

  test("cannot go live with a backtest and 29 reviews, with unsure ones not counted", async () => {
    await backtestOf("own.purple");
    await reviewAll((n) => (n < 29 ? "hit" : "unsure"));
    await expect(promoteRule(world, act("own.purple"))).rejects.toThrow(/29 of 30 reviewed/);
  });

  test("cannot go live with bad reviews", async () => {
    await reviewAll((n) => (n % 4 === 0 ? "false-alarm" : "hit"));
    await expect(promoteRule(world, act("own.purple"))).rejects.toThrow(
      /precision 0.750 in shadow is under the target/,
    );
  });

  test("goes live with both, and its findings count", async () => {
    await reviewAll(() => "hit");
    expect(await promoteRule(world, act("own.purple"))).toMatchObject({ from: "shadow", to: "live" });
    const { detection, page } = await visit(world, purple(99));
    expect(detection.categories.gambling!.signals.map((s) => s.rule)).toEqual(["own.purple"]);
    expect(detect(page, await world.knowledge(), { kind: "site" }).shadow).toEqual([]);
    await expect(promoteRule(world, act("own.purple"))).rejects.toMatchObject({ code: "conflict" });
  });

  test("keeps its version when only its file's state changes, and begins again in shadow when it is changed", async () => {
    const version = await versionOf("own.purple");
    writeOwn(world.rulesDir, "packs", "own.json", ownPack(ownRule({ state: "shadow" })));
    expect([await versionOf("own.purple"), await stateOf("own.purple")]).toEqual([version, "live"]);
    writeOwn(world.rulesDir, "packs", "own.json", ownPack(ownRule({ weight: 2 })));
    expect(await versionOf("own.purple")).not.toBe(version);
    expect(await stateOf("own.purple")).toBe("shadow");
    await expect(promoteRule(world, act("own.purple"))).rejects.toThrow(/no backtest of this version/);
    writeOwn(world.rulesDir, "packs", "own.json", ownPack(ownRule()));
  });

  test("every change says who, when and why, in rows that nobody can change", async () => {
    await demoteRule(world, act("own.purple", "xem lại"));
    // Its earlier reviews do not carry it up again.
    await expect(promoteRule(world, act("own.purple"))).rejects.toThrow(/0 of 30 reviewed/);
    await retireRule(world, act("own.purple", "không dùng nữa"));
    const history = await selectRuleHistory(world.pool, "own.purple");
    expect(history.map((h) => `${h.fromState}→${h.state} ${h.actor}`)).toEqual([
      "draft→shadow an",
      "shadow→live an",
      "live→shadow an",
      "shadow→retired an",
    ]);
    await expect(world.pool.query("update rule_state set reason = 'khác'")).rejects.toThrow(/append-only/);
    await expect(world.pool.query("delete from shadow_review")).rejects.toThrow(/append-only/);
    await expect(demoteRule(world, act("own.purple"))).rejects.toMatchObject({ code: "conflict" });
  });

  test("an unknown rule is named", async () => {
    await expect(promoteRule(world, act("own.nothing"))).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a live rule whose findings people dismiss", () => {
  const start = Date.parse("2026-12-01T00:00:00Z");
  const day = 24 * 60 * 60_000;
  const at = async <T>(days: number, work: () => Promise<T>): Promise<T> => {
    const restore = setClock(() => start + days * day);
    try {
      return await work();
    } finally {
      restore();
    }
  };
  const look = (days: number) => at(days, () => demoteFailingRules(world, now()));

  test("stays while it is right, and for 14 days after it began to fail; then it demotes itself and says so", async () => {
    const bad = signalOf("gam.title", await versionOf("gam.title"), 1.5);
    const good = signalOf("gam.terms", await versionOf("gam.terms"), 2);
    await at(0, async () => {
      for (let n = 0; n < 6; n++) await decided(world, [bad, good], "confirm");
    });
    expect(await look(20)).toEqual([]);
    // Wrong where it stands alone: the other rule keeps its record.
    await at(20, async () => {
      for (let n = 0; n < 6; n++) await decided(world, [bad], "dismiss");
      await decided(world, [bad], null);
    });
    expect(await look(33.9)).toEqual([]);
    expect(await stateOf("gam.title")).toBe("live");
    expect(await look(34.1)).toMatchObject([{ rule: "gam.title", from: "live", to: "shadow" }]);
    expect(await stateOf("gam.title")).toBe("shadow");
    expect(await stateOf("gam.terms")).toBe("live");
    const [last] = await selectRuleHistory(world.pool, "gam.title");
    expect(last!.reason).toMatch(/^6\/12 phát hiện được xác nhận; cận trên 95 % là 0\.\d+, dưới mức đặt ra 0\.97/);
    expect((await selectEvents(world.pool, { object: "gam.title" })).map((e) => e.act)).toEqual(["rule.demoted"]);
    expect(await look(35)).toEqual([]);
  });

  test("is measured over decided findings alone, with overlap and what would be lost without it", async () => {
    const measured = await measureRules(world.pool, await world.knowledge());
    const bad = measured.find((m) => m.rule === "gam.title")!;
    const good = measured.find((m) => m.rule === "gam.terms")!;
    expect(bad).toMatchObject({ confirmed: 6, dismissed: 6, waiting: 1, precision: 0.5 });
    expect(bad.overlap).toEqual([{ rule: "gam.terms", shared: 6 }]);
    expect(good).toMatchObject({ confirmed: 6, dismissed: 0, waiting: 0, precision: 1, lift: 6 });
    expect(good.interval.low).toBeCloseTo(0.6097, 3);
  });

  test("is not measured by reasons that say nothing about it, and is by those that say that it was wrong", async () => {
    const one = signalOf("gam.age", "0123456789ab", 1);
    for (const reason of ["mended", "out-of-scope", "evidence-unclear"])
      await decided(world, [one], "dismiss", 1, reason);
    const measure = async () =>
      (await measureRules(world.pool, await world.knowledge())).find((m) => m.rule === "gam.age")!;
    expect(await measure()).toMatchObject({ confirmed: 0, dismissed: 0, uncounted: 3, precision: null, judged: [] });
    for (const reason of ["false-alarm", "press-or-warning", "licensed"])
      await decided(world, [one], "dismiss", 1, reason);
    await decided(world, [one], "confirm", 1, "evident");
    expect(await measure()).toMatchObject({ confirmed: 1, dismissed: 3, uncounted: 3, precision: 0.25 });
  });
});
