// Promises the cases of the desk: the list with its filters, opening one, and one case whole with what this person may do next.
import { z } from "zod";
import { CaseSource, CaseState, IdentifierKind } from "#core/nouns/case.ts";
import { Category } from "#core/nouns/category.ts";
import { PersonRole } from "#core/nouns/person.ts";
import {
  CaseFindingView,
  ChargeView,
  DayOrNull,
  ExhibitView,
  IdentifierView,
  OutcomeView,
  ReferralView,
  SubjectView,
  TakedownView,
  Trail,
} from "./case-parts.ts";
import { FindingStatus } from "./findings.ts";
import { Instant } from "./problem.ts";

export type {
  CaseSource,
  CaseState,
  Confidence,
  IdentifierKind,
  OutcomeKind,
  RecheckResult,
  ReferralKind,
  ReferralResult,
  SubjectKind,
  TakedownKind,
  TakedownState,
} from "#core/nouns/case.ts";

export type { CaseJournal, JournalEntry, JournalKind } from "./case-journal.ts";
export type {
  CaseFindingView,
  ChargeView,
  ExhibitView,
  IdentifierView,
  OutcomeView,
  ReferralView,
  SubjectView,
  TakedownView,
} from "./case-parts.ts";

/** A day without a time, in the office's time zone: `2026-11-22`. */
export const Day = z.iso.date();
const flag = z.enum(["1"]).optional();

/** The filter as it stands in the address of the list; `assigned=me` is the person who asks. */
export const CaseListFilter = z.object({
  state: CaseState.optional(),
  category: Category.optional(),
  source: CaseSource.optional(),
  assigned: z.union([z.literal("me"), z.uuid()]).optional(),
  overdue: flag,
  open: flag,
  from: Day.optional(),
  to: Day.optional(),
  q: z.string().trim().max(200).optional(),
});
export type CaseListFilter = z.infer<typeof CaseListFilter>;

export const CaseListQuery = CaseListFilter.extend({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const CaseListItem = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  category: Category,
  source: CaseSource,
  state: CaseState,
  stateAt: Instant,
  detectedAt: Instant,
  updatedAt: Instant,
  assignedTo: z.uuid().nullable(),
  assignedName: z.string().nullable(),
  subjects: z.array(z.string()),
  hosts: z.array(z.string()),
  exhibits: z.number().int(),
  nextDueAt: Instant.nullable(),
});
export type CaseListItem = z.infer<typeof CaseListItem>;

export const CaseListPage = z.object({
  items: z.array(CaseListItem),
  nextCursor: z.string().nullable(),
  /** Counted up to `countedUpTo`; a greater number means "more than that". */
  total: z.number().int(),
  countedUpTo: z.number().int(),
});
export type CaseListPage = z.infer<typeof CaseListPage>;

/** What the office calls the states; a state without a name of its own has the language file's. */
export const CaseWords = z.object({
  stateNames: z.partialRecord(CaseState, z.string()),
  waitingForApproval: z.number().int(),
  byState: z.array(z.object({ state: CaseState, count: z.number().int() })),
  /** Whom work may be given to. */
  people: z.array(z.object({ id: z.uuid(), name: z.string(), role: PersonRole })),
});
export type CaseWords = z.infer<typeof CaseWords>;

const words = {
  title: z.string().trim().min(1).max(300),
  category: Category,
  source: CaseSource,
  area: z.string().trim().max(200),
  summary: z.string().trim().max(8000),
  conductOn: Day.nullable(),
};

/**
 * Opens a case, from findings or without any. Undecided and confirmed findings both may stand in it, since a case begins by verifying;
 * dismissed ones may not. Without findings the category must be named.
 */
export const OpenCase = z.object({
  title: words.title,
  findingIds: z.array(z.uuid()).max(50).default([]),
  category: Category.optional(),
  source: CaseSource.default("scan"),
  area: words.area.default(""),
  summary: words.summary.default(""),
  conductOn: words.conductOn.default(null),
});
export type OpenCase = z.infer<typeof OpenCase>;

