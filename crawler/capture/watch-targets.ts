// Promises that every page, frame in its own process and worker is watched before its first request leaves.
import type { CdpConnection, CdpEvent, CdpPayload } from "../browser/cdp-connection.ts";

export interface TargetWatch {
  /** Sessions being watched: session id → target type. */
  sessions: Map<string, string>;
  /** Addresses of windows that the page tried to open; they were closed before they loaded anything. */
  popups: string[];
}

const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
const watchedTypes = new Set(["page", "iframe", "worker", "shared_worker", "service_worker"]);

/**
 * Commands go out without waiting for answers, before the target may run: awaiting one here locks
 * pages with service workers for good, because their answer waits for the target that waits for us.
 */
function watchTarget(connection: CdpConnection, sessionId: string, type: string): void {
  if (watchedTypes.has(type)) {
    connection.tell(
      "Network.enable",
      { maxTotalBufferSize: 1_000_000, maxResourceBufferSize: 100_000, maxPostDataSize: 1_000_000 },
      sessionId,
    );
    connection.tell("Fetch.enable", { patterns: [{ urlPattern: "http*", requestStage: "Response" }] }, sessionId);
    connection.tell("Security.setIgnoreCertificateErrors", { ignore: true }, sessionId);
  }
  connection.tell("Target.setAutoAttach", autoAttach, sessionId);
  connection.tell("Runtime.runIfWaitingForDebugger", {}, sessionId);
}

/**
 * Watches the whole browser. `ownTargetId()` is the page under capture; every other page is a popup: it is
 * noted and closed while it still waits.
 */
export async function watchTargets(connection: CdpConnection, ownTargetId: () => string): Promise<TargetWatch> {
  const watch: TargetWatch = { sessions: new Map(), popups: [] };
  connection.on((event: CdpEvent) => {
    if (event.method === "Target.detachedFromTarget") {
      const gone = String(event.params.sessionId);
      watch.sessions.delete(gone);
      connection.endSession(gone);
    }
    if (event.method === "Page.windowOpen") watch.popups.push(String(event.params.url));
    if (event.method !== "Target.attachedToTarget") return;
    const info = event.params.targetInfo as CdpPayload;
    const sessionId = String(event.params.sessionId);
    if (info.type === "page" && info.targetId !== ownTargetId() && ownTargetId() !== "") {
      closePopup(connection, sessionId, String(info.targetId));
      return;
    }
    if (watch.sessions.has(sessionId)) return;
    watch.sessions.set(sessionId, String(info.type));
    watchTarget(connection, sessionId, String(info.type));
  });
  await connection.send("Target.setAutoAttach", {
    ...autoAttach,
    filter: [
      { type: "browser", exclude: true },
      { type: "tab", exclude: true },
      { type: "browser_ui", exclude: true },
      {},
    ],
  });
  return watch;
}

/** A window that is closed while it waits for us would keep its opener waiting: it may run, but every request of it is held. */
function closePopup(connection: CdpConnection, sessionId: string, targetId: string): void {
  connection.tell("Fetch.enable", { patterns: [{ urlPattern: "*" }] }, sessionId);
  connection.tell("Target.setAutoAttach", autoAttach, sessionId);
  connection.tell("Runtime.runIfWaitingForDebugger", {}, sessionId);
  connection.tell("Target.closeTarget", { targetId });
}
