// Promises the deadlines that an event of a case starts, read from the law's terms, and which of them a step fulfils.
import type { CaseState } from "../nouns/case.ts";
import type { LawBook, LawEvent, LawTerm } from "../nouns/law.ts";
import { isValidOn } from "./law-on.ts";
import { dueAt, vietnamDay } from "./working-days.ts";

export interface Deadline {
  term: LawTerm;
  startsAt: Date;
  dueAt: Date;
  /** Later than `dueAt` where unverified days off lie between. */
  latestAt: Date;
}

/** The deadlines of every term that the event starts, by the law in force at `at`; terms without a known length give none. */
export function deadlinesFor(book: LawBook, event: LawEvent, at: Date): Deadline[] {
  return book.terms
    .filter((term) => term.event === event && isValidOn(term, vietnamDay(at)))
    .flatMap((term) => {
      const due = dueAt(term, at, book.holidays);
      return due ? [{ term, startsAt: at, dueAt: due.at, latestAt: due.latest }] : [];
    });
}

/** What a step of a case starts, at the time of the step (law-and-workflow.md section F). */
export function eventsOfStep(from: CaseState, to: CaseState): LawEvent[] {
  // An assessment or a verification by others came back: the record is due from then on.
  if ((from === "assessment" || from === "not-prosecuted") && (to === "verifying" || to === "recording"))
    return ["subject-identified"];
  return to === "sanctioned" ? ["decision-signed"] : [];
}

const drawn: readonly LawEvent[] = ["conduct-detected", "subject-identified", "conduct-detected-complex"];

/** Events whose deadlines a step fulfils; "all" where the case ends and none runs any more. */
export function metByStep(to: CaseState): readonly LawEvent[] | "all" {
  if (["rejected", "duplicate", "out-of-area", "closed", "archived"].includes(to)) return "all";
  if (to === "explanation" || to === "police") return drawn;
  if (to === "sanctioned") return [...drawn, "conduct-ended"];
  if (to === "enforcement") return ["decision-signed"];
  return to === "removed" ? ["takedown-requested"] : [];
}