/** How each finding fared: one that stood in the case before adds nothing. */
export const FindingsAdded = z.object({
  id: z.uuid(),
  number: z.string(),
  added: z.array(z.object({ findingId: z.uuid(), host: z.string(), status: FindingStatus })),
  stoodBefore: z.array(z.uuid()),
  /** Other cases in which these findings stand too. */
  elsewhere: z.array(z.object({ findingId: z.uuid(), number: z.string() })),
});
export type FindingsAdded = z.infer<typeof FindingsAdded>;

export const ChangeCase = z.object(words).partial();
export type ChangeCase = z.infer<typeof ChangeCase>;

/** Why a step is not open to this person now. */
export const StepBlock = z.enum(["role", "four-eyes", "exhibit", "package", "unopened", "undecided"]);
export type StepBlock = z.infer<typeof StepBlock>;

export const NextStep = z.object({
  to: CaseState,
  /** Whose roles may take it. */
  roles: z.array(PersonRole),
  blocks: z.array(StepBlock),
});
export type NextStep = z.infer<typeof NextStep>;

export const CaseView = z.object({
  file: z.object({
    id: z.uuid(),
    number: z.string(),
    title: z.string(),
    category: Category,
    source: CaseSource,
    area: z.string(),
    summary: z.string(),
    conductOn: DayOrNull,
    detectedAt: Instant,
    state: CaseState,
    stateAt: Instant,
    isFinal: z.boolean(),
    createdAt: Instant,
    createdByName: z.string(),
    createdByLogin: z.string(),
    assignedTo: z.uuid().nullable(),
    assignedName: z.string().nullable(),
    updatedAt: Instant,
    duplicateNumber: z.string().nullable(),
  }),
  authors: z.array(z.object({ login: z.string(), name: z.string() })),
  findings: z.array(CaseFindingView),
  detachedFindings: z.array(CaseFindingView),
  exhibits: z.array(ExhibitView),
  detachedExhibits: z.array(ExhibitView),
  subjects: z.array(SubjectView),
  identifiers: z.array(IdentifierView),
  sharedIdentifiers: z.array(
    z.object({ kind: IdentifierKind, value: z.string(), caseId: z.uuid(), number: z.string() }),
  ),
  charges: z.array(ChargeView),
  tasks: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      assignedTo: z.uuid().nullable(),
      assignedName: z.string().nullable(),
      dueOn: DayOrNull,
      ...Trail,
      doneBy: z.string().nullable(),
      doneAt: Instant.nullable(),
    }),
  ),
  deadlines: z.array(
    z.object({
      id: z.uuid(),
      termId: z.string(),
      label: z.string(),
      startsAt: Instant,
      dueAt: Instant,
      metAt: Instant.nullable(),
      metBy: z.string().nullable(),
    }),
  ),
  notes: z.array(z.object({ id: z.uuid(), text: z.string(), ...Trail })),
  referrals: z.array(ReferralView),
  takedowns: z.array(TakedownView),
  outcomes: z.array(OutcomeView),
  steps: z.array(
    z.object({
      id: z.uuid(),
      fromState: CaseState,
      toState: CaseState,
      actor: z.string(),
      actorName: z.string(),
      reason: z.string(),
      at: Instant,
    }),
  ),
  packages: z.array(
    z.object({
      packageId: z.uuid(),
      purpose: z.string(),
      sealedBy: z.string(),
      sealedAt: Instant,
      captureIds: z.array(z.uuid()),
      sha256: z.string().nullable(),
      sizeBytes: z.number().int().nullable(),
    }),
  ),
  /** Contents stand still: it waits for approval, or it is over. */
  isFrozen: z.boolean(),
  nextSteps: z.array(NextStep),
  /** Exhibits that this person has not opened since they were added; ids of exhibits. */
  unopened: z.array(z.uuid()),
});
export type CaseView = z.infer<typeof CaseView>;
