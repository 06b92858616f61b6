// Promises the four models from a folder, each with its out-of-fold figures; same folder, same bytes.
import { loadKnowledge } from "#detection/knowledge.ts";
import { judgeHost } from "#detection/lookalike/judge-hosts.ts";
import { explainCues, readCues } from "#detection/model/cues.ts";
import { explainHost, readPieces } from "#detection/model/host-pieces.ts";
import { explainWords, readabilityOf } from "#detection/model/page-words.ts";
import { trainCueModel, type TextSample } from "#detection/model/train/train-cues.ts";
import { trainHostModel, type HostRecipe, type HostSample } from "#detection/model/train/train-host.ts";
import { trainWordModel, type PageSample } from "#detection/model/train/train-words.ts";
import { readFields } from "#detection/text/fields.ts";
import { tokenise } from "#detection/text/tokens.ts";
import { sayFigures, scoreOutOfFold } from "./evaluate.ts";
import { isGambling, readGamblingHosts, readLabelledPages, readLookalikes, type LabelledPage } from "./read-samples.ts";
import * as recipes from "./recipes.ts";

export interface Trained {
  model: unknown;
  figures: string;
}

const groupsOf = (samples: { group: string }[]) => new Set(samples.map((s) => s.group)).size;

/** Pages that a model of words may learn from: Vietnamese, and long enough to say something. */
export function pageSamples(pages: LabelledPage[]): PageSample[] {
  return pages.flatMap((p) => {
    const title = p.page.title?.text ?? "";
    const tokens = tokenise(p.page.text);
    if (readabilityOf(tokens) !== "vietnamese") return [];
    const sources = [
      { field: "title" as const, text: title, tokens: tokenise(title) },
      { field: "text" as const, text: p.page.text, tokens },
    ];
    return [{ name: p.name, site: p.site, group: p.maker, isPositive: isGambling(p.label), sources }];
  });
}

export function trainGamblingPages(folder: string): Trained {
  const samples = pageSamples(readLabelledPages(folder));
  const train = (rest: PageSample[]) => trainWordModel(rest, recipes.gamblingPages);
  const scored = scoreOutOfFold(samples, recipes.folds, train, (model, s) => ({
    score: explainWords(model, s.sources).logOdds,
    name: s.name,
  }));
  return { model: train(samples), figures: sayFigures(scored, groupsOf(samples), [0, 1, 2]) };
}

function trainHosts(samples: HostSample[], recipe: HostRecipe): Trained {
  const train = (rest: HostSample[]) => trainHostModel(rest, recipe);
  const scored = scoreOutOfFold(samples, recipes.folds, train, (model, s) => {
    const pieces = readPieces(s.host);
    return pieces ? { score: explainHost(model, pieces, s.facts).logOdds, name: s.host } : null;
  });
  return { model: train(samples), figures: sayFigures(scored, groupsOf(samples), [0, 1, 2, 3]) };
}

export const trainGamblingHosts = (folder: string): Trained =>
  trainHosts(readGamblingHosts(folder), recipes.gamblingHosts);

export function trainImpersonatingHosts(folder: string): Trained {
  const { brands } = loadKnowledge({ now: new Date(0), models: null });
  const samples = readLookalikes(folder).map((s) => ({
    ...s,
    facts: { "name-likeness": judgeHost(s.host, brands).score / 100 },
  }));
  return trainHosts(samples, recipes.impersonatingHosts);
}

export function trainCheckWorthy(folder: string): Trained {
  const { lexicon } = loadKnowledge({ now: new Date(0), models: null });
  const samples: (TextSample & { name: string })[] = readLabelledPages(folder)
    .filter((p) => p.label.startsWith("article:"))
    .map((p) => {
      const fields = readFields(p.page, lexicon);
      const rumours = [...fields.hits("text"), ...fields.hits("title")].filter((h) =>
        ["rumour", "check-spread", "check-hearsay", "check-hidden"].includes(h.bank),
      );
      const cues = readCues({ title: p.page.title?.text ?? "", text: p.page.text, rumours });
      return { name: p.name, group: p.maker, isPositive: p.label === "article:fake", cues };
    });
  const train = (rest: TextSample[]) => trainCueModel(rest, recipes.checkWorthy);
  const scored = scoreOutOfFold(samples, recipes.folds, train, (model, s) => ({
    score: explainCues(model, s.cues).logOdds,
    name: s.name,
  }));
  const bySource = samples.filter((s) => s.group !== "tinvn.info");
  const without = scoreOutOfFold(bySource, recipes.folds, train, (model, s) => ({
    score: explainCues(model, s.cues).logOdds,
    name: s.name,
  }));
  const figures = `${sayFigures(scored, groupsOf(samples), [0])}\n\nwithout the source of most fakes:\n${sayFigures(without, groupsOf(bySource), [0])}`;
  return { model: train(samples), figures };
}
