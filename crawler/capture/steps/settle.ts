// Promises a short wait until the page asks for nothing more and keeps its height, and an end to that wait.
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "#core/clock.ts";
import { evaluateApart, type Visit } from "../visit.ts";

const quietMs = 500;
const pollMs = 100;

const readHeight = "() => document.documentElement ? document.documentElement.scrollHeight : 0";

/** `budgetMs` bounds the wait. A page that never idles is left as it stands; the note says so. */
export async function settle(visit: Visit, budgetMs = 6000): Promise<string> {
  const endMs = nowMs() + budgetMs;
  let height = -1;
  let steadySinceMs = nowMs();
  while (nowMs() < endMs) {
    const next = await evaluateApart<number>(visit, readHeight, 3000);
    if (next !== height) {
      height = next;
      steadySinceMs = nowMs();
    }
    const busy = visit.ledger
      .inFlight()
      .filter((draft) => draft.resourceType !== "WebSocket" && draft.resourceType !== "EventSource").length;
    const quietSinceMs = Math.max(steadySinceMs, visit.ledger.lastChangeMs);
    if (busy === 0 && nowMs() - quietSinceMs >= quietMs) return `yên, cao ${height} px`;
    await sleep(pollMs);
  }
  return `hết ${budgetMs} ms mà trang chưa yên (${visit.ledger.inFlight().length} yêu cầu còn mở)`;
}
