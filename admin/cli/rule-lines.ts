// Promises rules, shadow hits and backtests as a person reads them in a terminal.
import type { ShadowHitRow } from "#core/records/shadow-hit.ts";
import type { RuleLine, RuleSheet } from "#workers/rules/describe-rules.ts";
import { leastReviews } from "#workers/rules/lifecycle.ts";
import type { HuntResult } from "#workers/rules/retro-hunt.ts";
import { plain, printLine, printTable, say } from "./terminal.ts";

const share = (value: number) => value.toFixed(3);

function precisionOf({ precision }: RuleLine): string {
  if (!precision || precision.precision === null) return "–";
  return `${share(precision.precision)} [${share(precision.interval.low)}–${share(precision.interval.high)}]`;
}

export function printRules(lines: RuleLine[]): void {
  printTable(
    [
      say("quy tắc", "rule"),
      say("phiên bản", "version"),
      say("trạng thái", "state"),
      say("đích", "target"),
      say("độ chính xác [95 %]", "precision [95 %]"),
      say("đã quyết định", "decided"),
    ],
    lines.map((l) => [
      l.rule,
      l.version,
      l.isOwn ? `${l.state} (${say("riêng", "own")})` : l.state,
      String(l.target),
      precisionOf(l),
      String((l.precision?.confirmed ?? 0) + (l.precision?.dismissed ?? 0)),
    ]),
  );
}

export function printPrecision(lines: RuleLine[]): void {
  printTable(
    [
      say("quy tắc", "rule"),
      say("xác nhận", "confirmed"),
      say("bác bỏ", "dismissed"),
      say("không tính", "not counted"),
      say("đang chờ", "waiting"),
      say("độ chính xác [95 %]", "precision [95 %]"),
      say("đích", "target"),
      say("mất nếu bỏ", "lost without it"),
      say("trùng với", "overlaps"),
    ],
    lines.map((l) => [
      `${l.rule} ${l.version}`,
      String(l.precision!.confirmed),
      String(l.precision!.dismissed),
      String(l.precision!.uncounted),
      String(l.precision!.waiting),
      precisionOf(l),
      String(l.target),
      String(l.precision!.lift),
      l.precision!.overlap.map((o) => `${o.rule} ${o.shared}`).join(", "),
    ]),
  );
}

export function printRule(sheet: RuleSheet): void {
  const { content, shadow } = sheet;
  const line = (vi: string, en: string, value: string) => printLine(`${say(vi, en)}: ${plain(value, 2000)}`);
  line("Quy tắc", "Rule", `${sheet.rule} (${sheet.version}), ${sheet.category}`);
  line("Trạng thái", "State", sheet.state);
  line("Câu", "Says", content.say);
  line("Được gỡ khi", "Cleared by", content.clearedBy);
  line("Căn cứ", "Cites", content.cite.join("; "));
  line("Độ chính xác", "Precision", `${precisionOf(sheet)}, ${say("đích", "target")} ${sheet.target}`);
  line(
    "Chạy thầm",
    "In shadow",
    `${shadow.hits} ${say("chỗ khớp", "hits")}; ${shadow.good} ${say("đúng", "right")}, ${shadow.bad} ${say("sai", "wrong")}, ${shadow.unsure} ${say("chưa rõ", "unsure")} (${say("cần", "needs")} ${leastReviews})`,
  );
  for (const b of sheet.backtests)
    line("Thử lại", "Backtest", `${b.at.toISOString()} ${b.version}: ${b.fired}/${b.pages}, ${b.corpus}`);
  for (const h of sheet.history)
    line(
      "Lịch sử",
      "History",
      `${h.at.toISOString()} ${h.version} ${h.fromState} → ${h.state} ${h.actor}: ${h.reason}`,
    );
  if (sheet.state === "shadow") for (const why of sheet.lacking) line("Còn thiếu để dùng", "Lacks to go live", why);
}

export function printHits(hits: ShadowHitRow[]): void {
  printTable(
    [
      say("chỗ khớp", "hit"),
      say("quy tắc", "rule"),
      say("xem xét", "review"),
      say("địa chỉ", "address"),
      say("nội dung", "says"),
    ],
    hits.map((h) => [h.id, h.rule, h.verdict, h.url, h.signal?.say ?? "…"]),
  );
}

export function printBacktest(found: HuntResult): void {
  printTable(
    [
      say("quy tắc", "rule"),
      say("phiên bản", "version"),
      say("khớp", "fired"),
      say("không", "not"),
      say("bỏ qua", "skipped"),
    ],
    found.rules.map((r) => [r.rule, r.version, String(r.fired), String(r.notFired), String(r.skipped)]),
  );
  printLine(
    say(
      `${found.pages} trang (${found.visits} lượt xem, ${found.captures} bản chụp), kết quả sha256 ${found.resultSha256}`,
      `${found.pages} pages (${found.visits} visits, ${found.captures} captures), result sha256 ${found.resultSha256}`,
    ),
  );
}
