// Promises all computed facts of a page in one map; each file beside this one answers one kind of question.
import type { Page } from "#core/nouns/page.ts";
import { claimFacts } from "../brand/claim.ts";
import { dressFacts } from "../brand/press-dress.ts";
import { checkFacts } from "../check/facts.ts";
import { cloakFacts } from "../cloak/facts.ts";
import type { DetectionContext } from "../detect.ts";
import { copyFacts } from "../duplicate/facts.ts";
import { pictureFacts } from "../image/facts.ts";
import type { Knowledge } from "../knowledge.ts";
import { licenceFacts } from "../licence/facts.ts";
import { operatorFacts } from "../operator/facts.ts";
import { kindFacts } from "../site-kind/kind.ts";
import { newsFacts } from "../site-kind/news.ts";
import type { Fields } from "../text/fields.ts";
import type { Facts } from "./fact.ts";
import { doorwayFacts } from "./doorway.ts";
import { gamblingAdFacts } from "./gambling-ads.ts";
import { gamblingFacts } from "./gambling.ts";
import { hostModelFacts, orderModelFacts, pageModelFacts } from "./models.ts";
import { type Gather, pageFacts, readSite } from "./page.ts";
import { personalDataFacts } from "./personal-data.ts";
import { wordingFacts } from "./wording.ts";

export interface Subjects {
  page: Page;
  fields: Fields;
  knowledge: Knowledge;
  context: DetectionContext;
}

/** In this order: later groups may ask what earlier ones found. */
export const factGroups: readonly Gather[] = [
  pageFacts,
  copyFacts,
  newsFacts,
  licenceFacts,
  kindFacts,
  gamblingFacts,
  gamblingAdFacts,
  pictureFacts,
  doorwayFacts,
  wordingFacts,
  personalDataFacts,
  claimFacts,
  dressFacts,
  cloakFacts,
  checkFacts,
  operatorFacts,
  pageModelFacts,
  hostModelFacts,
  orderModelFacts,
];

/** All facts at once; `lazyFacts` gives the same, each group when it is first asked. */
export function gatherFacts(subjects: Subjects): Facts {
  const facts: Facts = new Map();
  const site = readSite(subjects.page);
  for (const gather of factGroups) for (const [name, fact] of gather(subjects, site, facts)) facts.set(name, fact);
  return facts;
}
