// Promises the final markup of every frame, those in other processes included, as one file each within bounds.
import { hash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { nowMs } from "#core/clock.ts";
import type { CdpPayload } from "../browser/cdp-connection.ts";
import { evaluateInFrame, type FramePlace, type Visit } from "./visit.ts";

const limits = { frames: 40, frameBytes: 2_000_000, frameMs: 2000, allMs: 10_000 };

interface Frame extends FramePlace {
  url: string;
}

const readMarkup = "() => document.documentElement ? document.documentElement.outerHTML : ''";
/** What a frame holds before anything was put into it. */
const nothing = "<html><head></head><body></body></html>";

function walk(tree: CdpPayload, sessionId: string, into: Frame[]): void {
  const { id, url, urlFragment } = tree.frame as { id: string; url: string; urlFragment?: string };
  into.push({ sessionId, frameId: id, url: `${url}${urlFragment ?? ""}` });
  for (const child of (tree.childFrames ?? []) as CdpPayload[]) walk(child, sessionId, into);
}

/** Every frame but the page's own document, in the order of processes and of the page. */
async function listFrames(visit: Visit): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (const [sessionId, type] of visit.watch.sessions) {
    if (type !== "page" && type !== "iframe") continue;
    const answer = await visit.connection
      .send("Page.getFrameTree", {}, sessionId, limits.frameMs)
      .catch(() => ({}) as CdpPayload);
    if (answer.frameTree) walk(answer.frameTree as CdpPayload, sessionId, frames);
  }
  const known = new Set([visit.mainFrameId]);
  return frames.filter(({ frameId }) => !known.has(frameId) && known.add(frameId));
}

async function keep(visit: Visit, frame: Frame, index: number): Promise<boolean> {
  const markup = await evaluateInFrame<string>(visit, frame, readMarkup, limits.frameMs);
  if (markup === "" || markup === nothing) return false;
  const bytes = Buffer.from(markup).subarray(0, limits.frameBytes);
  const file = `frames/${index + 1}.html`;
  await writeFile(path.join(visit.request.outDir, file), bytes, { flag: "wx" });
  visit.findings.attachments.push({
    file,
    kind: "frame-dom",
    url: frame.url.slice(0, 2000),
    mime: "text/html",
    sizeBytes: bytes.length,
    sha256: hash("sha256", bytes, "hex"),
    note: bytes.length < Buffer.byteLength(markup) ? `cắt ở ${limits.frameBytes} byte` : "",
  });
  return true;
}

/** Never fails for one frame: what gave no answer is counted, what is over the limit is named as missing. */
export async function keepFrames(visit: Visit): Promise<string> {
  await mkdir(path.join(visit.request.outDir, "frames"), { recursive: true });
  const frames = await listFrames(visit);
  const endMs = nowMs() + limits.allMs;
  let [kept, empty, silent] = [0, 0, 0];
  for (const [index, frame] of frames.slice(0, limits.frames).entries()) {
    if (nowMs() > endMs) break;
    await keep(visit, frame, index).then(
      (isKept) => void (isKept ? kept++ : empty++),
      (error: unknown) => {
        if (visit.connection.ended) throw error;
        silent++;
      },
    );
  }
  const left = frames.length - kept - empty - silent;
  if (left > 0) visit.notCaptured.push({ what: `mã của ${left} khung`, why: "quá giới hạn số khung hoặc thời gian" });
  return `giữ ${kept} trên ${frames.length} khung, ${empty} trống, ${silent} không trả lời`;
}
