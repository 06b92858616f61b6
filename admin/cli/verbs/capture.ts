// Promises `capture`: one address captured and sealed now, without detection and without a database.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import { readUserName } from "../user-name.ts";
import path from "node:path";
import type { Command } from "commander";
import { now } from "#core/clock.ts";
import type { Config } from "#core/config.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import type { CaptureStatus } from "#core/nouns/capture.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import { createMemoryHostTurn, createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import { addSecondLook } from "#crawler/second-look/look-again.ts";
import { parseTargetUrl } from "#crawler/guard/target.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { type OfficeSigner, openOfficeSigner } from "#evidence/seal/office.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { openStamping, type Stamping } from "#evidence/time/stamping.ts";
import { sayRefusal } from "../error-words.ts";
import type { VerbContext } from "../main.ts";
import { type FileStamp, sayFileStamp, stampFile } from "../stamp-file.ts";
import { note, plain, printJson, printTable, say, startProgress } from "../terminal.ts";

interface CaptureOptions {
  out: string;
  device: string;
  referrer: string;
  secondLook?: boolean;
  json?: boolean;
}

interface CaptureLine {
  url: string;
  finalUrl: string;
  file: string | null;
  sha256: string | null;
  capturedAt: string;
  status: CaptureStatus;
  /** The first token that an authority gave; its files stand beside the package. */
  timeStamp: FileStamp | null;
}

export function addCaptureVerb(program: Command, context: VerbContext): void {
  program
    .command("capture <urls...>")
    .description(say("chụp và niêm phong ngay, không phát hiện", "captures and seals now, without detection"))
    .requiredOption("--out <dir>", say("thư mục nhận tệp", "folder that receives the files"))
    .option("--device <device>", "desktop | mobile", "desktop")
    .option("--referrer <url>", say("trang dẫn đến", "referring page"), "")
    .option(
      "--second-look",
      say("xem lại ngay bằng một trình duyệt sạch khác", "looks again at once with another clean browser"),
    )
    .option("--json")
    .action((urls: string[], options: CaptureOptions) => captureAll(context, urls, options));
}

async function captureAll(context: VerbContext, urls: string[], options: CaptureOptions): Promise<void> {
  const config = context.config();
  if (options.device !== "desktop" && options.device !== "mobile")
    throw new AppError("input.invalid", {
      detail: `--device ${options.device}`,
      cure: say("Chọn desktop hoặc mobile.", "Give desktop or mobile."),
    });
  await mkdir(options.out, { recursive: true });
  const proofs = { officeSigner: await openOfficeSigner(config), stamping: openStamping(config) };
  const turn = createMemoryHostTurn();
  const lines: CaptureLine[] = [];
  const progress = startProgress(say("Chụp", "Capture"));
  for (const [i, url] of urls.entries()) {
    if (context.signal.aborted) break;
    progress.update(i, urls.length, plain(url, 60));
    const line = await captureOne(context, config, url, { ...options, ...proofs, turn });
    lines.push(line);
    if (options.json) printJson(line);
  }
  progress.stop();
  if (!options.json)
    printTable(
      ["status", "url", "file", "sha256", say("dấu thời gian", "time stamp")],
      lines.map((l) => [l.status, l.url, l.file ?? "", l.sha256 ?? "", sayFileStamp(l.timeStamp)]),
    );
  if (lines.length < urls.length || lines.some((l) => l.file === null)) context.exit(1);
}

interface Proofs {
  officeSigner: OfficeSigner | null;
  stamping: Stamping | null;
}

async function captureOne(
  context: VerbContext,
  config: Config,
  rawUrl: string,
  options: CaptureOptions & Proofs & { turn: ReturnType<typeof createMemoryHostTurn> },
): Promise<CaptureLine> {
  const captureId = newId();
  const workDir = await mkdtemp(path.join(os.tmpdir(), "vonggac-capture-"));
  const failed = (status: CaptureStatus, finalUrl: string): CaptureLine => ({
    url: rawUrl,
    finalUrl,
    file: null,
    sha256: null,
    capturedAt: now().toISOString(),
    status,
    timeStamp: null,
  });
  try {
    const url = parseTargetUrl(rawUrl, config).href;
    const device = options.device === "mobile" ? ("mobile" as const) : ("desktop" as const);
    const request = {
      captureId,
      url,
      askedBy: readUserName(),
      reason: "chụp theo yêu cầu",
      device,
      outDir: workDir,
    };
    const deps = { config, turn: options.turn, requestLog: createMemoryRequestLog(), signal: context.signal };
    const first = await captureUrl({ ...request, ...(options.referrer ? { referrer: options.referrer } : {}) }, deps);
    if (first.status !== "captured" && first.status !== "partial") {
      note(`${plain(rawUrl)}: ${first.status} ${plain(first.statusReason)}`);
      return failed(first.status, first.finalUrl);
    }
    const bundle = options.secondLook ? await addSecondLook({ bundle: first, folder: workDir }, deps) : first;
    const file = path.resolve(options.out, `${captureId}.wacz`);
    const keyring = await openKeyring(config.dataDir);
    const sealed = await sealBundle({
      bundleDir: workDir,
      bundle,
      detection: null,
      keyring,
      ledgerHead: null,
      office: config.VONGGAC_OFFICE,
      officeSigner: options.officeSigner,
      to: { file },
    });
    const timeStamp = await stampFile(options.stamping, file, context.signal);
    return {
      url: rawUrl,
      finalUrl: bundle.finalUrl,
      file: sealed.file,
      sha256: sealed.sha256,
      capturedAt: bundle.endedAt,
      status: bundle.status,
      timeStamp,
    };
  } catch (thrown) {
    const error = toAppError(thrown);
    note(`${plain(rawUrl)}: ${say(sayRefusal(error), `${plain(error.message, 500)} ${error.cure ?? ""}`)}`);
    return failed(
      error.code === "guard.refused" ? "refused" : error.code === "fetch.unreachable" ? "unreachable" : "error",
      rawUrl,
    );
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}
