// Promises every condition of a filter in words: the same ones in the chips, the facets and the saved filters.
import type { QueueFilter } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";

const f = t.triage.facets;

/** Facets that have a closed list of words. */
export const wordFacets = {
  category: { not: "notCategory", title: t.queue.category, words: t.category },
  verdict: { not: "notVerdict", title: t.queue.verdict, words: t.verdict },
  severity: { not: "notSeverity", title: f.severityTitle, words: f.severity },
  age: { not: "notAge", title: f.ageTitle, words: f.age },
  state: { not: "notState", title: f.stateTitle, words: f.state },
  inCase: { not: null, title: f.inCaseTitle, words: f.inCase },
} as const;
/** Facets whose values come from the findings themselves. */
export const openFacets = {
  rule: { not: "notRule", title: f.ruleTitle },
  host: { not: "notHost", title: f.hostTitle },
} as const;

const texts = {
  operator: { not: "notOperator", title: f.operatorTitle },
  q: { not: "notQ", title: f.wordsTitle },
} as const;

export interface Condition {
  field: keyof QueueFilter;
  /** The one value of a list; null where the field holds one. */
  part: string | null;
  says: string;
}

/** Every condition of the filter but status and order. */
export function sayConditions(filter: QueueFilter): Condition[] {
  const found: Condition[] = [];
  const add = (field: keyof QueueFilter, title: string, words: Readonly<Record<string, string>>, isNot: boolean) => {
    const value = filter[field];
    if (!value) return;
    const parts = isNot ? value.split(",") : [value];
    for (const part of parts)
      found.push({
        field,
        part: parts.length > 1 ? part : null,
        says: `${title}: ${isNot ? `${f.notShort} ` : ""}${words[part] ?? part}`,
      });
  };
  for (const [field, { not, title, words }] of Object.entries(wordFacets)) {
    add(field as keyof QueueFilter, title, words, false);
    if (not) add(not, title, words, true);
  }
  for (const [field, { not, title }] of Object.entries({ ...openFacets, ...texts })) {
    add(field as keyof QueueFilter, title, {}, false);
    add(not, title, {}, true);
  }
  return found;
}

/** What the field holds without this condition. */
export function withoutCondition(filter: QueueFilter, { field, part }: Condition): string | undefined {
  if (part === null) return undefined;
  return filter[field]
    ?.split(",")
    .filter((one) => one !== part)
    .join(",");
}
