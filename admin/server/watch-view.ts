// Promises one entry of the watchlist as screens and exported tables show it.
import type { WatchRow } from "#core/records/watchlist.ts";
import { showDay } from "#core/vietnam-time.ts";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import type { TargetView } from "../api/targets.ts";

const soonDays = 14;

function expiryOf(expiresOn: string | null, today: string): TargetView["expiry"] {
  if (expiresOn === null) return "none";
  if (expiresOn < today) return "over";
  const left = (Date.parse(expiresOn) - Date.parse(today)) / 86_400_000;
  return left <= soonDays ? "soon" : "running";
}

/** `today` is yyyy-mm-dd in GMT+7. */
export function watchView(row: WatchRow, today: string): TargetView {
  const { scanState, scanOutcome, scanReason, scanAt, createdAt, nextScanAt, ...rest } = row;
  const lastScan = scanState &&
    scanAt && { state: scanState, outcome: scanOutcome, reason: scanReason ?? "", at: scanAt.toISOString() };
  return {
    ...rest,
    expiry: expiryOf(row.expiresOn, today),
    createdAt: createdAt.toISOString(),
    nextScanAt: nextScanAt?.toISOString() ?? null,
    lastScan: lastScan || null,
  };
}

/** Columns that the import reads back, then what is known of the entry. */
const columns = [
  "url",
  "kind",
  "label",
  "note",
  "cadence",
  "purpose",
  "legal_basis",
  "owner",
  "expires_on",
  "area",
  "tags",
  "tam_dung",
  "them_ngay",
  "lan_quet_cuoi",
  "ket_qua_quet",
  "phat_hien_cho",
];

/** CSV whose cells no spreadsheet calculates. */
export function watchTable(rows: readonly WatchRow[]): Buffer {
  const lines = rows.map((row) => [
    row.url,
    row.kind,
    row.label,
    row.note,
    row.cadenceMinutes === null ? "" : `${row.cadenceMinutes}m`,
    row.purpose,
    row.legalBasis,
    row.ownerName ?? "",
    row.expiresOn ?? "",
    row.area,
    row.tags.join("; "),
    row.paused ? "x" : "",
    showDay(row.createdAt),
    row.scanAt ? showDay(row.scanAt) : "",
    row.scanOutcome ?? "",
    String(row.openFindings),
  ]);
  return safeCsv([columns, ...lines]);
}
