// Promises the watchlist: its table, adding one address, and a CSV import that says row by row what it did.
import { z } from "zod";
import { Instant } from "./problem.ts";

export const TargetView = z.object({
  id: z.uuid(),
  url: z.string(),
  kind: z.enum(["site", "account"]),
  label: z.string(),
  note: z.string(),
  cadenceMinutes: z.number().int().nullable(),
  paused: z.boolean(),
  createdAt: Instant,
  createdBy: z.string(),
  nextScanAt: Instant.nullable(),
  lastScan: z.object({ state: z.string(), outcome: z.string().nullable(), reason: z.string(), at: Instant }).nullable(),
  openFindings: z.number().int(),
});
export type TargetView = z.infer<typeof TargetView>;

export const TargetsQuery = z.object({
  q: z.string().trim().max(200).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

export const TargetsPage = z.object({
  items: z.array(TargetView),
  nextAfter: z.uuid().nullable(),
  total: z.number().int(),
});
export type TargetsPage = z.infer<typeof TargetsPage>;

export const AddTarget = z.object({
  url: z.string().trim().min(1).max(2000),
  label: z.string().trim().max(200).default(""),
  note: z.string().trim().max(2000).default(""),
  cadenceMinutes: z.number().int().min(5).max(525_600).nullable().default(null),
});
export type AddTarget = z.infer<typeof AddTarget>;

export const ChangeTarget = z.object({ paused: z.boolean() });

/** `csv` is the file's text; with dryRun nothing is saved. */
export const ImportTargets = z.object({ csv: z.string().max(2_000_000), dryRun: z.boolean() });
export type ImportTargets = z.infer<typeof ImportTargets>;

export const ImportRow = z.object({
  row: z.number().int(),
  address: z.string(),
  result: z.enum(["added", "watched", "duplicate", "refused"]),
  /** Why it was refused, in plain words; "" otherwise. */
  reason: z.string(),
});
export type ImportRow = z.infer<typeof ImportRow>;

export const ImportReply = z.object({ dryRun: z.boolean(), rows: z.array(ImportRow) });
export type ImportReply = z.infer<typeof ImportReply>;

export const AskScan = z.object({ ids: z.array(z.uuid()).min(1).max(1000) });
export const AskScanReply = z.object({ asked: z.number().int() });
export type AskScanReply = z.infer<typeof AskScanReply>;
