// Promises the setting of the public form for tips: closed until the office opens it.
import type { Db } from "../db/sql.ts";
import { TipForm } from "../nouns/tip-form.ts";
import { selectSetting, upsertSetting } from "./setting.ts";

const name = "tip-form";

export async function readTipForm(db: Db): Promise<TipForm> {
  return TipForm.parse((await selectSetting(db, name)) ?? {});
}

export function writeTipForm(db: Db, form: TipForm, actor: string): Promise<void> {
  return upsertSetting(db, name, TipForm.parse(form), actor);
}
