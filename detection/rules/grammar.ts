// Promises the shape of a rule pack: what may be asked of a page, what it weighs, what it says and what clears it.
import { z } from "zod";
import { Category } from "#core/nouns/category.ts";
import { RuleState } from "#core/nouns/rule.ts";

export const FieldName = z.enum([
  "text",
  "main",
  "title",
  "headings",
  "footer",
  "links",
  "url",
  "posts",
  "html-hidden",
  "pictures",
]);
export type FieldName = z.infer<typeof FieldName>;

/** "registry.press": a label of an entity, given by a person or an import, with an expiry. */
export const LabelName = z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/);

const fields = z.array(FieldName).min(1);
const day = z.iso.date();
/** Share of its findings that people confirm, under which a rule may not stay live. */
const target = z.number().gt(0).lt(1);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const Lexical = z.strictObject({
  lexicon: z.strictObject({
    banks: z.array(z.string()).min(1),
    fields: fields.default(["text", "title"]),
    /** Tiers that count; all by default. */
    tiers: z.array(z.enum(["exact", "fold", "squash"])).optional(),
    /** Different terms at least, and at most where `maxDistinct` is given. */
    minDistinct: z.int().min(1).default(1),
    maxDistinct: z.int().optional(),
    minHits: z.int().min(1).default(1),
    /** The distinct terms stand within so many words of one another. */
    window: z.int().positive().optional(),
    /** Hits for every 1,000 words at least. */
    minPerThousand: z.number().positive().optional(),
  }),
});
const Near = z.strictObject({
  near: z.strictObject({
    a: z.string(),
    b: z.string(),
    within: z.int().positive(),
    field: FieldName.default("text"),
    minPairs: z.int().min(1).default(1),
    /** `a-first`: the term of bank `a` stands before that of `b`. */
    order: z.enum(["any", "a-first"]).optional(),
  }),
});
const Regex = z.strictObject({
  regex: z.strictObject({ pattern: z.string(), fields, minHits: z.int().min(1).default(1) }),
});
/** The value of another fact of the same page. */
const Reference = z.strictObject({ fact: z.string() });
/** Numbers compare with numbers, ISO 8601 times with ISO 8601 times; anything else cannot be compared and is skipped. */
const bound = z.union([z.number(), Reference]);
const Fact = z.strictObject({
  fact: z.string(),
  is: z.union([scalar, Reference]).optional(),
  in: z.array(scalar).optional(),
  gte: bound.optional(),
  lte: bound.optional(),
});
const Count = z.strictObject({
  /** How many: hits or different terms of banks, or places that show a fact. */
  count: z.union([
    z.strictObject({
      banks: z.array(z.string()).min(1),
      fields: fields.default(["text", "title"]),
      tiers: z.array(z.enum(["exact", "fold", "squash"])).optional(),
      of: z.enum(["hits", "terms"]).default("hits"),
    }),
    Reference,
  ]),
  gte: bound.optional(),
  lte: bound.optional(),
});
/** Labels of the page's host or target (`DetectionContext.labels`): at least one of them is in force. */
const Label = z.strictObject({ label: z.strictObject({ any: z.array(LabelName).min(1) }) });

export type Node =
  | z.infer<typeof Lexical>
  | z.infer<typeof Near>
  | z.infer<typeof Regex>
  | z.infer<typeof Fact>
  | z.infer<typeof Count>
  | z.infer<typeof Label>
  | { all: Node[] }
  | { any: Node[] }
  | { not: Node };

export const Node: z.ZodType<Node> = z.lazy(() =>
  z.union([
    Lexical,
    Near,
    Regex,
    Fact,
    Count,
    Label,
    z.strictObject({ all: z.array(Node).min(1) }),
    z.strictObject({ any: z.array(Node).min(1) }),
    z.strictObject({ not: Node }),
  ]),
);

/** A fixed term of the score, or what a model says: the fact's number held between `min` and `max`. */
export const Weight = z.union([z.number(), z.strictObject({ fact: z.string(), min: z.number(), max: z.number() })]);
export type Weight = z.infer<typeof Weight>;

/** Fitted on labelled pages (model card `calibration`): chance = 1 / (1 + exp(-(a × score + b))). */
export const Calibration = z.strictObject({ a: z.number().positive(), b: z.number(), from: z.string().min(10) });
export type Calibration = z.infer<typeof Calibration>;

export const Rule = z.strictObject({
  id: z.string().regex(/^[a-z]+\.[a-z0-9-]+$/),
  /** The state in which a shipped rule is installed; not part of its version. */
  state: RuleState,
  when: Node,
  weight: Weight,
  /** What kind of trace it is. Two signals of one source are not independent of one another. */
  source: z.string().min(2),
  /** One sentence; `{name}` shows a fact, `{terms}` what was found, `{n}` how many. */
  say: z.string().min(10),
  clearedBy: z.string().min(5),
  cite: z.array(z.string()),
  /** Carries a flag alone. */
  legalGrade: z.boolean().default(false),
  /** Where it fires and nothing is proposed, the page tells of the matter without doing it: a class of its own. */
  tellsOf: z.literal(true).optional(),
  /** Facts without which the rule is skipped even where the rest of `when` would decide; `labels` means the page's labels. */
  skipIfMissing: z.array(z.string()).optional(),
  target: target.optional(),
  /** First and last day on which the page must have been seen: the law on which the rule rests was in force. */
  since: day.optional(),
  until: day.optional(),
});
export type Rule = z.infer<typeof Rule>;

export const Pack = z.strictObject({
  category: Category,
  title: z.string().min(3),
  thresholds: z.strictObject({ flag: z.number().nullable(), review: z.number() }),
  /** For rules without a target of their own. */
  target: target.optional(),
  calibration: Calibration.optional(),
  rules: z.array(Rule).min(1),
});
export type Pack = z.infer<typeof Pack>;

const usualTarget: Partial<Record<Category, number>> = {
  gambling: 0.97,
  hidden_gambling_links: 0.97,
  impersonation: 0.95,
};

/** The precision that a rule has to keep: its own, its pack's, or that of its category (0.85 where the machine only proposes a reading). */
export const targetOf = (pack: Pick<Pack, "category" | "target">, rule: Pick<Rule, "target">): number =>
  rule.target ?? pack.target ?? usualTarget[pack.category] ?? 0.85;

/** Whether a rule is asked about a page seen at that time, by its dates (days of UTC, both included). */
export function isInForceAt(rule: Pick<Rule, "since" | "until">, at: Date): boolean {
  const seenOn = at.toISOString().slice(0, 10);
  return (rule.since === undefined || rule.since <= seenOn) && (rule.until === undefined || seenOn <= rule.until);
}
