// Promises the address opened and its load event awaited, within bounds; a document that never ends is opened once more in pieces.
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "#core/clock.ts";
import { egressOutcome } from "../to-exchange.ts";
import type { Visit } from "../visit.ts";

const loadMs = 20_000;
const pollMs = 25;
const stuckMs = 4000;

async function open(visit: Visit): Promise<string> {
  visit.loaded = false;
  const referrer = visit.request.referrer ?? "";
  const answer = await visit.ask(
    "Page.navigate",
    { url: visit.request.url, ...(referrer ? { referrer, referrerPolicy: "unsafeUrl" } : {}) },
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
  await waitForLoad(visit);
  if (visit.loaded || visit.rendererCrashed) return visit.loaded ? "sự kiện load đã đến" : "tiến trình hiển thị đã sập";
  await visit.ask("Page.stopLoading");
  return "sự kiện load không đến, đã dừng tải";
}

/** Ends early where nothing has moved for a while: a connection that broke inside a body leaves Chromium waiting for good. */
async function waitForLoad(visit: Visit): Promise<void> {
  const endMs = nowMs() + loadMs;
  while (!visit.loaded && !visit.rendererCrashed && nowMs() < endMs) {
    const idle = visit.ledger.inFlight().every((draft) => draft.body !== null);
    if (idle && nowMs() - visit.ledger.lastChangeMs > stuckMs) return;
    await sleep(pollMs);
  }
}
