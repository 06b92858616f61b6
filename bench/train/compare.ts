// Promises what models change: each page judged without them, and with models that never saw a site of its maker.
import { createHash } from "node:crypto";
import { parse } from "tldts";
import { categories, type Category, type Verdict } from "#core/nouns/category.ts";
import type { Page } from "#core/nouns/page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge, type Knowledge } from "#detection/knowledge.ts";
import { familyOf, foldOf } from "#detection/model/train/folds.ts";
import { sayShare, wilson } from "#detection/model/train/measure.ts";
import { trainHostModel } from "#detection/model/train/train-host.ts";
import { trainWordModel } from "#detection/model/train/train-words.ts";
import { isGambling, readGamblingHosts, readLabelledPages, type LabelledPage } from "./read-samples.ts";
import * as recipes from "./recipes.ts";
import { pageSamples } from "./train-models.ts";

export interface Judged {
  page: LabelledPage;
  /** Sum of the gambling signals; 0 where none fired. */
  score: number;
  verdicts: Record<Category, Verdict>;
}

/** Half of a host, fixed before any tuning: even first byte of its sha256 is the tuning half. */
export const isHeldOut = ({ sample }: LabelledPage): boolean =>
  createHash("sha256").update(new URL(sample.url).hostname).digest()[0]! % 2 === 1;

function judge(page: LabelledPage, seen: Page, knowledge: Knowledge): Judged {
  const result = detect(seen, knowledge, { kind: "site" });
  const verdicts = Object.fromEntries(categories.map((c) => [c, result.categories[c]?.verdict ?? "none"]));
  return {
    page,
    score: result.categories.gambling?.score ?? 0,
    verdicts: verdicts as Record<Category, Verdict>,
  };
}

const asFound = ({ page }: LabelledPage): Page => page;
const wordsAlone = ({ page }: LabelledPage): Page =>
  pageFromText({ url: "https://trang.example/", title: page.title?.text ?? "", text: page.text });

/** Knowledge for each fold of makers: the word model without those makers, the host model without any host of the folder's pages. */
function knowledgeByFold(folder: string, pages: LabelledPage[]): (page: LabelledPage) => Knowledge {
  const shipped = loadKnowledge({ now: new Date() });
  const family = (host: string) => familyOf(parse(host, { allowPrivateDomains: true }).domainWithoutSuffix ?? host);
  const families = new Set(pages.map((p) => family(p.site)));
  const hosts = readGamblingHosts(folder).filter((h) => !families.has(h.group));
  const gamblingHosts = trainHostModel(hosts, recipes.gamblingHosts);
  const samples = pageSamples(pages);
  const byFold = Array.from({ length: recipes.folds }, (_, fold) => {
    const rest = samples.filter((s) => foldOf(s.group, recipes.folds) !== fold);
    const gamblingPages = trainWordModel(rest, recipes.gamblingPages);
    return { ...shipped, models: { ...shipped.models!, gamblingPages, gamblingHosts } };
  });
  return (page) => byFold[foldOf(page.maker, recipes.folds)]!;
}

/** Every page judged as it was found, with models that do not know its maker. */
export function judgeOutOfFold(folder: string): Judged[] {
  const pages = readLabelledPages(folder);
  const knowledgeOf = knowledgeByFold(folder, pages);
  return pages.map((page) => judge(page, asFound(page), knowledgeOf(page)));
}

function sayGambling(judged: Judged[]): string {
  const so = judged.filter((j) => isGambling(j.page.label));
  const flagged = judged.filter((j) => j.verdicts.gambling === "flag");
  const noticed = so.filter((j) => j.verdicts.gambling !== "none");
  const right = flagged.filter((j) => isGambling(j.page.label)).length;
  const innocent = judged.filter((j) => !isGambling(j.page.label) && j.verdicts.gambling === "review");
  return [
    `precision ${sayShare(wilson(right, flagged.length))}`,
    `recall ${sayShare(wilson(right, so.length))}`,
    `flag or review ${sayShare(wilson(noticed.length, so.length))}`,
    `innocent in review ${innocent.length}`,
  ].join("; ");
}

function sayChanged(without: Judged[], withModels: Judged[]): string[] {
  return without.flatMap((before, i) => {
    const after = withModels[i]!;
    return categories
      .filter((c) => before.verdicts[c] !== after.verdicts[c])
      .map((c) => `  ${before.page.label} ${before.page.name}: ${c} ${before.verdicts[c]} → ${after.verdicts[c]}`);
  });
}

/** The report of `npm run train -- compare`. */
export function compareModels(folder: string): string {
  const pages = readLabelledPages(folder);
  const knowledgeOf = knowledgeByFold(folder, pages);
  const bare = loadKnowledge({ now: new Date(), models: null });
  const lines: string[] = [];
  for (const [name, show] of [
    ["as found", asFound],
    ["words alone, host hidden", wordsAlone],
  ] as const) {
    const without = pages.map((p) => judge(p, show(p), bare));
    const withModels = pages.map((p) => judge(p, show(p), knowledgeOf(p)));
    const half = (all: Judged[]) => all.filter((j) => isHeldOut(j.page));
    lines.push(
      `\n${name}`,
      `  held-out half, without: ${sayGambling(half(without))}`,
      `  held-out half, with:    ${sayGambling(half(withModels))}`,
      `  all, without: ${sayGambling(without)}`,
      `  all, with:    ${sayGambling(withModels)}`,
      `  verdicts that changed:`,
      ...sayChanged(without, withModels),
    );
  }
  return lines.join("\n");
}
