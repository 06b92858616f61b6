// Promises that messages of open connections are kept as they were, and that every limit is told.
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { startDraft } from "#crawler/capture/exchange-draft.ts";
import { MessageBook, messageLimits } from "#crawler/capture/message-book.ts";

const draft = startDraft({
  id: "kết-nối".normalize("NFD").replace(/[^a-z-]/g, ""),
  requestId: "1",
  sessionId: "s",
  url: "ws://x/",
  method: "GET",
  resourceType: "WebSocket",
  startedAt: new Date(0),
  request: {},
  redirectedFrom: null,
});
const draftOf = (id: string) => (id === "1" ? draft : undefined);
const frame = (opcode: number, payloadData: string, method = "Network.webSocketFrameReceived") => ({
  method,
  params: { requestId: "1", response: { opcode, payloadData } },
});

async function writeBook(book: MessageBook): Promise<Record<string, unknown>[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-messages-"));
  mkdirSync(path.join(folder, "exchanges"));
  await book.write(folder);
  const text = readFileSync(path.join(folder, book.fileOf(draft.id)!), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("text, binary and events stand in order with direction, and strangers' messages nowhere", async () => {
  const book = new MessageBook();
  book.take(frame(1, "chào", "Network.webSocketFrameSent"), draftOf);
  book.take(frame(2, "AP8="), draftOf);
  const event = { requestId: "1", eventName: "tin", eventId: "7", data: "một\nhai" };
  book.take({ method: "Network.eventSourceMessageReceived", params: event }, draftOf);
  book.take(
    { method: "Network.webSocketFrameReceived", params: { ...frame(1, "lạ").params, requestId: "2" } },
    draftOf,
  );
  expect(await writeBook(book)).toMatchObject([
    { direction: "sent", opcode: 1, text: "chào", truncated: false },
    { direction: "received", opcode: 2, dataBase64: "AP8=", truncated: false },
    { direction: "received", event: "tin", id: "7", text: "một\nhai" },
  ]);
});

test("a long message is cut and says so; past the limit of one connection the rest is counted", async () => {
  const book = new MessageBook();
  const long = "x".repeat(messageLimits.messageBytes + 10);
  for (let i = 0; i < 25; i++) book.take(frame(1, long), draftOf);
  const lines = await writeBook(book);
  expect(lines[0]).toMatchObject({ truncated: true });
  expect(String(lines[0]!.text).length).toBe(messageLimits.messageBytes);
  expect(lines.length).toBe(book.countOf(draft.id) + 1);
  expect(lines.at(-1)).toEqual({ dropped: book.droppedOf(draft.id), limits: messageLimits });
  expect(book.countOf(draft.id) + book.droppedOf(draft.id)).toBe(25);
});
