// Promises one finding as the command line prints it (cli.md), and the table of a scan for people.
import type { Db } from "#core/db/sql.ts";
import type { CaptureId } from "#core/id.ts";
import type { FindingRow } from "#core/records/finding.ts";
import type { ScanRow } from "#core/records/scan.ts";
import type { TargetRow } from "#core/records/target.ts";
import { selectTimeStampState, type TimeStampState } from "#core/records/time-stamp.ts";
import type { House } from "#workers/house.ts";
import { printTable, say } from "./terminal.ts";

export type Stamps = ReadonlyMap<CaptureId, TimeStampState>;

/** The time stamp of each finding's capture. */
export function readStamps(db: Db, findings: FindingRow[]): Promise<Stamps> {
  return selectTimeStampState(db, [...new Set(findings.map((f) => f.captureId))]);
}

function stampLine(stamp: TimeStampState | undefined) {
  const { state = "none", at, authority = null, pinned = null, error = "" } = stamp ?? {};
  return { state, at: at?.toISOString() ?? null, authority, pinned, error };
}

/** In words: a time that an authority vouches for, or that there is none yet. */
export function sayStamp(stamp: TimeStampState | undefined): string {
  if (!stamp?.at) return say("chưa có dấu thời gian", "no time stamp yet");
  const root = stamp.pinned ? "" : say(" (chưa ghim chứng thư gốc)", " (root not pinned)");
  return `${stamp.at.toISOString()}${root}`;
}

/** `package` is the path of the sealed file, or its key in the object store. */
export function findingLine(f: FindingRow, store: Pick<House["store"], "placeOf">, stamps: Stamps) {
  return {
    id: f.id,
    url: f.url,
    host: f.host,
    category: f.category,
    verdict: f.verdict,
    score: f.score,
    status: f.status,
    vantage: f.vantage,
    reproduced: f.reproduced,
    package: store.placeOf(f.storeKey),
    sha256: f.sha256.toString("hex"),
    capturedAt: f.capturedAt.toISOString(),
    timeStamp: stampLine(stamps.get(f.captureId)),
    signals: f.signals.map((s) => ({
      rule: s.rule,
      say: s.say,
      weight: s.weight,
      clearedBy: s.clearedBy,
      legalGrade: s.legalGrade,
      spans: s.anchors,
    })),
  };
}

export function printFindings(findings: FindingRow[], stamps: Stamps): void {
  const head = [
    "id",
    say("mức", "verdict"),
    say("nhóm", "category"),
    say("điểm", "score"),
    "host",
    say("dấu hiệu", "signals"),
    say("dấu thời gian", "time stamp"),
  ];
  printTable(
    head,
    findings.map((f) => [
      f.id,
      f.verdict,
      f.category,
      f.score.toFixed(1),
      f.host,
      f.signals.map((s) => s.rule).join(", "),
      sayStamp(stamps.get(f.captureId)),
    ]),
  );
}

export function printScans(scans: { scan: ScanRow; target: TargetRow }[]): void {
  const head = [say("mục tiêu", "target"), say("kết quả quét", "outcome"), say("lý do", "reason")];
  printTable(
    head,
    scans.map(({ scan, target }) => [target.url, scan.outcome ?? "", scan.outcomeReason]),
  );
}
