// Promises a document composed of its template and the facts of this moment, with everything that a person should look at before signing.
import type { DocumentKind } from "#core/nouns/document.ts";
import type { Db } from "#core/db/sql.ts";
import type { DocumentRow, Typed } from "#core/records/document.ts";
import { selectTemplate } from "#core/records/document-template.ts";
import { selectPerson } from "#core/records/person.ts";
import { checkTemplate, usedFields } from "#evidence/dossier/check-template.ts";
import { findVerdict } from "#evidence/dossier/check-words.ts";
import { defaultTemplate } from "#evidence/dossier/default-templates.ts";
import { listFields } from "#evidence/dossier/fact-catalogue.ts";
import { type Facts, findFact } from "#evidence/dossier/fact-tree.ts";
import { type Filled, fillTemplate } from "#evidence/dossier/fill-template.ts";
import { readTemplate } from "#evidence/dossier/read-template.ts";
import type { Template } from "#evidence/dossier/template-tree.ts";
import type { DeskContext } from "./desk-context.ts";
import { gatherDocumentFacts } from "./document-facts.ts";

export interface TemplateText {
  version: number;
  text: string;
}

/** The office's newest version, or what ships (version 0). */
export async function currentTemplate(db: Db, kind: DocumentKind): Promise<TemplateText> {
  const own = await selectTemplate(db, kind);
  return own ? { version: own.version, text: own.text } : { version: 0, text: defaultTemplate(kind) };
}

/** Throws AppError `input.invalid` that names the line and the cure. */
export function acceptTemplate(text: string): Template {
  const template = readTemplate(text);
  checkTemplate(template);
  return template;
}

export interface Composed extends Filled {
  template: TemplateText;
  tree: Template;
  facts: Facts;
  /** Meanings of the fields that have no value. */
  gaps: readonly { name: string; say: string }[];
  /** Citations that do not stand on the day of the conduct. */
  warnings: readonly string[];
  /** A sentence of the office's own that pronounces a verdict before approval, or null. */
  verdict: string | null;
}

/** What people wrote as the case's own title and summary; captions may quote a page, whose words are nobody's verdict. */
const caseWord = (facts: Facts, name: string): string => {
  const value = name === "ho_so.ten" || name === "ho_so.tom_tat" ? findFact([facts], name) : "";
  return typeof value === "string" ? value : "";
};

type Draft = Pick<DocumentRow, "kind" | "caseId" | "reportId" | "typed" | "madeBy" | "isApproved">;

/** `typed` goes over the draft's own; facts are those of now. Throws what `gatherDocumentFacts` and `acceptTemplate` throw. */
export async function composeDocument(ctx: DeskContext, draft: Draft, typed: Typed = {}): Promise<Composed> {
  const template = await currentTemplate(ctx.pool, draft.kind);
  const tree = acceptTemplate(template.text);
  const drafter = await selectPerson(ctx.pool, draft.madeBy);
  const all = { ...draft.typed, ...typed };
  const { caseId, reportId } = draft;
  const { facts, warnings } = await gatherDocumentFacts(ctx, { caseId, reportId, typed: all, drafter });
  const filled = fillTemplate(tree, facts);
  const known = new Map(listFields().map((row) => [row.name, row]));
  const gaps = filled.missing
    .filter((name) => !(known.get(name)?.mayLack ?? false))
    .map((name) => ({ name, say: known.get(name)?.say ?? name }));
  // What was typed for a field that this template does not print is not said.
  const printed = usedFields(tree).map((name) => all[name] ?? caseWord(facts, name));
  const sentences = [...filled.ownWords, ...printed];
  const verdict = draft.isApproved ? null : findVerdict(sentences);
  return { ...filled, template, tree, facts, gaps, warnings, verdict };
}

/** Trích yếu and recipients as the register says them. */
export function registerWords({ model }: Pick<Filled, "model">): { title: string; recipients: string } {
  const plain = (line: readonly { text: string; blank?: boolean }[]) =>
    line
      .map((run) => (run.blank ? "" : run.text))
      .join("")
      .trim();
  const about = model.about.replace(/^V\/v\s+/u, "");
  const title = [model.title, model.subject].filter(Boolean).join(" ") || about;
  return {
    title: title.slice(0, 500),
    recipients: model.addressees.map(plain).filter(Boolean).join("; ").slice(0, 500),
  };
}
