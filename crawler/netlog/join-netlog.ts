// Promises the second witness joined to a visit: what the log knows more, what it denies, and what could not be kept.
import { rm } from "node:fs/promises";
import path from "node:path";
import type { Bundle, StepOutcome, WitnessSummary } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import { nowMs } from "#core/clock.ts";
import { type CompareOptions, type Compared, compareWitnesses } from "./compare-witnesses.ts";
import { netlogFile, type NetlogRecorder } from "./record-netlog.ts";
import type { WireLog } from "./wire-exchange.ts";

const maxGaps = 200;

export interface Joined {
  exchanges: Exchange[];
  netlog: Bundle["netlog"];
  witnesses: WitnessSummary | null;
  step: StepOutcome;
  /** What makes the capture partial: named once each. */
  gaps: { what: string; why: string }[];
  /** Addresses whose lost body came out of the log: their gap is closed. */
  filledUrls: string[];
}

/**
 * Call when the browser has ended. A log that cannot be read or written leaves the capture with one witness less, says
 * why, and never fails the capture; a full disk does (ENOSPC, EDQUOT are thrown on).
 */
export async function joinNetlog(
  recorder: NetlogRecorder | null,
  exchanges: Exchange[],
  options: CompareOptions,
): Promise<Joined> {
  const startMs = nowMs();
  const step = (ok: boolean, note: string): StepOutcome => ({ step: "netlog", ok, tookMs: nowMs() - startMs, note });
  const none = { exchanges, netlog: null, witnesses: null, gaps: [], filledUrls: [] };
  if (recorder === null) return { ...none, step: step(true, "máy này không giữ được nhật ký mạng") };
  try {
    const { wire, netlog, cut } = await recorder.finish();
    const compared = await compareWitnesses(exchanges, wire, options);
    const filled = compared.exchanges.filter((exchange) => compared.filled.includes(exchange.id));
    return {
      exchanges: compared.exchanges,
      netlog,
      witnesses: compared.summary,
      step: step(true, describe(wire, compared, cut)),
      gaps: [
        ...compared.lost.slice(0, maxGaps).map((url) => ({ what: url, why: "chỉ nhật ký mạng biết, và không đủ" })),
        ...compared.exchanges
          .filter((exchange) => exchange.netlog?.verdict === "differs")
          .map(({ url, netlog: said }) => ({ what: `đối chiếu ${url}`, why: said?.note || "hai nguồn ghi khác nhau" })),
      ],
      filledUrls: filled.filter((exchange) => exchange.truncated === "").map((exchange) => exchange.url),
    };
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) throw error;
    recorder.discard();
    await rm(path.join(options.outDir, netlogFile), { force: true });
    return { ...none, step: step(false, error instanceof Error ? error.message : String(error)) };
  }
}

function describe(wire: WireLog, { summary, browsersOwn }: Compared, cut: boolean): string {
  const names = wire.namesResolved.length;
  const parts = [
    `${summary.agree} trùng, ${summary.differ} khác, ${summary.unseen} không thấy trên ${summary.exchanges} trao đổi`,
    names === 0 ? "trình duyệt không tự phân giải tên nào" : `trình duyệt tự phân giải ${names} tên`,
  ];
  if (wire.exchanges.some(({ url }) => url.startsWith("http:")))
    parts.push(
      "http thường: dòng phiên bản và các tiêu đề chặng (Connection, Transfer-Encoding…) là của cổng ra nội bộ",
    );
  if (browsersOwn > 0) parts.push(`${browsersOwn} yêu cầu của chính trình duyệt, không thuộc trang`);
  if (!wire.complete) parts.push("nhật ký thiếu đoạn cuối: trình duyệt bị dừng giữa chừng");
  if (cut) parts.push("phần giữ lại của nhật ký bị cắt ở giới hạn dung lượng; việc đối chiếu đọc đủ");
  if (wire.badLines > 0) parts.push(`${wire.badLines} dòng không đọc được`);
  return parts.join("; ");
}
