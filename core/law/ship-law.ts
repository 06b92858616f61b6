// Promises that a new installation knows the law as this program's data file states it, and that an office's own rows win.
import { readFileSync } from "node:fs";
import type pg from "pg";
import { z } from "zod";
import { inTransaction } from "../db/pool.ts";
import type { Db } from "../db/sql.ts";
import { LawData, LawTable } from "../nouns/law.ts";
import { insertLawRows, lockLaw } from "../records/law.ts";
import { selectSetting, upsertSetting } from "../records/setting.ts";

const file = new URL("./data/law.json", import.meta.url);
const setting = "law-shipped";
const Shipped = z.object({ isOff: z.boolean() });

export function readShippedLaw(): LawData {
  return LawData.parse(JSON.parse(readFileSync(file, "utf8")));
}

/**
 * Loads the shipped rows; run at every start, it adds only what is new. A row that the office replaced or set aside stays as the office
 * left it; nothing comes where the office works with its own data alone. Gives how many rows were added.
 */
export function loadShippedLaw(pool: pg.Pool): Promise<number> {
  return inTransaction(pool, async (tx) => {
    await lockLaw(tx);
    const said = Shipped.safeParse(await selectSetting(tx, setting));
    if (said.success && said.data.isOff) return 0;
    const data = readShippedLaw();
    let added = 0;
    for (const table of LawTable.options)
      added += await insertLawRows(tx, table, data[table], { origin: "shipped", actor: "system" });
    return added;
  });
}

/** Whether later starts leave the shipped rows out. */
export function keepShippedOut(tx: Db, isOff: boolean, actor: string): Promise<void> {
  return upsertSetting(tx, setting, { isOff }, actor);
}
