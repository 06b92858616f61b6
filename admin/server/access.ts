// Promises the matrix of who may do what: one table, asked by every route and shown by the tests.
import { PersonRole } from "#core/nouns/person.ts";

const everyone = PersonRole.options;
const staff = ["monitor", "lead", "approver", "inspector", "assessor", "clerk"] as const;
const readers = ["monitor", "lead", "approver", "inspector"] as const;

/**
 * The admin keeps the house and sees no evidence; the auditor sees logs only; a guest sees the packages handed to his agency. Who may take a
 * step of a case stands in the transition table of the database (migration 0019), not here.
 */
export const matrix = {
  "session.own": everyone,
  "finding.read": readers,
  "finding.decide": ["monitor", "lead", "inspector"],
  "finding.reopen": ["lead"],
  "finding.assign": ["monitor", "lead"],
  /** Takes over another person's claim, sees who holds what, sets the share of second reviews. */
  "finding.lead": ["lead"],
  "evidence.read": [...readers, "assessor"],
  /** The key "xâm hại trẻ em": whoever may see evidence may stop it. */
  "evidence.stop": [...readers, "assessor"],
  "evidence.export": readers,
  "evidence.hold": ["lead"],
  "target.read": ["admin", ...staff],
  "target.change": ["monitor", "lead"],
  "scan.read": ["admin", ...staff],
  "scan.ask": ["monitor", "lead", "inspector"],
  "switch.turn": ["admin", "lead"],
  "knowledge.read": readers,
  "knowledge.change": ["lead"],
  "tip.read": ["monitor", "lead", "inspector", "clerk"],
  "tip.change": ["monitor", "lead", "clerk"],
  /** Incoming letters, their lists of sites and the answer for each. */
  "letter.read": staff,
  "letter.change": ["monitor", "lead", "inspector", "clerk"],
  /** Opens and closes the public form, and words what it says. */
  "tip.form": ["lead"],
  /** Who gave the tip; each look is entered in the trail. */
  "tip.identity": ["lead"],
  "case.read": staff,
  "case.change": ["monitor", "lead", "inspector"],
  /** Enters what comes back from outside: receipts, replies, payments, what became of a request. */
  "case.record": ["monitor", "lead", "inspector", "clerk"],
  /** Takes steps of a case; which ones is the transition table's. */
  "case.step": staff,
  "case.seal": ["lead", "approver", "inspector"],
  "document.read": staff,
  "document.make": ["monitor", "lead", "inspector", "clerk"],
  /** Number, date and signature of what goes out; receipts of what comes back. */
  "document.issue": ["lead", "clerk"],
  /** Wording of the office's documents. */
  "template.change": ["admin", "lead"],
  "law.read": staff,
  "law.change": ["lead", "approver"],
  "report.read": staff,
  "report.make": ["monitor", "lead", "approver"],
  "dashboard.read": [...readers, "clerk"],
  "office.read": everyone,
  "office.change": ["admin"],
  "people.manage": ["admin"],
  "audit.read": ["auditor", "approver"],
  "api.manage": ["admin"],
  /** A package that was handed to the guest's own agency. */
  "package.receive": ["guest"],
} as const satisfies Record<string, readonly PersonRole[]>;

export type Act = keyof typeof matrix;

export function may(role: PersonRole, act: Act): boolean {
  return (matrix[act] as readonly PersonRole[]).includes(role);
}

/** Everything that a role may do, in the matrix' order. */
export function actsOf(role: PersonRole): Act[] {
  return (Object.keys(matrix) as Act[]).filter((act) => may(role, act));
}
