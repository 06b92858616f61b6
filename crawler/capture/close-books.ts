// Promises the books closed: what is still open, cut or lost is named, so that nothing is silently missing.
import type { Exchange } from "#core/nouns/fetched.ts";
import type { Draft } from "./exchange-draft.ts";
import { egressOutcome, toExchange } from "./to-exchange.ts";
import type { Visit } from "./visit.ts";

const drainMs = 3000;

/** Names what is missing of one request; a redirect, a 204 or an aborted request without an answer misses nothing. */
function nameGap(draft: Draft, visit: Visit): void {
  if (egressOutcome(draft, visit)) return;
  const answered = draft.paused !== null || draft.response !== null;
  if (draft.failure && answered && !draft.failure.canceled && draft.body === null && draft.truncated === "") {
    draft.truncated = "disconnect";
    draft.bodyMissing ||= draft.failure.text;
  }
  if (draft.body === null && draft.bodyMissing !== "")
    visit.notCaptured.push({ what: `thân của ${draft.url}`, why: draft.bodyMissing });
  else if (draft.truncated !== "" && draft.body !== null)
    visit.notCaptured.push({ what: `phần cuối của ${draft.url}`, why: draft.truncated });
}

/** Waits shortly for bodies that are being read, then writes nothing more and takes the network away. */
export async function closeBooks(visit: Visit): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([visit.bodies.drain(), new Promise((resolve) => (timer = setTimeout(resolve, drainMs)))]);
  clearTimeout(timer);
  visit.ledger.close();
  visit.ledger.settleExtras();
  for (const url of visit.watch.popups)
    visit.declined.push({ what: `cửa sổ bật lên ${url}`, why: "đã đóng, không mở" });
  for (const draft of visit.ledger.inFlight()) {
    if (draft.body !== null) {
      if (draft.resourceType === "Document") draft.truncated ||= "disconnect";
      continue;
    }
    draft.truncated = "time";
    draft.bodyMissing ||= "chưa kết thúc khi lần xem kết thúc";
  }
  for (const draft of visit.ledger.drafts) nameGap(draft, visit);
  await visit.egress.stop();
}

/** Answers from the browser's own cache are left out: nothing went over the network for them. */
export function listExchanges(visit: Visit): Exchange[] {
  return visit.ledger.drafts.filter((draft) => !draft.cached).map((draft) => toExchange(draft, visit));
}
