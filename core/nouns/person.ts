// Promises the roles of the house, by code; what they are called is a setting of the office.
import { z } from "zod";

/**
 * The actors of the workflow (law-and-workflow.md section F). admin: people and settings, no evidence, no decision. monitor: queue and evidence
 * (chuyên viên). lead: the shift (tổ trưởng). approver: decides on proposals (lãnh đạo). inspector: draws records and sanctions (người có thẩm
 * quyền). assessor: content and expert assessments (giám định viên). clerk: numbers and dispatches documents (văn thư). auditor: logs only.
 * guest: a receiving agency that sees packages handed to it; off unless the office switches it on.
 */
export const PersonRole = z.enum([
  "admin",
  "monitor",
  "lead",
  "approver",
  "inspector",
  "assessor",
  "clerk",
  "auditor",
  "guest",
]);
export type PersonRole = z.infer<typeof PersonRole>;
