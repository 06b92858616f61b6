// Promises the law's tables read for the desk: searched without diacritics, by a day, a page at a time; and a data file read whole.
import type pg from "pg";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { isValidOn } from "#core/law/law-on.ts";
import { readLawCsv } from "#core/law/law-csv.ts";
import { keepShippedOut } from "#core/law/ship-law.ts";
import { LawData, type LawTable } from "#core/nouns/law.ts";
import { type LawRow, selectLawRows } from "#core/records/law.ts";
import { importLawData, setShippedAside } from "#core/records/law-version.ts";
import { foldVietnamese } from "#core/text.ts";
import type { ImportLaw, ImportLawReply, LawPage, LawQuery } from "../api/law.ts";

type View = LawPage["items"][number];

export function viewOfLawRow<T extends LawTable>(row: LawRow<T>): View {
  const { changedAt, withdrawnAt, ...rest } = row;
  const times = { changedAt: changedAt.toISOString(), withdrawnAt: withdrawnAt?.toISOString() ?? null };
  return { ...rest, ...times } as unknown as View;
}

const searched = (row: object) =>
  foldVietnamese(
    Object.values(row)
      .filter((value) => typeof value === "string" || Array.isArray(value))
      .flat()
      .join(" "),
  );

/** The tables hold some hundred rows: they are read whole and filtered here. */
export async function listLaw(pool: pg.Pool, table: LawTable, query: LawQuery): Promise<LawPage> {
  const words = foldVietnamese(query.q).split(/\s+/).filter(Boolean);
  const rows = (await selectLawRows(pool, table, { all: query.all === "yes" })).filter((row) => {
    const hay = words.length > 0 ? searched(row) : "";
    if (!words.every((word) => hay.includes(word))) return false;
    return query.on === undefined || !("effectiveFrom" in row) || isValidOn(row, query.on);
  });
  const items = rows.slice(query.after, query.after + query.limit).map(viewOfLawRow);
  const end = query.after + items.length;
  return { table, items, total: rows.length, nextAfter: end < rows.length ? end : null };
}

function parseJson(text: string): LawData {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError("input.unreadable", { detail: `JSON: ${error instanceof Error ? error.message : ""}` });
  }
  const parsed = LawData.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new AppError("input.invalid", { detail: `${path.join(".")}: ${message}` });
}

/** Throws `input.unreadable` or `input.invalid`, naming the place. */
function readFileText({ format, table, text }: Pick<ImportLaw, "format" | "table" | "text">): LawData {
  if (format === "json") return parseJson(text);
  if (!table) throw new AppError("input.invalid", { detail: "table: chọn bảng mà tệp CSV thuộc về" });
  return LawData.parse({ [table]: readLawCsv(table, text) });
}

/** Imports inside `run`'s transaction; a dry run does the same and takes it back. */
export async function importLaw(
  run: <T>(work: (tx: Db) => Promise<T>) => Promise<T>,
  asked: ImportLaw,
  login: string,
  record: (tx: Db, reply: ImportLawReply) => Promise<void>,
): Promise<ImportLawReply> {
  const data = readFileText(asked);
  const putting = { actor: login, origin: "office", reason: asked.reason } as const;
  let reply: ImportLawReply | null = null;
  const takenBack = new AppError("conflict", { detail: "a dry run is taken back" });
  const work = async (tx: Db) => {
    const setAside = asked.ownOnly ? await setShippedAside(tx, putting) : 0;
    if (asked.ownOnly) await keepShippedOut(tx, true, login);
    const rows = await importLawData(tx, data, putting);
    const count = (result: string) => rows.filter((row) => row.result === result).length;
    const counts = { added: count("added"), replaced: count("replaced"), same: count("same") };
    reply = { dryRun: asked.dryRun, ...counts, setAside, rows };
    if (asked.dryRun) throw takenBack;
    await record(tx, reply);
  };
  await run(work).catch((error: unknown) => {
    if (error !== takenBack) throw error;
  });
  if (!reply) throw new AppError("internal", { detail: "the import said nothing" });
  return reply;
}
