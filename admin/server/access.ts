// Promises the matrix of who may do what: one table, asked by every route and shown by the tests.
import type { PersonRole } from "#core/records/person.ts";

const everyone = ["admin", "monitor", "lead"] as const;

/** The admin keeps the house and sees no evidence; only a lead reverses a decision or says what must be kept. */
export const matrix = {
  "session.own": everyone,
  "finding.read": ["monitor", "lead"],
  "finding.decide": ["monitor", "lead"],
  "finding.reopen": ["lead"],
  "evidence.read": ["monitor", "lead"],
  "evidence.export": ["monitor", "lead"],
  "evidence.hold": ["lead"],
  "target.read": everyone,
  "target.change": ["monitor", "lead"],
  "scan.read": everyone,
  "scan.ask": ["monitor", "lead"],
  "switch.turn": ["admin", "lead"],
  "people.manage": ["admin"],
} as const satisfies Record<string, readonly PersonRole[]>;

export type Act = keyof typeof matrix;

export function may(role: PersonRole, act: Act): boolean {
  return (matrix[act] as readonly PersonRole[]).includes(role);
}
