// Promises that a script which never returns the page's thread does not take the pictures with it.
import { CdpRefusal } from "../browser/cdp-connection.ts";
import type { Visit } from "./visit.ts";

const answerMs = 2000;

/** Asks the page for a sign of life; none in time means a script holds its thread, which is then ended and said so. True when it was. */
export async function stopRunaway(visit: Visit): Promise<boolean> {
  const alive = await visit.ask("Runtime.evaluate", { expression: "1" }, answerMs).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CdpRefusal || visit.connection.ended) throw error;
      return false;
    },
  );
  if (alive) return false;
  await visit.ask("Runtime.terminateExecution", {}, answerMs);
  visit.notCaptured.push({ what: "phần trang do mã lệnh dựng sau đó", why: "mã lệnh không bao giờ dừng, đã bị ngắt" });
  return true;
}
