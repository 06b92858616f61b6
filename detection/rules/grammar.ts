// Promises the shape of a rule pack: what may be asked of a page, what it weighs, what it says and what clears it.
import { z } from "zod";
import { Category } from "#core/nouns/category.ts";

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
]);
export type FieldName = z.infer<typeof FieldName>;

const fields = z.array(FieldName).min(1);
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
  }),
});
const Regex = z.strictObject({
  regex: z.strictObject({ pattern: z.string(), fields, minHits: z.int().min(1).default(1) }),
});
const Fact = z.strictObject({
  fact: z.string(),
  is: scalar.optional(),
  in: z.array(scalar).optional(),
  gte: z.number().optional(),
  lte: z.number().optional(),
});

export type Node =
  | z.infer<typeof Lexical>
  | z.infer<typeof Near>
  | z.infer<typeof Regex>
  | z.infer<typeof Fact>
  | { all: Node[] }
  | { any: Node[] }
  | { not: Node };

export const Node: z.ZodType<Node> = z.lazy(() =>
  z.union([
    Lexical,
    Near,
    Regex,
    Fact,
    z.strictObject({ all: z.array(Node).min(1) }),
    z.strictObject({ any: z.array(Node).min(1) }),
    z.strictObject({ not: Node }),
  ]),
);

export const Rule = z.strictObject({
  id: z.string().regex(/^[a-z]+\.[a-z0-9-]+$/),
  state: z.enum(["draft", "shadow", "live", "retired"]),
  when: Node,
  weight: z.number(),
  /** What kind of trace it is. Two signals of one source are not independent of one another. */
  source: z.string().min(2),
  /** One sentence; `{name}` shows a fact, `{terms}` what was found, `{n}` how many. */
  say: z.string().min(10),
  clearedBy: z.string().min(5),
  cite: z.array(z.string()),
  /** Carries a flag alone. */
  legalGrade: z.boolean().default(false),
});
export type Rule = z.infer<typeof Rule>;

export const Pack = z.strictObject({
  category: Category,
  title: z.string().min(3),
  thresholds: z.strictObject({ flag: z.number().nullable(), review: z.number() }),
  rules: z.array(Rule).min(1),
});
export type Pack = z.infer<typeof Pack>;
