// Promises documents at the desk: what a draft says and lacks, its issue by the clerk, the register, and templates with their versions.
import { z } from "zod";
import { DocumentKind, DocumentState } from "#core/nouns/document.ts";
import { Day, Instant } from "./problem.ts";

export { DocumentKind, DocumentState };

export const DocumentLine = z.object({
  id: z.uuid(),
  kind: DocumentKind,
  state: DocumentState,
  caseId: z.uuid().nullable(),
  caseNumber: z.string().nullable(),
  number: z.string(),
  datedOn: z.string().nullable(),
  title: z.string(),
  recipients: z.string(),
  madeByLogin: z.string(),
  madeAt: Instant,
  changedAt: Instant,
  issuedByLogin: z.string().nullable(),
  issuedAt: Instant.nullable(),
  hasScan: z.boolean(),
});
export type DocumentLine = z.infer<typeof DocumentLine>;

export const DocumentsPage = z.object({ items: z.array(DocumentLine), next: z.string().nullable() });
export type DocumentsPage = z.infer<typeof DocumentsPage>;

export const DocumentsFilter = z.object({
  state: DocumentState.optional(),
  kind: DocumentKind.optional(),
  /** The `next` of the page before. */
  after: z.string().max(100).optional(),
});

/** A kind that may be drafted for a case, with what stands against issuing it now. */
export const KindReadiness = z.object({ kind: DocumentKind, outgoing: z.boolean(), missing: z.array(z.string()) });

export const CaseDocuments = z.object({ items: z.array(DocumentLine), kinds: z.array(KindReadiness) });
export type CaseDocuments = z.infer<typeof CaseDocuments>;

export const NewDocument = z.object({ kind: DocumentKind });
export type NewDocument = z.infer<typeof NewDocument>;
export const NewDocumentReply = z.object({ id: z.uuid() });
export type NewDocumentReply = z.infer<typeof NewDocumentReply>;

export const DocumentField = z.object({
  name: z.string(),
  say: z.string(),
  /** `date` is YYYY-MM-DD, `rows` one row a line. */
  input: z.enum(["line", "text", "date", "rows"]),
  typed: z.string(),
  /** What stands there without anything typed. */
  found: z.string(),
});
export type DocumentField = z.infer<typeof DocumentField>;

export const DocumentLinks = z.object({ pdf: z.string(), docx: z.string(), picture: z.string().nullable() });

export const DocumentView = DocumentLine.omit({ hasScan: true }).extend({
  outgoing: z.boolean(),
  fields: z.array(DocumentField),
  signers: z.array(z.object({ prefix: z.string(), post: z.string(), name: z.string() })),
  /** Fields without a value, by their meaning; each prints a dotted blank. */
  gaps: z.array(z.object({ name: z.string(), say: z.string() })),
  warnings: z.array(z.string()),
  /** A sentence that pronounces a verdict before approval. */
  verdict: z.string().nullable(),
  /** What the case lacks before this may be issued. */
  missing: z.array(z.string()),
  /** The person asking drafted it and it goes out: somebody else issues it. */
  ownDraft: z.boolean(),
  hasNumber: z.boolean(),
  templateVersion: z.number().int(),
  pdfSha256: z.string().nullable(),
  ledgerSeq: z.number().int().nullable(),
  withdrawReason: z.string().nullable(),
  scans: z.array(z.object({ id: z.uuid(), media: z.string(), addedBy: z.string(), addedAt: Instant, url: z.string() })),
  /** On the evidence origin, short-lived. */
  links: DocumentLinks,
});
export type DocumentView = z.infer<typeof DocumentView>;

/** A letter may name thousands of sites. */
const maxText = 300_000;
export const ChangeDocument = z.object({
  typed: z
    .record(z.string().max(80), z.string().max(maxText))
    .refine((typed) => Object.keys(typed).length <= 80, "too many fields"),
});
export type ChangeDocument = z.infer<typeof ChangeDocument>;

export const IssueDocument = z.object({ number: z.string().trim().max(60), datedOn: Day });
export type IssueDocument = z.infer<typeof IssueDocument>;

export const WithdrawDocument = z.object({ reason: z.string().trim().min(3).max(1000) });
export type WithdrawDocument = z.infer<typeof WithdrawDocument>;

/** Base64 of a PDF, PNG or JPEG. */
export const AddScan = z.object({
  media: z.enum(["application/pdf", "image/png", "image/jpeg"]),
  base64: z.base64().max(28_000_000),
});
export type AddScan = z.infer<typeof AddScan>;

export const TemplateLine = z.object({
  kind: DocumentKind,
  /** 0 is what ships. */
  version: z.number().int(),
  note: z.string(),
  madeBy: z.string().nullable(),
  madeAt: Instant.nullable(),
});
export const TemplateList = z.object({ items: z.array(TemplateLine) });
export type TemplateList = z.infer<typeof TemplateList>;

export const TemplateField = z.object({ name: z.string(), say: z.string(), within: z.string() });
export const TemplateView = z.object({
  kind: DocumentKind,
  version: z.number().int(),
  text: z.string(),
  /** What ships with the program, to go back to. */
  shipped: z.string(),
  versions: z.array(TemplateLine),
  fields: z.array(TemplateField),
  filters: z.array(z.string()),
});
export type TemplateView = z.infer<typeof TemplateView>;

export const TemplateText = z.object({ text: z.string().min(1).max(60_000) });
export type TemplateText = z.infer<typeof TemplateText>;
export const SaveTemplate = TemplateText.extend({
  note: z.string().trim().min(3).max(300),
  /** The version that was being edited; another one since refuses with `conflict`. */
  from: z.number().int().min(0),
});
export type SaveTemplate = z.infer<typeof SaveTemplate>;
/** Where the template is wrong and what to do, or links to look at it filled with samples. */
export const TemplateCheck = z.object({
  problem: z.object({ line: z.number().int(), what: z.string(), cure: z.string() }).nullable(),
  links: DocumentLinks.nullable(),
});
export type TemplateCheck = z.infer<typeof TemplateCheck>;
