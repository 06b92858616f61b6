// Promises the journal of a case ("nhật ký vụ việc"): everything that came, went and was done, in one list by time.
import type { EventRow } from "#core/records/event.ts";
import type { CaseWhole } from "#core/records/case-whole.ts";
import type { CaseExhibitRow, CaseFindingRow } from "#core/records/case-exhibit.ts";
import type { TakedownWithChecks } from "#core/records/takedown.ts";
import type { CasePaper } from "#core/records/case-paper.ts";
import type { CaseReferralRow } from "#core/records/case-referral.ts";
import type { CaseOutcomeRow } from "#core/records/case-outcome.ts";
import type { JournalEntry, JournalKind } from "../api/cases.ts";

interface Entry {
  at: Date;
  kind: JournalKind;
  actor: string;
  word?: string;
  text?: string;
}

/** Edits that leave no row of their own: the trail knows that they happened, not their words. */
const edits = new Set([
  "case.changed",
  "case.assigned",
  "case.exhibit-changed",
  "case.subject-changed",
  "case.identifier-changed",
  "case.charge-changed",
]);

/** A day without a time stands at its noon in the office's time zone. */
const noon = (day: string) => new Date(`${day}T12:00:00+07:00`);

const ofFinding = (row: CaseFindingRow): Entry[] => [
  { at: row.addedAt, kind: "finding", actor: row.addedBy, word: row.category, text: row.host },
  ...(row.detachedAt
    ? [
        {
          at: row.detachedAt,
          kind: "finding-detached" as const,
          actor: row.detachedBy ?? "",
          text: `${row.host}: ${row.detachReason}`,
        },
      ]
    : []),
];

const ofExhibit = (row: CaseExhibitRow): Entry[] => [
  { at: row.addedAt, kind: "exhibit", actor: row.addedBy, text: row.caption || row.url },
  ...(row.detachedAt
    ? [
        {
          at: row.detachedAt,
          kind: "exhibit-detached" as const,
          actor: row.detachedBy ?? "",
          text: `${row.caption || row.url}: ${row.detachReason}`,
        },
      ]
    : []),
];

const ofReferral = (row: CaseReferralRow): Entry[] => [
  {
    at: row.addedAt,
    kind: "referral",
    actor: row.addedBy,
    word: row.kind,
    text: `${row.agency}. ${row.subjectLine}`.trim(),
  },
  ...(row.receivedOn
    ? [{ at: noon(row.receivedOn), kind: "receipt" as const, actor: row.agency, text: row.receiptNumber ?? "" }]
    : []),
  ...(row.repliedOn
    ? [{ at: noon(row.repliedOn), kind: "reply" as const, actor: row.agency, word: row.result ?? "", text: row.reply }]
    : []),
];

const ofTakedown = (row: TakedownWithChecks): Entry[] => [
  {
    at: row.requestedAt,
    kind: "takedown",
    actor: row.requestedBy,
    word: row.kind,
    text: `${row.url} → ${row.addressee}`,
  },
  ...(row.settledAt
    ? [{ at: row.settledAt, kind: "takedown-settled" as const, actor: "", word: row.state, text: row.url }]
    : []),
  ...row.checks
    .filter((check) => check.doneAt !== null)
    .map((check) => ({
      at: check.doneAt!,
      kind: "check" as const,
      actor: "",
      word: check.result ?? "",
      text: `${row.url} (+${check.day})`,
    })),
];

const ofOutcome = (row: CaseOutcomeRow): Entry[] => [
  {
    at: row.addedAt,
    kind: "outcome",
    actor: row.addedBy,
    word: row.kind,
    text: [row.decisionNumber, row.text].filter(Boolean).join(". "),
  },
  ...(row.paidOn ? [{ at: noon(row.paidOn), kind: "payment" as const, actor: "", text: row.decisionNumber }] : []),
  ...(row.withdrawnAt && row.withdrawnBy
    ? [
        {
          at: row.withdrawnAt,
          kind: "outcome-withdrawn" as const,
          actor: row.withdrawnBy,
          word: row.kind,
          text: [row.decisionNumber, row.withdrawReason].filter(Boolean).join(". "),
        },
      ]
    : []),
];

const ofPaper = (row: CasePaper): Entry[] => [
  {
    at: row.issuedAt,
    kind: "document",
    actor: row.issuedByLogin,
    word: row.kind,
    text: [row.number, row.title, row.recipients && `→ ${row.recipients}`].filter(Boolean).join(". "),
  },
  ...(row.withdrawnAt
    ? [
        {
          at: row.withdrawnAt,
          kind: "document-withdrawn" as const,
          actor: row.withdrawnBy ?? "",
          word: row.kind,
          text: [row.number, row.withdrawReason].filter(Boolean).join(". "),
        },
      ]
    : []),
];

/** All entries, the first one first. */
export function writeJournal(
  whole: CaseWhole,
  events: readonly EventRow[],
  papers: readonly CasePaper[],
): JournalEntry[] {
  const { file } = whole;
  const entries: Entry[] = [
    { at: file.createdAt, kind: "opened", actor: file.createdByLogin, word: file.source, text: file.number },
    ...whole.steps.map((s): Entry => ({ at: s.at, kind: "step", actor: s.actor, word: s.toState, text: s.reason })),
    ...[...whole.findings, ...whole.detachedFindings].flatMap(ofFinding),
    ...[...whole.exhibits, ...whole.detachedExhibits].flatMap(ofExhibit),
    ...whole.notes.map((n): Entry => ({ at: n.addedAt, kind: "note", actor: n.addedBy, text: n.text })),
    ...whole.referrals.flatMap(ofReferral),
    ...whole.takedowns.flatMap(ofTakedown),
    ...whole.outcomes.flatMap(ofOutcome),
    ...whole.packages.map((p): Entry => ({ at: p.sealedAt, kind: "package", actor: p.sealedBy, text: p.purpose })),
    ...papers.flatMap(ofPaper),
    ...events
      .filter((e) => edits.has(e.act))
      .map((e): Entry => ({ at: e.at, kind: "changed", actor: e.actor, word: e.act })),
  ];
  return entries
    .map((entry, i) => ({ entry, i }))
    .sort((a, b) => a.entry.at.getTime() - b.entry.at.getTime() || a.i - b.i)
    .map(({ entry: { at, kind, actor, word = "", text = "" } }) => ({ at: at.toISOString(), kind, actor, word, text }));
}
