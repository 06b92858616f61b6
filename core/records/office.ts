// Promises the office's own setting: read whole with defaults, changed as a whole.
import type { Db } from "../db/sql.ts";
import { emptyOffice, Office } from "../nouns/office.ts";
import { selectSetting, upsertSetting } from "./setting.ts";

const name = "office";

/** What the office says of itself; the empty office where nothing was set. */
export async function readOffice(db: Db): Promise<Office> {
  const value = await selectSetting(db, name);
  return value === null ? emptyOffice : Office.parse(value);
}

export function writeOffice(db: Db, office: Office, actor: string): Promise<void> {
  return upsertSetting(db, name, Office.parse(office), actor);
}
