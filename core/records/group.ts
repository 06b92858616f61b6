// Promises which undecided findings of the same category belong together: equal bytes, equal pictures, near texts, sites of one operator.
import { z } from "zod";
import { type Db, loadSql, selectRows } from "../db/sql.ts";
import { CaptureId, FindingId } from "../id.ts";

const sql = loadSql(import.meta.url, "selectContents", "selectCopies", "selectOnHosts", "selectCapturesOf");

const Content = z.object({ id: FindingId, html: z.string().nullable(), picture: z.string().nullable() });
export type Content = z.infer<typeof Content>;

/** What each finding's sealed capture shows, as hashes: the page's bytes, the picture tile by tile; null where unknown. */
export function selectContents(db: Db, ids: readonly FindingId[]): Promise<Content[]> {
  return selectRows(db, sql.selectContents, [ids], Content);
}

/** Unknown is never equal. */
export const isSameContent = (a: Content, b: Content): boolean =>
  (a.html !== null && a.html === b.html) || (a.picture !== null && a.picture === b.picture);

const Copy = z.object({
  id: FindingId,
  kind: z.enum(["same-page", "same-screen", "same-picture", "near-text"]),
  /** Pictures of the same bytes, or the share of equal text bands in per cent; 0 for the others. */
  shared: z.number(),
});
export type Copy = z.infer<typeof Copy>;

/** The strongest ties first; one finding may be tied in several ways. */
export function selectCopies(db: Db, id: FindingId, limit: number): Promise<Copy[]> {
  return selectRows(db, sql.selectCopies, [id, limit], Copy);
}

/** Undecided findings of the same category on these hosts. */
export function selectOnHosts(
  db: Db,
  id: FindingId,
  hosts: readonly string[],
  limit: number,
): Promise<{ id: FindingId; host: string }[]> {
  return selectRows(db, sql.selectOnHosts, [id, hosts, limit], z.object({ id: FindingId, host: z.string() }));
}

/** Every capture of each finding, earlier ones included. */
export function selectCapturesOf(
  db: Db,
  ids: readonly FindingId[],
): Promise<{ id: FindingId; captureId: CaptureId }[]> {
  return selectRows(db, sql.selectCapturesOf, [ids], z.object({ id: FindingId, captureId: CaptureId }));
}
