// Promises decisions on many findings at once in which every item answers for itself, and none is decided whose content nobody saw.
//
// The rule: a person decides what he had on the screen. A dismissal may follow another item of the same act that he did see, where both are of
// one category, the same rules fired, and the sealed content is equal (page bytes, or the picture tile by tile). A confirmation never follows.
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { type FindingId, newId } from "#core/id.ts";
import { recordEvent, selectViewed } from "#core/records/event.ts";
import { type DecisionRow, selectDecisions, selectDecisionsOfGroup, selectFinding } from "#core/records/finding.ts";
import { type Content, isSameContent, selectCapturesOf, selectContents } from "#core/records/group.ts";
import type { LiveSession } from "#core/records/session.ts";
import { lockForTriage, type TriagedFinding } from "#core/records/triage.ts";
import type { BulkItem, BulkRefusal, BulkReply } from "../api/bulk.ts";
import { undoReason, undoWithinMs } from "../api/decisions.ts";
import { enterDecision, explainOpenTwin, isUndoable, viewedSince } from "./decide-finding.ts";
import type { DeskContext } from "./desk-context.ts";
import { whyNotMovable } from "./move-finding.ts";

export const bulkItem = (
  id: string,
  host: string,
  why: BulkRefusal | null,
  follows: string | null = null,
): BulkItem => ({
  id,
  host,
  done: why === null,
  why,
  follows,
});

export function bulkReply(bulkId: string, items: BulkItem[], undoUntil: Date | null = null): BulkReply {
  const done = items.filter((item) => item.done).length;
  return { bulkId, items, done, undoUntil: done > 0 ? (undoUntil?.toISOString() ?? null) : null };
}

/** Whether dismissing one may rest on having seen the other: same question, same reasons, same content. */
export function mayFollow(item: TriagedFinding, seen: TriagedFinding, contents: ReadonlyMap<string, Content>): boolean {
  const [a, b] = [contents.get(item.id), contents.get(seen.id)];
  const sameQuestion = item.category === seen.category && item.rules.join(" ") === seen.rules.join(" ");
  return a !== undefined && b !== undefined && sameQuestion && isSameContent(a, b);
}

export interface ManyWords {
  verdict: "confirm" | "dismiss";
  reason: string;
  note: string;
  ids: readonly FindingId[];
}

interface Seen {
  viewed: ReadonlySet<string>;
  contents: ReadonlyMap<string, Content>;
  /** Findings of which this person opened a capture that does not lead any more. */
  outdated: ReadonlySet<string>;
  found: readonly TriagedFinding[];
}

async function readSeen(tx: Db, me: LiveSession, ids: readonly FindingId[]): Promise<Seen> {
  const found = await lockForTriage(tx, ids, now());
  const captures = await selectCapturesOf(tx, ids);
  const captureIds = [...found.map((f) => f.captureId), ...captures.map((c) => c.captureId)];
  const viewed = await selectViewed(tx, me.login, captureIds, viewedSince());
  const contents = new Map((await selectContents(tx, ids)).map((c) => [c.id as string, c]));
  return {
    viewed,
    contents,
    found,
    outdated: new Set(captures.filter((c) => viewed.has(c.captureId)).map((c) => c.id)),
  };
}

/** Whose view the item rests on: its own, another's, or nobody's. */
function restsOn(
  item: TriagedFinding,
  verdict: ManyWords["verdict"],
  { viewed, contents, found }: Seen,
): FindingId | null {
  if (viewed.has(item.captureId)) return item.id;
  if (verdict === "confirm") return null;
  return found.find((f) => viewed.has(f.captureId) && !f.isAbsent && mayFollow(item, f, contents))?.id ?? null;
}

/** Why the item may not be decided, or whose view the decision rests on. */
function judge(
  item: TriagedFinding,
  verdict: ManyWords["verdict"],
  me: LiveSession,
  seen: Seen,
): BulkRefusal | { on: FindingId } {
  const why = whyNotMovable(item, me) ?? (item.isAbsent ? "absent" : null);
  if (why) return why;
  const on = restsOn(item, verdict, seen);
  if (on) return { on };
  return seen.outdated.has(item.id) ? "newer-capture" : "not-seen";
}

/** One decision row each, all with one group id, in one transaction; what cannot be decided says why. */
export async function decideMany(ctx: DeskContext, me: LiveSession, words: ManyWords): Promise<BulkReply> {
  const { verdict, reason, note } = words;
  const [bulkId, startedAt, ids] = [newId(), now(), [...new Set(words.ids)]];
  const items = await inTransaction(ctx.pool, async (tx) => {
    const seen = await readSeen(tx, me, ids);
    const byId = new Map(seen.found.map((f) => [f.id as string, f]));
    const answers: BulkItem[] = [];
    for (const id of ids) {
      const item = byId.get(id);
      const judged = item ? judge(item, verdict, me, seen) : "not-found";
      if (!item || typeof judged === "string") {
        answers.push(bulkItem(id, item?.host ?? "", typeof judged === "string" ? judged : "not-found"));
        continue;
      }
      const follows = judged.on === id ? null : judged.on;
      const decision = { findingId: item.id, actor: me.login, verdict, reason, note, groupId: bulkId, follows };
      await enterDecision(tx, decision, item.category);
      answers.push(bulkItem(id, item.host, null, follows));
    }
    const done = answers.filter((a) => a.done).length;
    await recordEvent(tx, me.login, "findings.decided", bulkId, { verdict, reason, asked: ids.length, done });
    return answers;
  });
  return bulkReply(bulkId, items, new Date(startedAt.getTime() + undoWithinMs));
}

/** Takes back what this person decided together, each by a new decision. Throws `conflict` where nothing of it can be taken back any more. */
export async function undoMany(ctx: DeskContext, bulkId: string, me: LiveSession): Promise<BulkReply> {
  const made = (await selectDecisionsOfGroup(ctx.pool, bulkId)).filter((d) => d.verdict !== "reopen");
  const lasts = await Promise.all(made.map(async (d) => (await selectDecisions(ctx.pool, d.findingId)).at(-1)));
  const mayUndo = (last: DecisionRow | undefined) => isUndoable(last, me) && last.groupId === bulkId;
  if (!lasts.some(mayUndo))
    throw new AppError("conflict", {
      detail: "nothing of yours to undo within ten seconds",
      cure: "A lead may reopen the findings with a reason.",
    });
  const items: BulkItem[] = [];
  for (const [n, { findingId }] of made.entries()) {
    const { host, category } = await selectFinding(ctx.pool, findingId);
    if (!mayUndo(lasts[n])) {
      items.push(bulkItem(findingId, host, "decided"));
      continue;
    }
    const undone = { findingId, actor: me.login, verdict: "reopen", reason: undoReason, groupId: bulkId } as const;
    const isDone = await inTransaction(ctx.pool, (tx) => enterDecision(tx, undone, category))
      .catch(explainOpenTwin)
      .then(() => true)
      .catch((error: unknown) => {
        if (error instanceof AppError && error.code === "conflict") return false;
        throw error;
      });
    items.push(bulkItem(findingId, host, isDone ? null : "already"));
  }
  await recordEvent(ctx.pool, me.login, "findings.decided", bulkId, { verdict: "reopen", reason: undoReason });
  return bulkReply(bulkId, items);
}
