// Promises one case whole, as documents, reports and screens read it: the file, everything in it, everything that was done.
import type { Db } from "../db/sql.ts";
import type { CaseId } from "../id.ts";
import { type CaseExhibitRow, type CaseFindingRow, selectCaseFindings, selectExhibits } from "./case-exhibit.ts";
import { type AuthorRow, type CaseRow, selectAuthors, selectCase } from "./case-file.ts";
import { type CaseOutcomeRow, selectOutcomes } from "./case-outcome.ts";
import { type CasePackageRow, selectCasePackages } from "./case-package.ts";
import { type CaseReferralRow, selectReferrals } from "./case-referral.ts";
import { type CaseStepRow, selectSteps } from "./case-step.ts";
import {
  type CaseChargeRow,
  type CaseIdentifierRow,
  type CaseSubjectRow,
  selectCharges,
  selectIdentifiers,
  selectSubjects,
} from "./case-subject.ts";
import {
  type CaseDeadlineRow,
  type CaseNoteRow,
  type CaseTaskRow,
  selectCaseDeadlines,
  selectNotes,
  selectTasks,
} from "./case-task.ts";
import { selectTakedowns, type TakedownWithChecks } from "./takedown.ts";

export interface CaseWhole {
  file: CaseRow;
  /** Who wrote in it: none of them may approve it. */
  authors: AuthorRow[];
  findings: CaseFindingRow[];
  /** Standing in the file's order; `detachedExhibits` went with a reason. */
  exhibits: CaseExhibitRow[];
  detachedExhibits: CaseExhibitRow[];
  detachedFindings: CaseFindingRow[];
  subjects: CaseSubjectRow[];
  identifiers: CaseIdentifierRow[];
  charges: CaseChargeRow[];
  tasks: CaseTaskRow[];
  deadlines: CaseDeadlineRow[];
  notes: CaseNoteRow[];
  referrals: CaseReferralRow[];
  takedowns: TakedownWithChecks[];
  outcomes: CaseOutcomeRow[];
  steps: CaseStepRow[];
  packages: CasePackageRow[];
}

/** The whole file. Throws `not-found`. */
export async function readCase(db: Db, id: CaseId): Promise<CaseWhole> {
  const file = await selectCase(db, id);
  const [findings, exhibits] = [await selectCaseFindings(db, id), await selectExhibits(db, id)];
  return {
    file,
    authors: await selectAuthors(db, id),
    findings: findings.filter((row) => row.detachedAt === null),
    detachedFindings: findings.filter((row) => row.detachedAt !== null),
    exhibits: exhibits.filter((row) => row.detachedAt === null),
    detachedExhibits: exhibits.filter((row) => row.detachedAt !== null),
    subjects: await selectSubjects(db, id),
    identifiers: await selectIdentifiers(db, id),
    charges: await selectCharges(db, id),
    tasks: await selectTasks(db, id),
    deadlines: await selectCaseDeadlines(db, id),
    notes: await selectNotes(db, id),
    referrals: await selectReferrals(db, id),
    takedowns: await selectTakedowns(db, id),
    outcomes: await selectOutcomes(db, id),
    steps: await selectSteps(db, id),
    packages: await selectCasePackages(db, id),
  };
}
