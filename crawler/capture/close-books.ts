// Promises the books closed: what is still open, cut or lost is named, so that nothing is silently missing.
import type { Exchange } from "#core/nouns/fetched.ts";
import { carriesMessages, type Draft, isFromCache } from "./exchange-draft.ts";
import { contactOf, egressOutcome, toExchange } from "./to-exchange.ts";
import type { Visit } from "./visit.ts";

const drainMs = 3000;
const lastMs = 2000;

/** Names what is missing of one request; a redirect, a 204 or an aborted request without an answer misses nothing. */
function nameGap(draft: Draft, visit: Visit): void {
  if (isFromCache(draft) || egressOutcome(draft, visit)) return;
  if (visit.messages.droppedOf(draft.id) > 0)
    visit.notCaptured.push({ what: `phần tin nhắn sau của ${draft.url}`, why: "vượt giới hạn dung lượng" });
  const answered = draft.paused !== null || draft.response !== null;
  const broke = draft.failure !== null && answered && !draft.failure.canceled && !carriesMessages(draft);
  if (broke && draft.truncated === "" && draft.failure?.blockedReason === "") {
    draft.truncated = "disconnect";
    if (draft.body === null) draft.bodyMissing ||= draft.failure.text;
  }
  if (draft.body === null && draft.bodyMissing !== "" && !isOwnAbort(draft))
    visit.notCaptured.push({ what: `thân của ${draft.url}`, why: draft.bodyMissing });
  else if (draft.truncated !== "" && draft.body !== null && !isOwnAbort(draft))
    visit.notCaptured.push({ what: `phần cuối của ${draft.url}`, why: draft.truncated });
}

/** The page itself gave the answer up while it was being read: what is missing, the page never had. What our limits cut is missing all the same. */
const isOwnAbort = (draft: Draft): boolean =>
  draft.failure?.canceled === true && !draft.gaveUp && (draft.truncated === "" || draft.truncated === "disconnect");

/** What was still open when the visit ended: an open channel is as it should be, anything else is cut by time. */
function endOpen(draft: Draft): void {
  if (carriesMessages(draft) && (draft.response ?? draft.paused)) {
    if (draft.resourceType !== "WebSocket") draft.truncated = "time";
    return;
  }
  if (draft.body !== null) {
    if (draft.resourceType === "Document") draft.truncated ||= "disconnect";
    return;
  }
  draft.truncated = "time";
  draft.bodyMissing ||= "chưa kết thúc khi lần xem kết thúc";
}

const within = async (work: Promise<void>, timeoutMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, timeoutMs)))]);
  clearTimeout(timer);
};

/** Waits shortly for bodies that are being read, then writes nothing more and takes the network away. */
export async function closeBooks(visit: Visit): Promise<void> {
  await within(visit.bodies.drain(), drainMs);
  visit.bodies.stop();
  await within(visit.bodies.drain(), lastMs);
  visit.ledger.close();
  visit.ledger.settleExtras();
  await visit.messages.write(visit.request.outDir);
  await visit.downloads.close(visit);
  for (const draft of visit.ledger.inFlight()) endOpen(draft);
  for (const draft of visit.ledger.drafts) nameGap(draft, visit);
  const { droppedCount, drafts } = visit.ledger;
  if (droppedCount > 0)
    visit.notCaptured.push({
      what: `${droppedCount} yêu cầu sau ${drafts.length} yêu cầu đầu`,
      why: "quá nhiều yêu cầu",
    });
  await visit.egress.stop();
}

/** Answers from the browser's own cache are left out: nothing went over the network for them. */
export function listExchanges(visit: Visit): Exchange[] {
  return visit.ledger.drafts.filter((draft) => !isFromCache(draft)).map((draft) => toExchange(draft, visit));
}

/**
 * Names servers that were connected to without any request: a preconnect sends nothing of the page, but WebRTC through a relay
 * (TURN over TCP) talks there in a protocol that no book can read.
 */
export function nameSilentConnections(visit: Visit, exchanges: readonly Exchange[]): void {
  const asked = new Set(
    exchanges.map(({ url }) => {
      const { host, port } = contactOf(url);
      return `${host}:${port}`;
    }),
  );
  for (const server of visit.egress.contacted().filter((each) => !asked.has(each)))
    visit.declined.push({ what: `kết nối tới ${server}`, why: "không có yêu cầu nào đi qua (nối trước hoặc WebRTC)" });
}

/** The account of every request in one sentence, for the list of steps. */
export function tellAccount(visit: Visit, exchanges: readonly Exchange[]): string {
  const count = (outcome: Exchange["outcome"]) => exchanges.filter((each) => each.outcome === outcome).length;
  const cached = visit.ledger.drafts.filter(isFromCache).length;
  return `${exchanges.length} yêu cầu: ${count("recorded")} ghi lại, ${count("blocked")} bị chặn, ${count("failed")} hỏng; ngoài ra ${cached} lấy từ bộ nhớ đệm, ${visit.ledger.localCount} không ra mạng (data:, blob:)`;
}
