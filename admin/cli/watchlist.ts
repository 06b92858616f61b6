// Promises the watchlist's import: each row taken, already watched, or refused with its reason; nothing is lost.
import type pg from "pg";
import type { Config } from "#core/config.ts";
import { AppError, toAppError } from "#core/errors.ts";
import type { TargetKind } from "#core/nouns/target.ts";
import { foldVietnamese } from "#core/text.ts";
import { insertTarget, type NewTarget, selectOptionalTargetByUrl } from "#core/records/target.ts";
import { type Owner, selectOwners } from "#core/records/watchlist.ts";
import { parseTargetUrl } from "#crawler/guard/target.ts";
import { adapterOf } from "#crawler/social/adapter.ts";
import { type CsvRow } from "./csv.ts";
import { sayRefusal } from "./error-words.ts";
import { readDate } from "./licence-csv.ts";
import { say } from "./terminal.ts";
import { renameColumns } from "./watch-columns.ts";

/** Chooses between a text in Vietnamese and in English. */
type Tell = typeof say;
export const tellVietnamese: Tell = (vi) => vi;

export interface ImportedRow {
  line: number;
  url: string;
  /** `duplicate`: stands above in the same file. */
  outcome: "added" | "watched" | "duplicate" | "refused";
  reason: string;
  /** Of a refusal that is no slip of the pen: the guard's, or a missing legal basis. */
  why: "private" | "no-basis" | null;
  /** Of the entry that was added or that watches this address already. */
  id: string | null;
  /** The address as the row gives it, and what the row says besides. */
  given: string;
  note: string;
}

export interface WatchImport {
  dryRun: boolean;
  actor: string;
  tell?: Tell;
  /** For rows that do not say it themselves. */
  defaults?: Partial<Pick<NewTarget, "purpose" | "legalBasis" | "ownerId" | "expiresOn" | "area" | "tags">>;
  /** Refuses rows that name no legal basis (`why` is `no-basis`). */
  needsBasis?: boolean;
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

function readRow(row: CsvRow, config: Config, tell: Tell, owners: readonly Owner[]): NewTarget {
  const { url, kind, label = "", note = "", cadence = "", purpose, legal_basis: legalBasis, area, tags } = row.cells;
  if (!url)
    throw new AppError("input.invalid", { detail: tell("cột địa chỉ trống", "the column of addresses is empty") });
  const known = readKind(kind ?? "", tell);
  return {
    ...normaliseTarget(url, known, config, tell),
    label: label.slice(0, 200),
    note: note.slice(0, 2000),
    cadenceMinutes: readCadence(cadence, tell),
    ...(purpose ? { purpose: purpose.slice(0, 500) } : {}),
    ...(legalBasis ? { legalBasis: legalBasis.slice(0, 500) } : {}),
    ...(area ? { area: area.slice(0, 200) } : {}),
    ...(tags ? { tags: readTags(tags) } : {}),
    ...readOwner(row.cells.owner ?? "", owners, tell),
    ...readExpiry(row.cells.expires_on ?? "", tell),
  };
}

function readKind(kind: string, tell: Tell): TargetKind | null {
  const folded = foldVietnamese(kind);
  if (folded === "") return null;
  if (["site", "trang", "trang web", "website"].includes(folded)) return "site";
  if (["account", "tai khoan", "kenh"].includes(folded)) return "account";
  throw new AppError("input.invalid", {
    detail: tell(
      `cột loại: "${kind}" không phải site hay account`,
      `column kind: "${kind}" is neither site nor account`,
    ),
  });
}

/** "a; b, c" as at most 20 short words. */
export const readTags = (text: string): string[] =>
  [...new Set(text.split(/[;,]/).map((tag) => tag.trim().slice(0, 60)))].filter(Boolean).slice(0, 20);

function readOwner(text: string, owners: readonly Owner[], tell: Tell): Partial<NewTarget> {
  if (text === "") return {};
  const folded = foldVietnamese(text);
  const found = owners.filter((o) => o.login === folded || foldVietnamese(o.name) === folded);
  if (found.length === 1) return { ownerId: found[0]!.id };
  throw new AppError("input.invalid", {
    detail: tell(`cột phụ trách: không rõ "${text}" là ai`, `column owner: nobody is known as "${text}"`),
  });
}

function readExpiry(text: string, tell: Tell): Partial<NewTarget> {
  if (text === "") return {};
  const expiresOn = readDate(text);
  if (expiresOn) return { expiresOn };
  throw new AppError("input.invalid", {
    detail: tell(`cột hết hạn: ngày "${text}" không đọc được`, `column expiry: the date "${text}" cannot be read`),
  });
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
  table: CsvRow[],
  options: WatchImport,
): Promise<ImportedRow[]> {
  const tell = options.tell ?? say;
  const rows = renameColumns(table);
  if (rows.length > 0 && !rows.some((row) => "url" in row.cells)) {
    throw new AppError("input.invalid", {
      detail: tell("thiếu cột địa chỉ (url) ở dòng đầu", "the first line names no column url"),
      cure: tell("Các cột: url,kind,label,note,cadence", "Columns: url,kind,label,note,cadence"),
    });
  }
  const owners = rows.some((row) => row.cells.owner) ? await selectOwners(pool) : [];
  const seen = new Set<string>();
  const result: ImportedRow[] = [];
  for (const row of rows) {
    try {
      const target = { ...options.defaults, ...readRow(row, config, tell, owners) };
      result.push(await takeRow(pool, row, target, seen, { ...options, tell }));
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== "input.invalid" && error.code !== "guard.refused") throw error;
      result.push({
        line: row.line,
        url: row.cells.url ?? "",
        outcome: "refused",
        why: isForbidden(error) ? "private" : null,
        reason: tell(sayRefusal(error), error.message),
        id: null,
        given: row.cells.url ?? "",
        note: row.cells.note ?? "",
      });
    }
  }
  return result;
}

/** Refused for where it leads, not for how it is written. */
const isForbidden = (error: AppError) =>
  error.code === "guard.refused" && !/^(?:not a valid|address longer|scheme)/.test(String(error.facts.reason ?? ""));

async function takeRow(
  pool: pg.Pool,
  row: CsvRow,
  target: NewTarget,
  seen: Set<string>,
  options: WatchImport & { tell: Tell },
): Promise<ImportedRow> {
  const { tell } = options;
  const base = {
    line: row.line,
    url: target.url,
    id: null,
    given: row.cells.url ?? "",
    note: target.note ?? "",
    why: null,
  };
  if (seen.has(target.url))
    return { ...base, outcome: "duplicate", reason: tell("đã có ở dòng trên", "stands above in this file") };
  seen.add(target.url);
  const watched = await selectOptionalTargetByUrl(pool, target.url);
  if (watched)
    return { ...base, id: watched.id, outcome: "watched", reason: tell("đang được giám sát", "is being watched") };
  if (options.needsBasis && !target.legalBasis)
    return {
      ...base,
      outcome: "refused",
      why: "no-basis",
      reason: tell("chưa ghi căn cứ pháp lý", "names no legal basis"),
    };
  const added = options.dryRun ? null : (await insertTarget(pool, target, options.actor)).target;
  return { ...base, outcome: "added", reason: "", id: added?.id ?? null };
}
