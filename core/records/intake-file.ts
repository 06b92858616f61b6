// Promises the rows of files that came in with tips and letters; the bytes stand in the evidence store under their hash.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, loadSql, selectRow } from "../db/sql.ts";
import { newId } from "../id.ts";

const sql = loadSql(import.meta.url, "insertIntakeFile", "selectIntakeFile", "selectIntakeUse");

export const IntakeType = z.enum(["image/png", "image/jpeg", "image/webp", "application/pdf"]);
export type IntakeType = z.infer<typeof IntakeType>;

export const IntakeFileRow = z.object({
  id: z.uuid(),
  sha256: z.instanceof(Buffer),
  sizeBytes: z.number(),
  type: IntakeType,
  /** What the sender called it; shown as text only. */
  name: z.string(),
  keptAt: z.date(),
  keptBy: z.string(),
});
export type IntakeFileRow = z.infer<typeof IntakeFileRow>;

export function insertIntakeFile(
  db: Db,
  f: Pick<IntakeFileRow, "sha256" | "sizeBytes" | "type" | "name">,
  actor: string,
): Promise<IntakeFileRow> {
  return selectRow(
    db,
    sql.insertIntakeFile,
    [newId(), f.sha256, f.sizeBytes, f.type, f.name, now(), actor],
    IntakeFileRow,
  );
}

/** Throws `not-found`. */
export function selectIntakeFile(db: Db, id: string): Promise<IntakeFileRow> {
  return selectRow(db, sql.selectIntakeFile, [id], IntakeFileRow);
}

const Use = z.object({ ofTip: z.boolean(), ofLetter: z.boolean() });

/** What the file came in with. */
export function selectIntakeUse(db: Db, id: string): Promise<z.infer<typeof Use>> {
  return selectRow(db, sql.selectIntakeUse, [id], Use);
}
