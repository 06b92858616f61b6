// Promises the watchlist: its table and filters, one entry's terms, many at once, and an import that says row by row what it did.
import { z } from "zod";
import { Day, Instant } from "./problem.ts";

const Line = z.string().trim();

export const WatchState = z.enum(["watching", "paused", "expired", "expiring", "no-purpose", "no-owner"]);
export type WatchState = z.infer<typeof WatchState>;

const Terms = z.object({
  label: Line.max(200).default(""),
  note: Line.max(2000).default(""),
  cadenceMinutes: z.number().int().min(5).max(525_600).nullable().default(null),
  purpose: Line.max(500).default(""),
  legalBasis: Line.max(500).default(""),
  ownerId: z.uuid().nullable().default(null),
  /** Last day (GMT+7) on which it is scanned. */
  expiresOn: Day.nullable().default(null),
  area: Line.max(200).default(""),
  tags: z.array(Line.min(1).max(60)).max(20).default([]),
});

export const TargetView = z.object({
  id: z.uuid(),
  url: z.string(),
  kind: z.enum(["site", "account"]),
  label: z.string(),
  note: z.string(),
  cadenceMinutes: z.number().int().nullable(),
  purpose: z.string(),
  legalBasis: z.string(),
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  expiresOn: z.string().nullable(),
  /** Ended; or ends within 14 days. Ended entries are not scanned. */
  expiry: z.enum(["none", "running", "soon", "over"]),
  area: z.string(),
  tags: z.array(z.string()),
  paused: z.boolean(),
  createdAt: Instant,
  createdBy: z.string(),
  nextScanAt: Instant.nullable(),
  lastScan: z.object({ state: z.string(), outcome: z.string().nullable(), reason: z.string(), at: Instant }).nullable(),
  openFindings: z.number().int(),
});
export type TargetView = z.infer<typeof TargetView>;

export const TargetFilter = z.object({
  q: Line.max(200).optional(),
  kind: z.enum(["site", "account"]).optional(),
  state: WatchState.optional(),
  owner: z.uuid().optional(),
  tag: Line.max(60).optional(),
  area: Line.max(200).optional(),
});
export type TargetFilter = z.infer<typeof TargetFilter>;

export const TargetsQuery = TargetFilter.extend({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

export const TargetsPage = z.object({
  items: z.array(TargetView),
  nextAfter: z.uuid().nullable(),
  total: z.number().int(),
});
export type TargetsPage = z.infer<typeof TargetsPage>;

export const WatchFacets = z.object({
  tags: z.array(z.string()),
  areas: z.array(z.string()),
  owners: z.array(z.object({ id: z.uuid(), name: z.string() })),
  expired: z.number().int(),
  expiring: z.number().int(),
  /** Entries that do not say purpose or legal basis. */
  bare: z.number().int(),
});
export type WatchFacets = z.infer<typeof WatchFacets>;

export const AddTarget = Terms.extend({ url: Line.min(1).max(2000) });
export type AddTarget = z.infer<typeof AddTarget>;

/** Pause alone, or the terms whole. */
export const ChangeTarget = z.union([z.strictObject({ paused: z.boolean() }), z.strictObject(Terms.shape)]);

export const ChangeMany = z.object({
  ids: z.array(z.uuid()).min(1).max(1000),
  change: z.union([z.strictObject({ paused: z.boolean() }), z.strictObject({ ownerId: z.uuid().nullable() })]),
});
export type ChangeMany = z.infer<typeof ChangeMany>;
export const ChangedMany = z.object({ changed: z.number().int() });

/** `csv` is the file's text, a table or a bare list; with dryRun nothing is saved. The defaults stand where a row is silent. */
export const ImportTargets = z.object({
  csv: z.string().max(2_000_000),
  dryRun: z.boolean(),
  purpose: Line.max(500).default(""),
  legalBasis: Line.max(500).default(""),
});
export type ImportTargets = z.infer<typeof ImportTargets>;

export const ImportRow = z.object({
  row: z.number().int(),
  address: z.string(),
  result: z.enum(["added", "watched", "duplicate", "refused", "private", "no-basis"]),
  /** Why it was refused, in plain words; "" otherwise. */
  reason: z.string(),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** `columns`: what the head was read as. */
export const ImportReply = z.object({ dryRun: z.boolean(), columns: z.array(z.string()), rows: z.array(ImportRow) });
export type ImportReply = z.infer<typeof ImportReply>;

export const AskScan = z.object({ ids: z.array(z.uuid()).min(1).max(1000) });
/** `skipped`: paused or ended entries, which are not scanned. */
export const AskScanReply = z.object({ asked: z.number().int(), skipped: z.number().int() });
export type AskScanReply = z.infer<typeof AskScanReply>;
