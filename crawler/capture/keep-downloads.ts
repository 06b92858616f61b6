// Promises that a file the page pushes is kept as evidence inside the bundle, never executed and never left anywhere else.
import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Attachment } from "#core/nouns/capture.ts";
import type { CdpConnection, CdpEvent } from "../browser/cdp-connection.ts";
import type { Draft } from "./exchange-draft.ts";
import type { ExchangeLedger } from "./exchange-ledger.ts";
import type { Visit } from "./visit.ts";

/** Bytes of one file that the page made itself (blob:, data:), and how many files are kept. */
const limits = { bytes: 30_000_000, files: 10 };

interface Download {
  guid: string;
  url: string;
  name: string;
  /** The answer whose body it is; null for what the page made itself. */
  draft: Draft | undefined;
  state: "inProgress" | "completed" | "canceled";
  tooMuch: boolean;
}

type Kept = { file: string; note: string } | { missing: string };

function fromExchange(draft: Draft): Kept {
  if (draft.body === null) return { missing: draft.bodyMissing || "không có thân" };
  const cut = draft.truncated === "" ? "" : `, bị cắt: ${draft.truncated}`;
  return { file: draft.body.file, note: `thân của trao đổi ${draft.id}${cut}` };
}

/** What came over the network stands already as the body of its exchange: the browser's own copy of it is refused. */
export class DownloadKeeper {
  #connection: CdpConnection;
  #outDir: string;
  #folder: string;
  #downloads = new Map<string, Download>();

  constructor(connection: CdpConnection, outDir: string) {
    this.#connection = connection;
    this.#outDir = path.resolve(outDir);
    this.#folder = path.join(this.#outDir, "downloads");
  }

  /** Sends the browser's files into the bundle under names of its own choice. Call before the first page. */
  async begin(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await this.#connection.send("Browser.setDownloadBehavior", {
      behavior: "allowAndName",
      downloadPath: this.#folder,
      eventsEnabled: true,
    });
  }

  take({ method, params }: Pick<CdpEvent, "method" | "params">, ledger: ExchangeLedger): void {
    if (method === "Browser.downloadWillBegin") this.#open(params, ledger);
    if (method !== "Browser.downloadProgress") return;
    const download = this.#downloads.get(String(params.guid));
    if (!download) return;
    download.state = params.state as Download["state"];
    if (Number(params.receivedBytes) <= limits.bytes || download.tooMuch) return;
    download.tooMuch = true;
    this.#cancel(download);
  }

  #open(params: CdpEvent["params"], ledger: ExchangeLedger): void {
    const [guid, url] = [String(params.guid), String(params.url)];
    const draft = ledger.endDownload(url);
    const name = String(params.suggestedFilename ?? "");
    const download: Download = { guid, url, name, draft, state: "inProgress", tooMuch: false };
    this.#downloads.set(guid, download);
    download.tooMuch = draft === undefined && this.#downloads.size > limits.files;
    if (draft !== undefined || download.tooMuch) this.#cancel(download);
  }

  #cancel({ guid }: Download): void {
    this.#connection.tell("Browser.cancelDownload", { guid });
  }

  /** Names every file: as an attachment where its bytes are kept, as missing where they are not. Call when the books are closed. */
  async close(visit: Pick<Visit, "findings" | "notCaptured" | "declined">): Promise<void> {
    for (const download of this.#downloads.values()) {
      const what = `tệp tải xuống ${download.url.slice(0, 2000)}`;
      const kept = download.draft ? fromExchange(download.draft) : await this.#fromBrowser(download);
      if ("missing" in kept) {
        visit.notCaptured.push({ what, why: kept.missing });
        continue;
      }
      visit.findings.attachments.push(await this.#describe(download, kept));
      visit.declined.push({ what, why: "giữ làm tệp đính kèm, không mở" });
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #fromBrowser({ guid, state, tooMuch }: Download): Promise<Kept> {
    const made = path.join(this.#folder, guid);
    if (tooMuch) return { missing: "vượt giới hạn dung lượng hoặc số tệp" };
    if (state !== "completed" || !existsSync(made)) return { missing: "không tải xong" };
    const file = `exchanges/download-${guid.replace(/[^\w-]/g, "")}.bin`;
    await rename(made, path.join(this.#outDir, file));
    return { file, note: "trang tự tạo, không qua mạng" };
  }

  async #describe({ url, name, draft }: Download, { file, note }: { file: string; note: string }): Promise<Attachment> {
    const bytes = await readFile(path.join(this.#outDir, file));
    const type = draft?.paused?.headers.find(([key]) => key.toLowerCase() === "content-type")?.[1] ?? "";
    return {
      file,
      kind: "download",
      url: url.slice(0, 2000),
      mime: /^[\w.+-]+\/[\w.+-]+/.exec(type)?.[0] ?? "application/octet-stream",
      sizeBytes: bytes.length,
      sha256: hash("sha256", bytes, "hex"),
      note: name === "" ? note : `${note}; tên do trang đặt: ${name.slice(0, 200)}`,
    };
  }
}
