// Promises that a finding passes from hand to hand in one transaction each time: state, row of the act, trail; never over another's claim.
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import type { FindingId, PersonId } from "#core/id.ts";
import { clearClaim, moveClaim, selectClaim } from "#core/records/claim.ts";
import { type EventAct, type EventDetail, recordEvent } from "#core/records/event.ts";
import type { LiveSession } from "#core/records/session.ts";
import {
  assignFinding,
  endEscalation,
  endHold,
  escalateFinding,
  holdFinding,
  insertTriageAct,
  lockForTriage,
  readTriageSettings,
  selectTriagePeople,
  selectTriageState,
  type TriagedFinding,
} from "#core/records/triage.ts";
import type { TriageReply } from "../api/triage.ts";
import { matrix } from "./access.ts";
import type { DeskContext } from "./desk-context.ts";
import { claimView, deskStateView } from "./queue-view.ts";

const claimEvents = { "claim-taken": "claim.taken", "claim-released": "claim.released" } as const;

export async function recordClaim(
  tx: Db,
  kind: keyof typeof claimEvents,
  id: FindingId,
  me: LiveSession,
): Promise<void> {
  await insertTriageAct(tx, { findingId: id, kind, actor: me.login });
  await recordEvent(tx, me.login, claimEvents[kind], id);
}

export const claimEnd = async (db: Db) => new Date(nowMs() + (await readTriageSettings(db)).claimMinutes * 60_000);

/** Roles whose persons may be given a finding. */
export const deciders = matrix["finding.decide"];

/** Throws `input.invalid` naming `to` where this person cannot be given a finding. */
export async function checkReceiver(db: Db, to: PersonId): Promise<void> {
  if (!(await selectTriagePeople(db, deciders)).some((person) => person.id === to))
    throw new AppError("input.invalid", {
      detail: "to: nobody who decides findings",
      cure: "Choose a person of the list.",
    });
}

/** The time until which something may be put aside. Throws `input.invalid` naming `until`. */
export async function checkHoldEnd(db: Db, text: string): Promise<Date> {
  const [until, { holdHours }] = [new Date(text), await readTriageSettings(db)];
  const hours = (until.getTime() - nowMs()) / 3_600_000;
  // A minute's grace: the person's clock may run behind the server's.
  if (hours <= 0 || hours > holdHours + 1 / 60)
    throw new AppError("input.invalid", {
      detail: `until: not within the next ${holdHours} hours`,
      cure: `Choose a time within ${holdHours} hours.`,
      facts: { holdHours },
    });
  return until;
}

/** Why this person may not move the finding now, or null. */
export function whyNotMovable(f: TriagedFinding, me: Pick<LiveSession, "personId">): "decided" | "claimed" | null {
  if (f.status !== "new") return "decided";
  return f.claimPersonId !== null && f.claimPersonId !== me.personId ? "claimed" : null;
}

const refusals = {
  decided: {
    detail: "this finding is already decided",
    cure: "Reopen it first: a decision is reversed by a new decision.",
  },
  claimed: { detail: "another person is looking at this finding", cure: "Wait until the claim ends." },
} as const;

type Work = (tx: Db, id: FindingId) => Promise<{ act: EventAct; detail?: EventDetail } | null>;

/** Locks the finding, does the work and enters it in the trail. Throws `not-found`, `conflict`. */
export async function moveFinding(ctx: DeskContext, id: FindingId, me: LiveSession, work: Work): Promise<TriageReply> {
  await inTransaction(ctx.pool, async (tx) => {
    const [finding] = await lockForTriage(tx, [id], now());
    if (!finding) throw new AppError("not-found", { detail: "no such finding" });
    const why = whyNotMovable(finding, me);
    if (why) throw new AppError("conflict", refusals[why]);
    const done = await work(tx, id);
    if (done) await recordEvent(tx, me.login, done.act, id, done.detail ?? {});
  });
  return replyFor(ctx, id, me);
}

export async function replyFor(ctx: DeskContext, id: FindingId, me: LiveSession): Promise<TriageReply> {
  const [claim, state] = await Promise.all([selectClaim(ctx.pool, id, now()), selectTriageState(ctx.pool, id, now())]);
  return { claim: claimView(claim, me), desk: deskStateView(state, me) };
}

export function assign(to: PersonId | null, note: string, me: LiveSession): Work {
  return async (tx, id) => {
    await assignFinding(tx, id, to, note, me);
    if (to !== null && to !== me.personId) await clearClaim(tx, id);
    return { act: "finding.assigned", detail: { to } };
  };
}

export function hold(until: Date, reason: string, me: LiveSession): Work {
  return async (tx, id) => {
    await holdFinding(tx, id, until, reason, me);
    await clearClaim(tx, id);
    return { act: "finding.held", detail: { until: until.toISOString() } };
  };
}

export function wake(me: LiveSession): Work {
  return async (tx, id) => ((await endHold(tx, id, me)) ? { act: "finding.woken" } : null);
}

export function escalate(reason: string, me: LiveSession): Work {
  return async (tx, id) => {
    await escalateFinding(tx, id, reason, me);
    await clearClaim(tx, id);
    return { act: "finding.escalated" };
  };
}

export function sendBack(note: string, me: LiveSession): Work {
  return async (tx, id) => ((await endEscalation(tx, id, note, me)) ? { act: "finding.returned" } : null);
}

/** The holder gives his claim away; the receiver is assigned, so that the finding stays his after the claim has run out. */
export function handOver(to: PersonId, note: string, until: Date, me: LiveSession): Work {
  return async (tx, id) => {
    const claim = await selectClaim(tx, id, now());
    if (claim?.personId !== me.personId)
      throw new AppError("conflict", { detail: "only who holds the finding hands it over", cure: "Claim it first." });
    await moveClaim(tx, id, to, until);
    await insertTriageAct(tx, { findingId: id, kind: "claim-handed-over", actor: me.login, personId: to, note, until });
    await assignFinding(tx, id, to, note, me);
    return { act: "claim.handed-over", detail: { to } };
  };
}

/** A lead takes the claim of another; whose it was stands in the act. Throws `not-found`, `conflict`. */
export async function takeOver(ctx: DeskContext, id: FindingId, reason: string, me: LiveSession): Promise<TriageReply> {
  await inTransaction(ctx.pool, async (tx) => {
    const [finding] = await lockForTriage(tx, [id], now());
    if (!finding) throw new AppError("not-found", { detail: "no such finding" });
    if (finding.status !== "new") throw new AppError("conflict", refusals.decided);
    const [claim, until] = [await selectClaim(tx, id, now()), await claimEnd(tx)];
    if (!claim || claim.personId === me.personId)
      throw new AppError("conflict", { detail: "nobody else holds this finding", cure: "Claim it." });
    await moveClaim(tx, id, me.personId, until);
    const act = { findingId: id, actor: me.login, personId: claim.personId, note: reason, until };
    await insertTriageAct(tx, { ...act, kind: "claim-taken-over" });
    await recordEvent(tx, me.login, "claim.taken-over", id, { from: claim.personId });
  });
  return replyFor(ctx, id, me);
}
