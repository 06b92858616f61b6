// Promises the trail: one row per act and per view of an original, never changed afterwards.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows, toJson } from "../db/sql.ts";

const sql = loadSql(import.meta.url, "insertEvent", "selectEvents", "hasViewed", "selectViewed");

/** Every act that the desk records. */
export const eventActs = [
  "session.opened",
  "session.refused",
  "session.locked",
  "session.closed",
  "session.ended",
  "session.confirmed",
  "password.changed",
  "second-factor.changed",
  "person.added",
  "person.changed",
  "finding.viewed",
  "finding.decided",
  "finding.exported",
  "package.asked",
  "package.downloaded",
  "hold.set",
  "hold.lifted",
  "claim.taken",
  "claim.released",
  "claim.handed-over",
  "claim.taken-over",
  "finding.held",
  "finding.woken",
  "finding.escalated",
  "finding.returned",
  "finding.assigned",
  "findings.decided",
  "findings.moved",
  "triage.changed",
  "filter.saved",
  "filter.deleted",
  "review.taken",
  "review.answered",
  "review.settled",
  "original.fetched-ahead",
  "original.viewed",
  "original.downloaded",
  "original.verified",
  "originals.compared",
  "replay.opened",
  "recapture.asked",
  "viewing.stopped",
  "target.added",
  "target.changed",
  "targets.imported",
  "targets.exported",
  "letter.registered",
  "letter.answered",
  "letter.exported",
  "intake.kept",
  "intake.viewed",
  "tip.received",
  "tip.added",
  "tip.stepped",
  "tip.linked",
  "tip.reply-saved",
  "tip.identity-seen",
  "tip.exported",
  "tip.form-changed",
  "knowledge.imported",
  "scan.asked",
  "switch.turned",
  "rule.promoted",
  "rule.demoted",
  "rule.retired",
  "rule.reviewed",
  "rule.backtested",
  "label.added",
  "label.removed",
  "document.drafted",
  "document.changed",
  "document.opened",
  "document.issued",
  "document.withdrawn",
  "document.scan-added",
  "documents.exported",
  "template.changed",
  "law.changed",
  "law.imported",
  "office.changed",
  "takedown.checked",
  "takedown.returned-seen",
  "audit.exported",
  "audit.checked",
  "api.pulled",
  "report.made",
  "report.changed",
  "report.issued",
  "report.schedule-changed",
  "report.categories-changed",
  "report.counters-entered",
  "report.book-exported",
  "token.made",
  "token.revoked",
  "webhook.added",
  "webhook.disabled",
  "case.opened",
  "case.viewed",
  "case.changed",
  "case.assigned",
  "case.finding-added",
  "case.finding-detached",
  "case.exhibit-added",
  "case.exhibit-changed",
  "case.exhibit-detached",
  "case.subject-changed",
  "case.identifier-changed",
  "case.charge-changed",
  "case.task-changed",
  "case.note-added",
  "case.referral-changed",
  "case.takedown-changed",
  "case.outcome-changed",
  "case.stepped",
  "case.step-refused",
  "case.sealed",
] as const;
export type EventAct = (typeof eventActs)[number];

/** Ids and closed words only: no page text, no password, no personal data beyond the actor's login. */
export type EventDetail = Record<string, string | number | boolean | null>;

export async function recordEvent(
  db: Db,
  actor: string,
  act: EventAct,
  object: string,
  detail: EventDetail = {},
): Promise<void> {
  await execute(db, sql.insertEvent, [now(), actor, act, object, toJson(detail)]);
}

export const EventRow = z.object({
  id: z.number(),
  at: z.date(),
  actor: z.string(),
  act: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type EventRow = z.infer<typeof EventRow>;

/** Which of these originals `actor` has opened since then. */
export async function selectViewed(
  db: Db,
  actor: string,
  captureIds: readonly string[],
  since: Date,
): Promise<Set<string>> {
  const rows = await selectRows(db, sql.selectViewed, [actor, captureIds, since], z.object({ object: z.string() }));
  return new Set(rows.map((row) => row.object));
}

/** Whether `actor` has opened this original since then. */
export async function hasViewed(db: Db, actor: string, captureId: string, since: Date): Promise<boolean> {
  return (await selectRow(db, sql.hasViewed, [actor, captureId, since], z.object({ viewed: z.boolean() }))).viewed;
}

/** The newest events first, of one object or of all; `before` is the last id of the page before. */
export function selectEvents(
  db: Db,
  filter: { object?: string | null; before?: number | null; limit?: number },
): Promise<EventRow[]> {
  return selectRows(
    db,
    sql.selectEvents,
    [filter.object ?? null, filter.before ?? null, filter.limit ?? 200],
    EventRow,
  );
}
