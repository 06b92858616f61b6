// Promises settings that every process sees at once, the red switch first.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, toJson } from "../db/sql.ts";

const sql = loadSql(import.meta.url, "selectSetting", "upsertSetting");

/** True while the red switch is on: no worker may contact anything. */
export async function isStopped(db: Db): Promise<boolean> {
  const row = await selectOptionalRow(db, sql.selectSetting, ["stopped"], z.object({ value: z.unknown() }));
  return row?.value === true;
}

/** Turns the red switch on or off. */
export async function setStopped(db: Db, stopped: boolean, actor: string): Promise<void> {
  await execute(db, sql.upsertSetting, ["stopped", toJson(stopped), actor]);
}

/** A setting's value as it was saved; null where nobody saved one. The caller parses it. */
export async function selectSetting(db: Db, name: string): Promise<unknown> {
  const row = await selectOptionalRow(db, sql.selectSetting, [name], z.object({ value: z.unknown() }));
  return row ? row.value : null;
}

/** Saves a setting whole. */
export async function upsertSetting(db: Db, name: string, value: unknown, actor: string): Promise<void> {
  await execute(db, sql.upsertSetting, [name, toJson(value), actor]);
}
