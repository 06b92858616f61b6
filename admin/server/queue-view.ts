// Promises the queue as one person sees it: the filter of the address made whole, the office's limits, and each row in the contract's words.
import { now } from "#core/clock.ts";
import type { Category } from "#core/nouns/category.ts";
import { ageBandOf, severityOf, type TriageSettings } from "#core/nouns/triage.ts";
import type { ClaimRow } from "#core/records/claim.ts";
import type { Asker, QueueFilter as Filter } from "#core/records/queue-filter.ts";
import { type QueueRow as Row, selectContactHosts } from "#core/records/queue.ts";
import type { LiveSession } from "#core/records/session.ts";
import { readTriageSettings, type TriageState } from "#core/records/triage.ts";
import { type ClaimView, type DeskStateView, type QueueFilter, type QueueRow, valuesOf } from "../api/findings.ts";
import { may } from "./access.ts";
import type { DeskContext } from "./desk-context.ts";

const settingsFreshMs = 5000;
const settingsOf = new WeakMap<DeskContext, { atMs: number; settings: Promise<TriageSettings> }>();

/** The office's limits, read at most every five seconds: every row of every queue asks for them. */
function briefSettings(ctx: DeskContext): Promise<TriageSettings> {
  const known = settingsOf.get(ctx);
  if (known && performance.now() - known.atMs < settingsFreshMs) return known.settings;
  const settings = readTriageSettings(ctx.pool);
  settingsOf.set(ctx, { atMs: performance.now(), settings });
  settings.catch(() => settingsOf.delete(ctx));
  return settings;
}

/** After a change: the next question reads them anew. */
export const forgetSettings = (ctx: DeskContext) => settingsOf.delete(ctx);

export async function askerOf(ctx: DeskContext, me: LiveSession): Promise<Asker> {
  const settings = await briefSettings(ctx);
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

/** A row as the contract says it. */
export function queueRowView(row: Row, asker: Asker): QueueRow {
  const { claimPersonId: personId, claimName: name, claimUntil: until } = row;
  const claim = personId && name && until ? claimView({ personId, name, until }, asker) : null;
  const { id, captureId, url, host, title, category, verdict, score, says, signalCount, reproduced, status } = row;
  const same = { id, captureId, url, host, title, category, verdict, score, says, signalCount, reproduced, status };
  return {
    ...same,
    severity: severityOf(row, asker.settings),
    createdAt: row.createdAt.toISOString(),
    age: ageBandOf(asker.at.getTime() - row.createdAt.getTime(), asker.settings),
    capturedAt: row.capturedAt.toISOString(),
    timeStamp: row.timeStamp,
    claim,
    desk: deskStateView(row, asker),
    inCase: row.inCase,
  };
}
