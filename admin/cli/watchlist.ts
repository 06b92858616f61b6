// Promises the watchlist's import: each row taken, already watched, or refused with its reason; nothing is lost.
import type pg from "pg";
import type { Config } from "#core/config.ts";
import { AppError, toAppError } from "#core/errors.ts";
import type { TargetKind } from "#core/nouns/target.ts";
import { insertTarget, type NewTarget, selectOptionalTargetByUrl, type TargetRow } from "#core/records/target.ts";
import { parseTargetUrl } from "#crawler/guard/target.ts";
import { adapterOf } from "#crawler/social/adapter.ts";
import { type CsvRow } from "./csv.ts";
import { sayRefusal } from "./error-words.ts";
import { say } from "./terminal.ts";

/** Chooses between a text in Vietnamese and in English. */
type Tell = typeof say;
export const tellVietnamese: Tell = (vi) => vi;

export interface ImportedRow {
  line: number;
  url: string;
  /** `duplicate`: stands above in the same file. */
  outcome: "added" | "watched" | "duplicate" | "refused";
  reason: string;
  id: string | null;
}

/**
 * One address as the watchlist keeps it: absolute http(s), ASCII host, no fragment; accounts as their platform's public address.
 * Throws AppError `guard.refused` or `input.invalid` naming what is wrong.
 */
export function normaliseTarget(
  raw: string,
  kind: TargetKind | null,
  config: Config,
  tell: Tell = say,
): { url: string; kind: TargetKind } {
  const account = kind === "site" ? null : adapterOf(raw)?.fetchUrl(raw);
  if (account) return { url: account, kind: "account" };
  if (kind === "account") {
    throw new AppError("input.invalid", {
      detail: tell(
        `${raw}: chưa đọc được tài khoản của nền tảng này`,
        `${raw}: no adapter knows this account's platform yet`,
      ),
      cure: tell(
        "Hiện đọc được kênh Telegram công khai (https://t.me/s/TÊN); trang khác thì để kind là site.",
        "Telegram channels work now (https://t.me/s/NAME); watch other pages as kind site.",
      ),
    });
  }
  const url = parseTargetUrl(/^[a-z][a-z0-9+.-]*:/i.test(raw) ? raw : `http://${raw}`, config);
  url.hash = "";
  return { url: url.href, kind: "site" };
}

function readRow(row: CsvRow, config: Config, tell: Tell): NewTarget {
  const { url, kind, label = "", note = "", cadence = "" } = row.cells;
  if (!url) throw new AppError("input.invalid", { detail: tell("cột url trống", "column url is empty") });
  if (kind && kind !== "site" && kind !== "account") {
    throw new AppError("input.invalid", {
      detail: tell(
        `cột kind: "${kind}" không phải site hay account`,
        `column kind: "${kind}" is neither site nor account`,
      ),
    });
  }
  return {
    ...normaliseTarget(url, (kind || null) as TargetKind | null, config, tell),
    label,
    note,
    cadenceMinutes: readCadence(cadence, tell),
  };
}

/** "30m", "6h", "1d" or minutes; "" is no cadence. */
export function readCadence(text: string, tell: Tell = say): number | null {
  if (text === "") return null;
  const match = /^(\d{1,5})\s*(m|h|d)?$/.exec(text);
  const minutes = match ? Number(match[1]) * { m: 1, h: 60, d: 1440 }[(match[2] ?? "m") as "m" | "h" | "d"] : 0;
  if (minutes >= 1 && minutes <= 525_600) return minutes;
  throw new AppError("input.invalid", {
    detail: tell(
      `cột cadence: "${text}" không đọc được; ví dụ 30m, 6h, 1d`,
      `column cadence: "${text}" cannot be read; try 30m, 6h or 1d`,
    ),
  });
}

/** Takes what can be taken. With `dryRun` nothing is written, and the answer is the same. */
export async function importWatchlist(
  pool: pg.Pool,
  config: Config,
  rows: CsvRow[],
  options: { dryRun: boolean; actor: string; tell?: Tell },
): Promise<ImportedRow[]> {
  const tell = options.tell ?? say;
  if (rows.length > 0 && !("url" in rows[0]!.cells)) {
    throw new AppError("input.invalid", {
      detail: tell("thiếu cột url ở dòng đầu", "the first line names no column url"),
      cure: tell("Các cột: url,kind,label,note,cadence", "Columns: url,kind,label,note,cadence"),
    });
  }
  const seen = new Set<string>();
  const result: ImportedRow[] = [];
  for (const row of rows) {
    try {
      const target = readRow(row, config, tell);
      result.push(await takeRow(pool, row, target, seen, { ...options, tell }));
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== "input.invalid" && error.code !== "guard.refused") throw error;
      result.push({
        line: row.line,
        url: row.cells.url ?? "",
        outcome: "refused",
        reason: tell(sayRefusal(error), error.message),
        id: null,
      });
    }
  }
  return result;
}

async function takeRow(
  pool: pg.Pool,
  row: CsvRow,
  target: NewTarget,
  seen: Set<string>,
  options: { dryRun: boolean; actor: string; tell: Tell },
): Promise<ImportedRow> {
  const base = { line: row.line, url: target.url, id: null };
  if (seen.has(target.url))
    return { ...base, outcome: "duplicate", reason: options.tell("đã có ở dòng trên", "stands above in this file") };
  seen.add(target.url);
  if (await selectOptionalTargetByUrl(pool, target.url))
    return { ...base, outcome: "watched", reason: options.tell("đang được giám sát", "is being watched") };
  const added: TargetRow | null = options.dryRun ? null : (await insertTarget(pool, target, options.actor)).target;
  return { ...base, outcome: "added", reason: "", id: added?.id ?? null };
}
