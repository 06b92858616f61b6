// Promises the address opened and its load event awaited, within bounds; a document that never ends is opened once more in pieces.
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "#core/clock.ts";
import { egressOutcome } from "../to-exchange.ts";
import type { Visit } from "../visit.ts";

const loadMs = 20_000;
const pollMs = 25;

async function open(visit: Visit): Promise<string> {
  visit.loaded = false;
  const referrer = visit.request.referrer ?? "";
  const answer = await visit.ask(
    "Page.navigate",
    { url: visit.request.url, ...(referrer ? { referrer } : {}) },
    loadMs + 5000,
  );
  return String(answer.errorText ?? "");
}

/** A navigation that turned into a download or a 204 commits nothing; Chromium says ERR_ABORTED for both. */
export async function navigate(visit: Visit): Promise<string> {
  visit.navigationError = await open(visit);
  const documents = () => visit.ledger.documentsOf(visit.mainFrameId);
  const cut = documents().at(-1);
  if (visit.navigationError !== "" && cut && cut.truncated !== "" && cut.body === null) {
    visit.bodies.streamDocuments = true;
    visit.navigationError = await open(visit);
  }
  const main = documents().at(-1);
  visit.navigationError ||= main ? (egressOutcome(main, visit)?.reason ?? "") : "";
  if (visit.navigationError !== "") return visit.navigationError;
  const endMs = nowMs() + loadMs;
  while (!visit.loaded && !visit.rendererCrashed && nowMs() < endMs) await sleep(pollMs);
  return visit.loaded ? "sự kiện load đã đến" : "sự kiện load không đến trong thời hạn";
}
