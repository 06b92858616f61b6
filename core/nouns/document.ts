// Promises the kinds of administrative documents, and what must stand in the case before each may leave the house.
import { z } from "zod";

export const DocumentKind = z.enum([
  "record",
  "annex",
  "assessment",
  "proposal",
  "transfer",
  "takedown",
  "domain",
  "verification",
  "tip-reply",
  "letter-reply",
  "handover",
  "report",
  "closing",
]);
export type DocumentKind = z.infer<typeof DocumentKind>;

export const DocumentState = z.enum(["draft", "issued", "withdrawn"]);
export type DocumentState = z.infer<typeof DocumentState>;

/**
 * What the database asks of the case before a document of the kind is issued (migration 0025 holds the same table): a sealed exhibit, an
 * approval by somebody who did not prepare the case, a sealed package. `outgoing` ones are never issued by whoever drafted them.
 */
export interface DocumentRule {
  outgoing: boolean;
  needs: readonly ("exhibit" | "approval" | "package")[];
}

/** law-and-workflow.md section F: "evidence seal precedes any outgoing document". */
export const documentRules: Readonly<Record<DocumentKind, DocumentRule>> = {
  record: { outgoing: false, needs: ["exhibit"] },
  annex: { outgoing: false, needs: ["exhibit"] },
  assessment: { outgoing: false, needs: ["exhibit"] },
  proposal: { outgoing: false, needs: ["exhibit"] },
  transfer: { outgoing: true, needs: ["exhibit", "approval", "package"] },
  takedown: { outgoing: true, needs: ["exhibit", "approval"] },
  domain: { outgoing: true, needs: ["exhibit", "approval"] },
  verification: { outgoing: true, needs: ["exhibit"] },
  "tip-reply": { outgoing: true, needs: [] },
  "letter-reply": { outgoing: true, needs: [] },
  handover: { outgoing: true, needs: ["exhibit", "package"] },
  report: { outgoing: true, needs: [] },
  closing: { outgoing: false, needs: [] },
};
