// Promises what travelled inside open connections: WebSocket frames and event-stream events, one JSON object a line, within limits that are told.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { now } from "#core/clock.ts";
import type { CdpEvent, CdpPayload } from "../browser/cdp-connection.ts";
import type { Draft } from "./exchange-draft.ts";

/** Bytes of one line's content, of one connection, and of the whole visit. */
export const messageLimits = { messageBytes: 256_000, exchangeBytes: 5_000_000, visitBytes: 20_000_000 };

/** One line of the file. `opcode` as in RFC 6455 section 5.2; text frames and events stand as `text`, all else as `dataBase64`. */
interface Message {
  /** RFC 3339, UTC: when this program heard of it. */
  at: string;
  direction: "received" | "sent";
  opcode?: number;
  event?: string;
  id?: string;
  text?: string;
  dataBase64?: string;
  /** True when the content is longer than `messageLimits.messageBytes` and was cut there. */
  truncated: boolean;
}

interface Page {
  lines: string[];
  sizeBytes: number;
  dropped: number;
}

const textOpcode = 1;

function cutText(text: string): { text: string; truncated: boolean } {
  const bytes = Buffer.from(text);
  if (bytes.length <= messageLimits.messageBytes) return { text, truncated: false };
  return { text: bytes.subarray(0, messageLimits.messageBytes).toString("utf8"), truncated: true };
}

function frameOf(direction: Message["direction"], response: CdpPayload): Message {
  const opcode = Number(response.opcode);
  const payload = String(response.payloadData);
  const base = { at: now().toISOString(), direction, opcode };
  if (opcode === textOpcode) return { ...base, ...cutText(payload) };
  const bytes = Buffer.from(payload, "base64");
  const kept = bytes.subarray(0, messageLimits.messageBytes);
  return { ...base, dataBase64: kept.toString("base64"), truncated: kept.length < bytes.length };
}

const eventOf = (params: CdpPayload): Message => ({
  at: now().toISOString(),
  direction: "received",
  event: String(params.eventName),
  id: String(params.eventId),
  ...cutText(String(params.data)),
});

const readers: Record<string, (params: CdpPayload) => Message> = {
  "Network.webSocketFrameReceived": (params) => frameOf("received", params.response as CdpPayload),
  "Network.webSocketFrameSent": (params) => frameOf("sent", params.response as CdpPayload),
  "Network.eventSourceMessageReceived": eventOf,
};

/** Pages by exchange id; kept in memory within the limits and written when the books are closed. */
export class MessageBook {
  #pages = new Map<string, Page>();
  #totalBytes = 0;

  /** `draftOf` finds the exchange of a request id; a message of an unknown connection is nobody's. */
  take(
    { method, params }: Pick<CdpEvent, "method" | "params">,
    draftOf: (requestId: string) => Draft | undefined,
  ): void {
    const read = readers[method];
    if (!read) return;
    const draft = draftOf(String(params.requestId));
    if (!draft) return;
    let page = this.#pages.get(draft.id);
    if (!page) this.#pages.set(draft.id, (page = { lines: [], sizeBytes: 0, dropped: 0 }));
    const line = `${JSON.stringify(read(params))}\n`;
    const sizeBytes = Buffer.byteLength(line);
    const isFull =
      page.dropped > 0 ||
      page.sizeBytes + sizeBytes > messageLimits.exchangeBytes ||
      this.#totalBytes + sizeBytes > messageLimits.visitBytes;
    if (isFull) {
      page.dropped++;
      return;
    }
    page.lines.push(line);
    page.sizeBytes += sizeBytes;
    this.#totalBytes += sizeBytes;
  }

  /** How many messages of this exchange were left out because a limit was reached. */
  droppedOf(id: string): number {
    return this.#pages.get(id)?.dropped ?? 0;
  }

  /** Messages of this exchange that are kept. */
  countOf(id: string): number {
    return this.#pages.get(id)?.lines.length ?? 0;
  }

  /** Path in the bundle folder, or null without messages. */
  fileOf(id: string): string | null {
    return this.#pages.has(id) ? `exchanges/${id}.messages.jsonl` : null;
  }

  /** Writes one file per connection; what was left out is said in a last line. */
  async write(folder: string): Promise<void> {
    for (const [id, page] of this.#pages) {
      const rest = page.dropped > 0 ? [`${JSON.stringify({ dropped: page.dropped, limits: messageLimits })}\n`] : [];
      await writeFile(path.join(folder, this.fileOf(id)!), [...page.lines, ...rest].join(""), { flag: "wx" });
    }
  }
}
