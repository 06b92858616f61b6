// Promises video posters and short videos as attachments, from bytes that the visit recorded anyway: nothing is asked for again.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { MediaAddress } from "./steps/find-media.ts";
import type { Visit } from "./visit.ts";

/** All attachments of one capture together; one video may be as long as that. */
const budgetBytes = 25_000_000;

const headerOf = (exchange: Exchange, name: string): string =>
  exchange.responseHeaders.find(([key]) => key.toLowerCase() === name)?.[1] ?? "";

/** A 200, or a range answer that holds every byte (players ask for `bytes=0-`). */
function holdsAll(exchange: Exchange): boolean {
  if (exchange.bodyFile === null || exchange.truncated !== "" || exchange.outcome !== "recorded") return false;
  if (exchange.status === 200) return true;
  const range = /^bytes 0-(\d+)\/(\d+)$/.exec(headerOf(exchange, "content-range"));
  return exchange.status === 206 && range !== null && Number(range[1]) + 1 === Number(range[2]);
}

/** Why there is no file, or the exchange that has it. */
function findBytes(media: MediaAddress, exchanges: readonly Exchange[], leftBytes: number): Exchange | string {
  if (!/^https?:/.test(media.url)) return "luồng do mã lệnh ghép, không có địa chỉ tệp";
  const own = exchanges.filter((exchange) => exchange.url === media.url.split("#")[0]);
  if (own.length === 0) return "trang không tải tới khi xem";
  const whole = own.find(holdsAll);
  if (!whole) return "chỉ có từng phần trong bản ghi";
  return whole.bodySizeBytes > leftBytes ? `${whole.bodySizeBytes} byte, quá ngân sách tệp kèm` : whole;
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Fills `findings.attachments`; what is not kept stands among the declined with its reason. */
export async function keepMedia(visit: Visit, exchanges: readonly Exchange[]): Promise<void> {
  const { outDir } = visit.request;
  const seen = new Set<string>();
  let leftBytes = budgetBytes;
  for (const media of visit.findings.media) {
    if (seen.has(media.url)) continue;
    seen.add(media.url);
    const found = findBytes(media, exchanges, leftBytes);
    const what = `${media.kind === "poster" ? "ảnh bìa" : "video"} ${media.url.slice(0, 500)}`;
    if (typeof found === "string") {
      visit.declined.push({ what, why: found });
      continue;
    }
    leftBytes -= found.bodySizeBytes;
    const file = `attachments/${media.kind}-${String(seen.size).padStart(2, "0")}`;
    await mkdir(path.join(outDir, "attachments"), { recursive: true });
    await copyFile(path.join(outDir, found.bodyFile!), path.join(outDir, file));
    visit.findings.attachments.push({
      file,
      kind: media.kind,
      url: found.url,
      mime: headerOf(found, "content-type").split(";")[0]!.trim() || "application/octet-stream",
      sizeBytes: found.bodySizeBytes,
      sha256: await hashFile(path.join(outDir, file)),
      note: `từ bản ghi ${found.id}`,
    });
  }
}
