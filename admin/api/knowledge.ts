// Promises the registers that detection leans on: licences, protected names, press texts and denials, and the rules themselves.
import { z } from "zod";
import { Instant } from "./problem.ts";

const Line = z.string().trim();

export const KnowledgeView = z.object({
  registers: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      importedAt: Instant,
      importedBy: z.string(),
      rows: z.number().int(),
      isNewest: z.boolean(),
      /** Older than the office may rely on without asking for a fresh one. */
      isOld: z.boolean(),
    }),
  ),
  brands: z.number().int(),
  pressTexts: z.number().int(),
  denials: z.number().int(),
});
export type KnowledgeView = z.infer<typeof KnowledgeView>;

export const PageQuery = z.object({
  q: Line.max(200).optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const LicencesPage = z.object({
  items: z.array(
    z.object({
      rowNumber: z.number().int(),
      number: z.string(),
      issuer: z.string(),
      issuedOn: z.string().nullable(),
      expiresOn: z.string().nullable(),
      owner: z.string(),
      domains: z.array(z.string()),
      kind: z.string(),
      status: z.string(),
    }),
  ),
  nextAfter: z.number().int().nullable(),
});
export type LicencesPage = z.infer<typeof LicencesPage>;

export const BrandsPage = z.object({
  items: z.array(z.object({ brand: z.string(), domains: z.array(z.string()), aliases: z.array(z.string()) })),
  nextAfter: z.number().int().nullable(),
});
export type BrandsPage = z.infer<typeof BrandsPage>;

export const ImportRegister = z.object({
  csv: z.string().min(1).max(20_000_000),
  name: Line.min(1).max(120),
  dryRun: z.boolean(),
});
export const ImportBrands = z.object({ csv: z.string().min(1).max(4_000_000), dryRun: z.boolean() });

/** `taken`: rows that can be looked up; every other row is told. */
export const KnowledgeImportReply = z.object({
  dryRun: z.boolean(),
  taken: z.number().int(),
  told: z.array(z.object({ row: z.number().int(), reason: z.string() })),
  toldInAll: z.number().int(),
});
export type KnowledgeImportReply = z.infer<typeof KnowledgeImportReply>;

export const RuleView = z.object({
  rule: z.string(),
  version: z.string(),
  category: z.string(),
  state: z.string(),
  isOwn: z.boolean(),
  target: z.number(),
  confirmed: z.number().int(),
  /** For a reason that says that the rule was wrong. */
  dismissed: z.number().int(),
  /** Decided for a reason that says nothing about the rule. */
  uncounted: z.number().int(),
  waiting: z.number().int(),
  /** Confirmed of decided; null where nothing was decided. */
  precision: z.number().nullable(),
  /** Wilson score interval, 95 %. */
  low: z.number(),
  high: z.number(),
  shadowHits: z.number().int(),
});
export type RuleView = z.infer<typeof RuleView>;

export const Rules = z.object({ items: z.array(RuleView) });
export type Rules = z.infer<typeof Rules>;
