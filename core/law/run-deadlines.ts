// Promises that the law's terms run by themselves: whatever happens in a case starts and meets its deadlines in the same transaction.
import { now } from "../clock.ts";
import type { Db } from "../db/sql.ts";
import type { CaseId } from "../id.ts";
import type { CaseState, TakedownKind } from "../nouns/case.ts";
import type { LawEvent } from "../nouns/law.ts";
import { selectCase } from "../records/case-file.ts";
import { addDeadline, type Meeting, meetDeadlines } from "../records/case-deadline.ts";
import { readLawBook, selectLawRows } from "../records/law.ts";
import { type Deadline, deadlinesFor, eventsOfStep, metByStep } from "./deadlines.ts";

const dayStart = (day: string) => new Date(`${day}T00:00:00+07:00`);

async function add(tx: Db, caseId: CaseId, deadlines: readonly Deadline[]): Promise<void> {
  for (const { term, startsAt, dueAt } of deadlines)
    await addDeadline(tx, caseId, { termId: term.id, label: term.label, startsAt, dueAt });
}

/** Starts the deadlines of an event; gives the earliest end, null where the law's data knows no term for it. */
export async function startDeadlines(tx: Db, caseId: CaseId, event: LawEvent, at: Date): Promise<Date | null> {
  const deadlines = deadlinesFor(await readLawBook(tx), event, at).toSorted(
    (a, b) => a.dueAt.getTime() - b.dueAt.getTime(),
  );
  // Several instruments name a limitation; the one that ends first is the one to keep.
  await add(tx, caseId, event === "conduct-ended" ? deadlines.slice(0, 1) : deadlines);
  return deadlines[0]?.dueAt ?? null;
}

async function meetEvents(tx: Db, caseId: CaseId, events: readonly LawEvent[], met: Meeting) {
  if (events.length === 0) return;
  const terms = await selectLawRows(tx, "terms", { all: true });
  const ids = terms.filter((term) => events.includes(term.event)).map((term) => term.id);
  await meetDeadlines(tx, caseId, ids, met);
}

/**
 * A case was opened, or its words were changed: the record is due from the detection, the limitation runs from the day of the conduct;
 * the limitation of another day than the one that stands there now runs no longer. Running it twice changes nothing.
 */
export async function onCaseWords(tx: Db, caseId: CaseId, login: string): Promise<void> {
  const { detectedAt, conductOn } = await selectCase(tx, caseId);
  const at = now();
  await meetEvents(tx, caseId, ["conduct-detected"], { at, login, exceptStart: detectedAt });
  await startDeadlines(tx, caseId, "conduct-detected", detectedAt);
  const start = conductOn === null ? null : dayStart(conductOn);
  await meetEvents(tx, caseId, ["conduct-ended"], { at, login, exceptStart: start });
  if (start !== null) await startDeadlines(tx, caseId, "conduct-ended", start);
}

/** A step was taken: what it fulfils is met, what it starts runs. */
export async function onCaseStep(
  tx: Db,
  caseId: CaseId,
  step: { from: CaseState; to: CaseState; at: Date; login: string },
): Promise<void> {
  const met = metByStep(step.to);
  if (met === "all") await meetDeadlines(tx, caseId, null, step);
  else await meetEvents(tx, caseId, met, step);
  for (const event of eventsOfStep(step.from, step.to)) await startDeadlines(tx, caseId, event, step.at);
}

/** A takedown was asked for: gives until when it must be done by law; null where the law's data knows no term (domains). */
export async function onTakedownRequested(
  tx: Db,
  caseId: CaseId,
  { kind, requestedAt }: { kind: TakedownKind; requestedAt: Date },
): Promise<Date | null> {
  if (kind !== "content" && kind !== "account") return null;
  return startDeadlines(tx, caseId, "takedown-requested", requestedAt);
}
