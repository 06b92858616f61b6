// Promises the queue as one person sees it: the filter of the address made whole, the office's limits, and each row in the contract's words.
import { now } from "#core/clock.ts";
import { CaptureId } from "#core/id.ts";
import type { Category } from "#core/nouns/category.ts";
import { ageBandOf, severityOf } from "#core/nouns/triage.ts";
import type { ClaimRow } from "#core/records/claim.ts";
import type { Asker, QueueFilter as Filter } from "#core/records/queue-filter.ts";
import { type QueueRow as Row, selectContactHosts } from "#core/records/queue.ts";
import type { LiveSession } from "#core/records/session.ts";
import { selectTimeStampState } from "#core/records/time-stamp.ts";
import { readTriageSettings, type TriageState } from "#core/records/triage.ts";
import {
  type ClaimView,
  type DeskStateView,
  type QueueFilter,
  type QueueRow,
  type StampState,
  valuesOf,
} from "../api/findings.ts";
import { may } from "./access.ts";
import type { DeskContext } from "./desk-context.ts";

export async function askerOf(ctx: DeskContext, me: LiveSession): Promise<Asker> {
  const settings = await readTriageSettings(ctx.pool);
  return { personId: me.personId, login: me.login, isLead: may(me.role, "finding.lead"), at: now(), settings };
}

/** Hosts of the sites tied to this one, itself included. */
async function operatorHosts(ctx: DeskContext, host: string | undefined): Promise<string[] | undefined> {
  if (!host) return undefined;
  const linked = await ctx.ports.linkedSites(host);
  return [host, ...linked.flatMap((site) => site.hosts)];
}

/** A list that may be absent, as values. */
const list = (values: string | undefined) => (values ? valuesOf(values) : undefined);

/** The contract's filter with what must be looked up first: where a contact stands, which sites an operator has. */
export async function wholeFilter(ctx: DeskContext, f: Partial<QueueFilter>): Promise<Filter> {
  const [contactHosts, own, others] = await Promise.all([
    selectContactHosts(ctx.pool, f.q),
    operatorHosts(ctx, f.operator),
    operatorHosts(ctx, f.notOperator),
  ]);
  return {
    status: f.status ?? "new",
    category: f.category,
    notCategory: list(f.notCategory) as Category[] | undefined,
    verdict: f.verdict,
    notVerdict: f.notVerdict,
    hosts: f.host ? [f.host] : undefined,
    notHosts: [...(list(f.notHost) ?? []), ...(others ?? [])],
    severity: f.severity,
    notSeverity: f.notSeverity,
    age: f.age,
    notAge: f.notAge,
    state: f.state,
    notState: f.notState,
    rule: f.rule,
    notRules: list(f.notRule),
    inCase: f.inCase,
    operatorHosts: own,
    q: f.q,
    contactHosts,
    notQ: f.notQ,
    sort: f.sort,
  };
}

/** The rows' time stamps, in one question. */
export async function readStamps(
  ctx: DeskContext,
  rows: readonly Pick<Row, "captureId">[],
): Promise<(captureId: CaptureId) => StampState> {
  const states = await selectTimeStampState(
    ctx.pool,
    rows.map((row) => row.captureId),
  );
  return (captureId) => states.get(captureId)?.state ?? "none";
}

export const claimView = (claim: ClaimRow | null, me: Pick<Asker, "personId">): ClaimView | null =>
  claim && { ...claim, until: claim.until.toISOString(), mine: claim.personId === me.personId };

export function deskStateView(t: TriageState, me: Pick<Asker, "personId">): DeskStateView {
  const ref = (personId: string, name: string) => ({ personId, name, mine: personId === me.personId });
  return {
    assigned:
      t.assignedTo && t.assignedName && t.assignedAt
        ? { ...ref(t.assignedTo, t.assignedName), at: t.assignedAt.toISOString(), note: t.assignNote ?? "" }
        : null,
    held:
      t.heldBy && t.heldName && t.heldUntil
        ? { ...ref(t.heldBy, t.heldName), until: t.heldUntil.toISOString(), reason: t.holdReason ?? "" }
        : null,
    escalated:
      t.escalatedBy && t.escalatedName && t.escalatedAt
        ? { ...ref(t.escalatedBy, t.escalatedName), at: t.escalatedAt.toISOString(), reason: t.escalateReason ?? "" }
        : null,
  };
}

/** A row as the contract says it; `timeStamp` comes from `readStamps`. */
export function queueRowView(row: Row, asker: Asker, timeStamp: StampState): QueueRow {
  const { claimPersonId: personId, claimName: name, claimUntil: until } = row;
  const claim = personId && name && until ? claimView({ personId, name, until }, asker) : null;
  const { id, captureId, url, host, title, category, verdict, score, says, signalCount, reproduced, status } = row;
  return {
    ...{ id, captureId, url, host, title, category, verdict, score, says, signalCount, reproduced, status },
    severity: severityOf(row, asker.settings),
    createdAt: row.createdAt.toISOString(),
    age: ageBandOf(asker.at.getTime() - row.createdAt.getTime(), asker.settings),
    capturedAt: row.capturedAt.toISOString(),
    timeStamp,
    claim,
    desk: deskStateView(row, asker),
    inCase: row.inCase,
  };
}

/** All rows in the contract's words, their stamps asked once. */
export async function queueRowViews(ctx: DeskContext, rows: readonly Row[], asker: Asker): Promise<QueueRow[]> {
  const stampOf = await readStamps(ctx, rows);
  return rows.map((row) => queueRowView(row, asker, stampOf(row.captureId)));
}
