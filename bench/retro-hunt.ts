// Promises what a hunt of one rule through stored pages makes, beside a bare Aho-Corasick scan of the same texts in the same run.
import { readdirSync, readFileSync } from "node:fs";
import AhoCorasick from "modern-ahocorasick";
import { extractPage } from "#crawler/page/extract-page.ts";
import type { Knowledge } from "#detection/knowledge.ts";
import { Bank } from "#detection/text/bank.ts";
import { retroHunt } from "#workers/rules/retro-hunt.ts";
import { huntPage } from "../test/support/hunt-pages.ts";
import { openRuleWorld, ownBank, type RuleWorld, visit } from "../test/support/rule-world.ts";
import type { Bench } from "./stage/report.ts";

const pages = 1000;
const rounds = 3;

interface Round {
  /** By the processor time of this process, all threads: what one core makes. */
  perCore: number;
  /** By the clock, disk and database waits included. */
  perSecond: number;
  sha256: string;
}

async function measure(work: () => Promise<string> | string): Promise<Round> {
  const [startMs, cpu] = [performance.now(), process.cpuUsage()];
  const sha256 = await work();
  const used = process.cpuUsage(cpu);
  const perSecond = (pages / (performance.now() - startMs)) * 1000;
  return { perCore: pages / ((used.user + used.system) / 1e6), perSecond, sha256 };
}

const huntOnce = (world: RuleWorld, knowledge: Knowledge, ruleIds: string[]) =>
  measure(async () => (await retroHunt(world, { knowledge, ruleIds })).resultSha256);

/** The words of all banks in the texts, lower-cased, and nothing else: no words parted, no offsets, no marks, no facts. */
function prepareScan(): () => string {
  const folder = new URL("../detection/rules/banks/", import.meta.url);
  const banks = readdirSync(folder).map((f) => Bank.parse(JSON.parse(readFileSync(new URL(f, folder), "utf8"))));
  const words = [ownBank, ...banks].flatMap((b) => [...b.safe, ...("context" in b ? b.context : []), ...b.exact]);
  const scanner = new AhoCorasick([...new Set(words.map((w) => w.toLowerCase()))]);
  const texts = Array.from({ length: pages }, (_, n) => {
    const { url, html } = huntPage(n);
    return extractPage({ url, finalUrl: url, status: 200, html }).text;
  });
  return () => {
    let found = 0;
    for (const text of texts) found += scanner.search(text.toLowerCase()).length;
    return String(found);
  };
}

const best = (rounds: Round[]) => rounds.reduce((a, b) => (b.perCore > a.perCore ? b : a));

export const retroHuntBench: Bench = {
  about: `one rule through ${pages} stored pages, against a bare Aho-Corasick scan of the same texts`,
  run: async () => {
    const world = await openRuleWorld();
    try {
      const known = await world.knowledge();
      for (let n = 0; n < pages; n++) await visit(world, huntPage(n), known);
      const scanBare = prepareScan();
      const [bare, own, shipped]: [Round[], Round[], Round[]] = [[], [], []];
      for (let round = 0; round < rounds; round++) {
        bare.push(await measure(scanBare));
        own.push(await huntOnce(world, known, ["own.purple"]));
        shipped.push(await huntOnce(world, known, ["gam.terms"]));
      }
      const row = (what: string, measured: Round[]) => {
        const { perCore, perSecond } = best(measured);
        const same = new Set(measured.map((m) => m.sha256)).size === 1 ? 1 : 0;
        const ratio = perCore / best(bare).perCore;
        return { what, figures: { pagesPerSecondPerCore: perCore, pagesPerSecond: perSecond, ratio, same } };
      };
      return [
        row("bare Aho-Corasick scan of the texts in memory", bare),
        row("one rule on words, from the store", own),
        row("one rule on words and computed facts", shipped),
      ];
    } finally {
      await world.close();
    }
  },
};
