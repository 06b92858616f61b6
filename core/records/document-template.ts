// Promises the office's own templates as versions that are only added; version 0 is what ships and stands in no row.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { DocumentKind } from "../nouns/document.ts";

const sql = loadSql(import.meta.url, "insertTemplate", "selectTemplates", "selectTemplate", "selectTemplateVersions");

export const TemplateLine = z.object({
  kind: DocumentKind,
  version: z.number().int(),
  note: z.string(),
  madeBy: z.string(),
  madeAt: z.date(),
});
export type TemplateLine = z.infer<typeof TemplateLine>;
export const TemplateRow = TemplateLine.extend({ text: z.string() });
export type TemplateRow = z.infer<typeof TemplateRow>;

/** The next version; gives its number. */
export async function insertTemplate(
  tx: Db,
  kind: DocumentKind,
  text: string,
  note: string,
  login: string,
): Promise<number> {
  const row = await selectRow(
    tx,
    sql.insertTemplate,
    [kind, text, note, login, now()],
    z.object({ version: z.number() }),
  );
  return row.version;
}

/** The newest version of each kind that the office has changed. */
export function selectTemplates(db: Db): Promise<TemplateLine[]> {
  return selectRows(db, sql.selectTemplates, [], TemplateLine);
}

/** That version, or the newest; null where the office has none. */
export function selectTemplate(db: Db, kind: DocumentKind, version: number | null = null): Promise<TemplateRow | null> {
  return selectOptionalRow(db, sql.selectTemplate, [kind, version], TemplateRow);
}

/** Newest first. */
export function selectTemplateVersions(db: Db, kind: DocumentKind): Promise<TemplateLine[]> {
  return selectRows(db, sql.selectTemplateVersions, [kind], TemplateLine);
}
