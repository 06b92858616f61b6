// Promises one verdict per exchange: what the network log says of the same status and the same bytes.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "#core/nouns/fetched.ts";
import { decodeContent } from "../fetch/decode-content.ts";
import type { WireExchange } from "./wire-exchange.ts";

export type Verdict = NonNullable<Exchange["netlog"]>;

export interface Judged extends Verdict {
  /** What only the log's bytes can settle: the start of a body that was cut, or a body that DevTools lost. */
  needs: "" | "prefix" | "body";
}

const say = (verdict: Verdict["verdict"], note = "", needs: Judged["needs"] = ""): Judged => ({ verdict, note, needs });

/** Statuses whose answer has no body, or whose body nobody reads (RFC 9110 sections 6.4.1 and 15.4). */
const bodiless = new Set([101, 204, 205, 301, 302, 303, 304, 307, 308]);

/** `complete`: the log has its end. Throws what the disk throws. */
export async function judgeExchange(
  exchange: Exchange,
  wire: WireExchange | undefined,
  options: { outDir: string; complete: boolean; maxBytes: number },
): Promise<Judged> {
  if (exchange.fromServiceWorker) return say("not-applicable", "do service worker trả lời");
  if (exchange.outcome === "blocked") return say("not-applicable", "bị chặn, không ra mạng");
  if (!wire) {
    if (exchange.outcome === "failed") return say("not-applicable", "không gửi gì ra mạng");
    return say("unseen", options.complete ? "" : "nhật ký mạng thiếu đoạn cuối");
  }
  if (exchange.outcome === "failed") return say("agrees", `nhật ký mạng: ${wire.netError || "không có câu trả lời"}`);
  if (wire.requestHeaders === null) return say("not-applicable", "lấy từ bộ nhớ đệm, không ra mạng");
  if (exchange.status !== wire.status)
    return say("differs", `nhật ký mạng ghi mã trạng thái ${wire.status ?? "không có"}`);
  return judgeBody(exchange, wire, options);
}

async function judgeBody(
  exchange: Exchange,
  wire: WireExchange,
  { outDir, complete, maxBytes }: { outDir: string; complete: boolean; maxBytes: number },
): Promise<Judged> {
  const inLog = wire.decoded?.sizeBytes ?? 0;
  if (exchange.bodyFile === null) {
    if (inLog === 0 || bodiless.has(wire.status ?? 0)) return say("agrees", "không có thân");
    return say("unseen", `thân ${inLog} byte chỉ có trong nhật ký mạng`, "body");
  }
  const own = await hashFile(path.join(outDir, exchange.bodyFile));
  if (exchange.bodyForm === "wire" && wire.filters !== "")
    return own.sha256 === wire.coded?.sha256 ? say("agrees") : differ(exchange, own.sizeBytes, wire, complete);
  if (own.sha256 !== wire.decoded?.sha256) return differ(exchange, own.sizeBytes, wire, complete);
  if (wire.filters === "") return say("agrees");
  if (wire.codedBytes === null) return say("agrees-decoded", "giải mã bởi Chromium; phần mã hóa quá lớn để giải lại");
  const coding = wire.responseHeaders.filter(([name]) => name.toLowerCase() === "content-encoding").map(([, v]) => v);
  const again = await decodeContent(wire.codedBytes, coding.join(","), Math.max(maxBytes, own.sizeBytes));
  const same = createHash("sha256").update(again.bytes).digest("hex") === own.sha256;
  if (same) return say("agrees-decoded");
  return say("differs", `giải mã lại (${coding.join(",")}) ra byte khác: ${again.note || "không rõ"}`);
}

function differ(exchange: Exchange, sizeBytes: number, wire: WireExchange, complete: boolean): Judged {
  const inLog = wire.decoded?.sizeBytes ?? 0;
  const note = `bản ghi ${sizeBytes} byte, nhật ký mạng ${inLog} byte`;
  const plain = exchange.bodyForm === "decoded" || wire.filters === "";
  if (plain && exchange.truncated !== "" && sizeBytes < inLog) return say("differs", note, "prefix");
  if (!complete && sizeBytes > inLog) return say("unseen", `${note}; nhật ký thiếu đoạn cuối`);
  return say("differs", note);
}

async function hashFile(file: string): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  });
  return { sha256: hash.digest("hex"), sizeBytes };
}
