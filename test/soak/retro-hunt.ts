// Promises that a hunt through 1,000 stored pages (or COUNT) gives the same bytes twice: `npm run soak -- retro-hunt [COUNT]`.
import { retroHunt } from "#workers/rules/retro-hunt.ts";
import { huntPage } from "../support/hunt-pages.ts";
import { openRuleWorld, visit } from "../support/rule-world.ts";

export async function run(args: string[]): Promise<number> {
  const count = Number(args[0] ?? 1000);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  if (!Number.isInteger(count) || count < 1) {
    print("COUNT is a number of pages");
    return 2;
  }
  const world = await openRuleWorld();
  try {
    const known = await world.knowledge();
    for (let n = 0; n < count; n++) await visit(world, huntPage(n), known);
    const before = new Date();
    const hashes: string[] = [];
    for (let round = 0; round < 2; round++) {
      const knowledge = await world.knowledge();
      const startMs = performance.now();
      const found = await retroHunt(world, { knowledge, ruleIds: ["own.purple", "gam.terms"], before });
      const perSecond = (found.pages / (performance.now() - startMs)) * 1000;
      print(
        `${found.resultSha256} ${found.pages} pages, ${found.rules[0]!.fired} fired, ${perSecond.toFixed(0)} pages/s`,
      );
      hashes.push(found.resultSha256);
      const expected = Array.from({ length: count }, (_, n) => huntPage(n, 3)).filter((p) => p.isHunted).length;
      if (found.pages !== count || found.rules[0]!.fired !== expected) return 1;
    }
    return hashes[0] === hashes[1] ? 0 : 1;
  } finally {
    await world.close();
  }
}
