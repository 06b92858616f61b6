// Promises what the office has imported as the desk reads it: registers by age, their rows by page, protected names, counts.
import { z } from "zod";
import { type Db, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { BrandCardRow, LicenceRow } from "./register.ts";

const sql = loadSql(
  import.meta.url,
  "selectShelf",
  "selectShelvedRegisters",
  "selectLicencePage",
  "selectBrandPage",
  "countShadowHits",
);

const Shelf = z.object({ brands: z.number(), pressTexts: z.number(), denials: z.number() });

export function selectShelf(db: Db): Promise<z.infer<typeof Shelf>> {
  return selectRow(db, sql.selectShelf, [], Shelf);
}

export const ShelvedRegister = z.object({
  id: z.uuid(),
  name: z.string(),
  importedAt: z.date(),
  importedBy: z.string(),
  rowCount: z.number(),
});
export type ShelvedRegister = z.infer<typeof ShelvedRegister>;

/** The newest first. */
export function selectShelvedRegisters(db: Db): Promise<ShelvedRegister[]> {
  return selectRows(db, sql.selectShelvedRegisters, [], ShelvedRegister);
}

const likeOf = (q: string | undefined) => (q ? `%${q.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%` : null);

/** Rows after row number `after`, in the file's order. */
export function selectLicencePage(
  db: Db,
  registerId: string,
  page: { q?: string | undefined; after: number; limit: number },
): Promise<LicenceRow[]> {
  return selectRows(db, sql.selectLicencePage, [registerId, page.after, likeOf(page.q), page.limit], LicenceRow);
}

/** `after` counts cards that came before; an office has hundreds. */
export function selectBrandPage(
  db: Db,
  page: { q?: string | undefined; after: number; limit: number },
): Promise<BrandCardRow[]> {
  return selectRows(db, sql.selectBrandPage, [likeOf(page.q), page.after, page.limit], BrandCardRow);
}

/** Hits by `rule@version`. */
export async function countShadowHits(db: Db): Promise<Map<string, number>> {
  const rows = await selectRows(db, sql.countShadowHits, [], z.object({ key: z.string(), hits: z.number() }));
  return new Map(rows.map((row) => [row.key, row.hits]));
}
