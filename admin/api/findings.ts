// Promises the queue: what a person filters by, one dense row per finding, and how many there are by each facet.
import { z } from "zod";
import { Category } from "#core/nouns/category.ts";
import { AgeBand, DeskState, QueueSort, Severity } from "#core/nouns/triage.ts";
import { Instant } from "./problem.ts";

/** `stopped`: the stop key of house law 2 was pressed; nothing of it is shown. */
export const FindingStatus = z.enum(["new", "confirmed", "dismissed", "stopped"]);
export type FindingStatus = z.infer<typeof FindingStatus>;
export const QueueVerdict = z.enum(["flag", "review"]);
export type QueueVerdict = z.infer<typeof QueueVerdict>;

const Host = z.string().trim().toLowerCase().max(255);
/** A NUL stands in no text of the database. */
const Words = z
  .string()
  .trim()
  .max(200)
  .refine((words) => !words.includes("\0"), { message: "must not contain NUL" });
const RuleName = z.string().trim().max(100);

/** Values parted by commas, as they stand in the address. */
export const valuesOf = (list: string | undefined): string[] =>
  (list ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

const several = (one: z.ZodType, of: string) =>
  z
    .string()
    .trim()
    .max(2000)
    .refine((list) => z.array(one).max(20).safeParse(valuesOf(list)).success, {
      message: `must be at most 20 ${of}, parted by commas`,
    })
    .optional();

/**
 * The queue's address is its filter; every facet has its negation. `q` is free text: every word must begin a word of the host, address, title
 * or reasons, accents and tone placement ignored; a host's name, a phone number, an account or a rule may be a part of it. A wrong value is
 * refused (`input.invalid`) with the field's name.
 */
export const QueueFilter = z.object({
  status: FindingStatus.default("new"),
  category: Category.optional(),
  notCategory: several(Category, "categories"),
  verdict: QueueVerdict.optional(),
  notVerdict: QueueVerdict.optional(),
  host: Host.optional(),
  notHost: several(Host, "hosts"),
  severity: Severity.optional(),
  notSeverity: Severity.optional(),
  age: AgeBand.optional(),
  notAge: AgeBand.optional(),
  /** In whose hands, as the asking person sees it. */
  state: DeskState.optional(),
  notState: DeskState.optional(),
  /** A rule's id, e.g. `gam.terms`: it stands among the finding's signals. */
  rule: RuleName.optional(),
  notRule: several(RuleName, "rules"),
  inCase: z.enum(["yes", "no"]).optional(),
  /** A host: findings on it and on sites tied to it by rare shared traces. */
  operator: Host.optional(),
  notOperator: Host.optional(),
  q: Words.optional(),
  notQ: Words.optional(),
  /** `grave` where none is named. */
  sort: QueueSort.optional(),
});
export type QueueFilter = z.infer<typeof QueueFilter>;

export const QueueQuery = QueueFilter.extend({
  /** `nextCursor` of the page before; it belongs to the same filter and sort. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const ClaimView = z.object({ personId: z.uuid(), name: z.string(), until: Instant, mine: z.boolean() });
export type ClaimView = z.infer<typeof ClaimView>;

export const PersonRef = z.object({ personId: z.uuid(), name: z.string(), mine: z.boolean() });
export type PersonRef = z.infer<typeof PersonRef>;

/** Where a finding stands among people, besides its claim. */
export const DeskStateView = z.object({
  assigned: PersonRef.extend({ at: Instant, note: z.string() }).nullable(),
  held: PersonRef.extend({ until: Instant, reason: z.string() }).nullable(),
  escalated: PersonRef.extend({ at: Instant, reason: z.string() }).nullable(),
});
export type DeskStateView = z.infer<typeof DeskStateView>;

/** `none`: nobody was asked; `waiting`: asked, no sound answer yet. */
export const StampState = z.enum(["none", "waiting", "stamped"]);
export type StampState = z.infer<typeof StampState>;

export const QueueRow = z.object({
  id: z.uuid(),
  captureId: z.uuid(),
  url: z.string(),
  host: z.string(),
  title: z.string(),
  category: Category,
  verdict: QueueVerdict,
  severity: Severity,
  score: z.number(),
  /** The sentences of the two heaviest signals. */
  says: z.array(z.string()),
  signalCount: z.number().int(),
  reproduced: z.boolean(),
  status: FindingStatus,
  createdAt: Instant,
  /** How long it has waited, by the office's limits. */
  age: AgeBand,
  capturedAt: Instant,
  timeStamp: StampState,
  claim: ClaimView.nullable(),
  desk: DeskStateView,
  inCase: z.boolean(),
});
export type QueueRow = z.infer<typeof QueueRow>;

export const QueuePage = z.object({
  items: z.array(QueueRow),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
  /** True where counting stopped at `total`: say "hơn 10.000". */
  totalIsCapped: z.boolean(),
});
export type QueuePage = z.infer<typeof QueuePage>;

/** `capped`: counting stopped there; there are at least that many. */
const Count = z.object({ count: z.number().int(), capped: z.boolean() });
const countsOf = <T extends z.ZodType>(value: T) => z.array(Count.extend({ value }));

/**
 * GET /api/findings/facets with a QueueFilter: how many there are by each value. Each facet is counted under the filter without that facet's
 * own value, so that choosing another one shows what it would give. At most some seconds old (`at`).
 */
export const Facets = z.object({
  at: Instant,
  category: countsOf(Category),
  verdict: countsOf(QueueVerdict),
  severity: countsOf(Severity),
  age: countsOf(AgeBand),
  state: countsOf(DeskState),
  inCase: countsOf(z.enum(["yes", "no"])),
  /** The most frequent ones first, 20 at most. */
  rule: countsOf(z.string()),
  host: countsOf(z.string()),
});
export type Facets = z.infer<typeof Facets>;
