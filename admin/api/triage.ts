// Promises who has which finding: claims with an end, hand-over, hold, escalation, assignment, and the next one to look at.
import { z } from "zod";
import { TriageActKind, TriageSettings } from "#core/nouns/triage.ts";
import { PersonRole } from "#core/nouns/person.ts";
import { ClaimView, DeskStateView, QueueFilter, QueueRow } from "./findings.ts";
import { Instant } from "./problem.ts";

const Note = z.string().trim().max(2000);
const Reason = Note.min(1);

/**
 * POST /api/triage/next: claims the first finding of the filter that nobody holds, gravest and oldest first. Passed over: claimed by another,
 * put aside, moved up (unless the filter or the role asks for those), given to another person, and `skip`. `releases`: the claim on this one
 * ends in the same step.
 */
export const NextAsk = z.object({
  filter: QueueFilter.partial().default({}),
  skip: z.array(z.uuid()).max(100).default([]),
  releases: z.uuid().optional(),
});
export type NextAsk = z.input<typeof NextAsk>;

export const NextReply = z.object({
  /** Null: nothing waits under this filter. */
  finding: QueueRow.nullable(),
  claim: ClaimView.nullable(),
  /** The two that would come after it, for fetching ahead; not claimed. */
  upcoming: z.array(z.uuid()),
});
export type NextReply = z.infer<typeof NextReply>;

/** POST /api/findings/:id/hand-over: the holder gives his claim to another person, who is assigned and holds it. */
export const HandOver = z.object({ to: z.uuid(), note: Note.default("") });
/** POST /api/findings/:id/take-over: the lead takes another's claim; it is logged. */
export const TakeOver = z.object({ reason: Reason });
/** POST /api/findings/:id/hold: put aside until then, 24 hours at most. DELETE wakes it up. */
export const Hold = z.object({ reason: Reason, until: Instant });
/** POST /api/findings/:id/escalation: moved up to the lead. DELETE with `EndEscalation` sends it back. */
export const Escalate = z.object({ reason: Reason });
export const EndEscalation = z.object({ note: Note.default("") });
/** PUT /api/findings/:id/assignment: given to a person; null takes it away. */
export const Assign = z.object({ to: z.uuid().nullable(), note: Note.default("") });

/** What each of these acts answers. */
export const TriageReply = z.object({ claim: ClaimView.nullable(), desk: DeskStateView });
export type TriageReply = z.infer<typeof TriageReply>;

/** GET /api/findings/:id/acts: newest first. */
export const TriageActView = z.object({
  id: z.uuid(),
  kind: TriageActKind,
  actor: z.string(),
  /** To or from whom, where another person is concerned. */
  person: z.string().nullable(),
  note: z.string(),
  until: Instant.nullable(),
  at: Instant,
});
export type TriageActView = z.infer<typeof TriageActView>;
export const TriageActs = z.object({ items: z.array(TriageActView) });

/** GET /api/triage/people: who may be given a finding. */
export const TriagePeople = z.object({
  items: z.array(
    z.object({ id: z.uuid(), name: z.string(), role: PersonRole, isMe: z.boolean(), claims: z.number().int() }),
  ),
});
export type TriagePeople = z.infer<typeof TriagePeople>;

/** GET and PUT /api/triage/settings; PUT is the lead's and takes the whole. */
export const TriageSettingsView = TriageSettings;
export type TriageSettingsView = TriageSettings;
