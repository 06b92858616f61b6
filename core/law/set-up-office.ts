// Promises an office set up from one file: names and law data together, or nothing of it.
import type pg from "pg";
import { inTransaction } from "../db/pool.ts";
import { LawData, LawTable } from "../nouns/law.ts";
import type { OfficeFile } from "../nouns/office-file.ts";
import { recordEvent } from "../records/event.ts";
import { selectLawRows } from "../records/law.ts";
import { importLawData, setShippedAside } from "../records/law-version.ts";
import { readOffice, writeOffice } from "../records/office.ts";
import { keepShippedOut } from "./ship-law.ts";

export interface SetUp {
  added: number;
  replaced: number;
  same: number;
  /** Shipped rows that stand no longer. */
  setAside: number;
}

/** Throws AppError `input.invalid` where a row of the law names an instrument that the data does not hold. */
export function setUpOffice(pool: pg.Pool, file: OfficeFile, actor: string, reason: string): Promise<SetUp> {
  return inTransaction(pool, async (tx) => {
    await writeOffice(tx, file.office, actor);
    const setAside = file.ownLawOnly ? await setShippedAside(tx, { actor, reason }) : 0;
    await keepShippedOut(tx, file.ownLawOnly, actor);
    const rows = await importLawData(tx, file.law, { actor, origin: "office", reason });
    const count = (result: string) => rows.filter((row) => row.result === result).length;
    const done = { added: count("added"), replaced: count("replaced"), same: count("same"), setAside };
    await recordEvent(tx, actor, "office.changed", "office", { ...done });
    return done;
  });
}

/** The office as a file that `setUpOffice` takes: its setting and every row that stands. */
export async function readOfficeFile(pool: pg.Pool): Promise<OfficeFile> {
  const tables: Partial<Record<LawTable, unknown>> = {};
  for (const table of LawTable.options) tables[table] = await selectLawRows(pool, table);
  return { office: await readOffice(pool), ownLawOnly: true, law: LawData.parse(tables) };
}
