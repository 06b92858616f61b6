// Promises one finding as the command line prints it (cli.md), and the table of a scan for people.
import type { FindingRow } from "#core/records/finding.ts";
import type { ScanRow } from "#core/records/scan.ts";
import type { TargetRow } from "#core/records/target.ts";
import type { House } from "#workers/house.ts";
import { printTable, say } from "./terminal.ts";

/** `package` is the path of the sealed file, or its key in the object store. */
export function findingLine(f: FindingRow, store: Pick<House["store"], "placeOf">) {
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

export function printFindings(findings: FindingRow[]): void {
  const head = [
    "id",
    say("mức", "verdict"),
    say("nhóm", "category"),
    say("điểm", "score"),
    "host",
    say("dấu hiệu", "signals"),
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
