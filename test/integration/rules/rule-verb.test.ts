// Promises rules by command: what a script sees of a rule's way from its file into force.
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { huntPage } from "../../support/hunt-pages.ts";
import { openRuleWorld, ownPack, ownRule, type RuleWorld, visit, writeOwn } from "../../support/rule-world.ts";
import { jsonLines, runVonggac } from "../../support/run-vonggac.ts";

let world: RuleWorld;
beforeAll(async () => {
  world = await openRuleWorld();
});
afterAll(() => world.close());

async function run(...args: string[]) {
  const env = {
    DATABASE_URL: world.database.url,
    VONGGAC_DATA: world.config.dataDir,
    VONGGAC_RULES_DIR: world.rulesDir,
  };
  const result = await runVonggac(args, { env });
  const isJson = args.includes("--json");
  return { code: result.code, lines: isJson ? jsonLines(result) : [], err: result.stderr };
}

test("a draft goes to shadow, its hit is reviewed, and the way to live is refused with what it lacks", async () => {
  expect((await run("rule", "promote", "own.purple", "--reason", "thử", "--json")).lines).toMatchObject([
    { rule: "own.purple", from: "draft", to: "shadow" },
  ]);
  await visit(world, huntPage(3));
  const { lines: hits } = await run("rule", "hits", "own.purple", "--json");
  expect(hits).toMatchObject([{ rule: "own.purple", verdict: "unreviewed", url: "https://trang-3.example/#seen" }]);
  expect((await run("rule", "review", String(hits[0]!.id), "true")).code).toBe(0);
  expect((await run("rule", "hits", "own.purple", "--json")).lines).toEqual([]);
  const refused = await run("rule", "promote", "own.purple", "--reason", "thử");
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain("no backtest of this version; 1 of 30 reviewed shadow hits");
  expect((await run("rule", "show", "own.purple", "--json")).lines).toMatchObject([
    {
      state: "shadow",
      isOwn: true,
      target: 0.97,
      shadow: { hits: 1, good: 1 },
      lacking: [/no backtest/, /1 of 30/].map((r) => expect.stringMatching(r) as string),
    },
  ]);
});

test("a backtest of a pack's file is the backtest of the rule once it is installed, and gives the same bytes again", async () => {
  await visit(world, huntPage(4));
  const before = new Date(Date.now() + 1000).toISOString();
  writeOwn(world.config.dataDir, "packs", "new.json", ownPack(ownRule({ weight: 2 })));
  const file = path.join(world.config.dataDir, "packs", "new.json");
  const out = (n: number) => path.join(world.config.dataDir, `${n}.jsonl`);
  const one = await run("rule", "backtest", file, "--before", before, "--out", out(1), "--json");
  writeOwn(world.rulesDir, "packs", "own.json", ownPack(ownRule({ weight: 2 })));
  const two = await run("rule", "backtest", "own.purple", "--before", before, "--out", out(2), "--json");
  expect(one.lines).toMatchObject([{ pages: 2, rules: [{ rule: "own.purple", fired: 1, notFired: 1, skipped: 0 }] }]);
  expect(two.lines[0]!.rules).toEqual(one.lines[0]!.rules);
  expect(two.lines[0]!.resultSha256).toBe(one.lines[0]!.resultSha256);
  expect(readFileSync(out(2), "utf8")).toBe(readFileSync(out(1), "utf8"));
  const { lines } = await run("rule", "show", "own.purple", "--json");
  expect(lines[0]!.lacking).toEqual(["0 of 30 reviewed shadow hits"]);
});

test("wrong usage is refused and named", async () => {
  expect(await run("rule", "review", "x", "maybe")).toMatchObject({ code: 2 });
  expect(await run("rule", "show", "own.nothing")).toMatchObject({ code: 1 });
  writeOwn(
    world.rulesDir,
    "packs",
    "bad.json",
    ownPack(ownRule({ id: "own.bad", when: { regex: { pattern: "(", fields: ["text"] } } })),
  );
  const broken = await run("rule", "list");
  expect(broken.code).toBe(2);
  expect(broken.err).toContain("packs/bad.json: rule own.bad: rules.0.when.regex.pattern");
});
