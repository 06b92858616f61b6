// Promises that every page, frame in its own process and worker is watched before its first request leaves, and watched once.
import type { CdpConnection, CdpEvent, CdpPayload } from "../browser/cdp-connection.ts";
import { NamedList } from "./named-list.ts";

export interface TargetWatch {
  /** Sessions being watched: session id → target type. */
  sessions: Map<string, string>;
  /** Windows that the page tried to open; they were closed before they loaded anything. */
  popups: NamedList;
}

const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
const watchedTypes = new Set(["page", "iframe", "worker", "shared_worker", "service_worker"]);
/** Bodies that only the renderer knows (made by a service worker) are asked for there, so it has to hold them for a moment. */
const buffers = { maxTotalBufferSize: 20_000_000, maxResourceBufferSize: 5_000_000, maxPostDataSize: 1_000_000 };

/**
 * Commands go out without waiting for answers, before the target may run: awaiting one here locks
 * pages with service workers for good, because their answer waits for the target that waits for us.
 */
function watchTarget(connection: CdpConnection, sessionId: string, type: string, identity: CdpPayload): void {
  if (watchedTypes.has(type)) {
    connection.tell("Network.enable", buffers, sessionId);
    connection.tell("Network.setUserAgentOverride", identity, sessionId);
    connection.tell("Fetch.enable", { patterns: [{ urlPattern: "http*", requestStage: "Response" }] }, sessionId);
    connection.tell("Security.setIgnoreCertificateErrors", { ignore: true }, sessionId);
  }
  connection.tell("Target.setAutoAttach", autoAttach, sessionId);
  connection.tell("Runtime.runIfWaitingForDebugger", {}, sessionId);
}

/** A target may be told to us by its page and by the browser: each of its requests would then count twice. One session watches; the others stand by. */
class TargetSessions {
  #targets = new Map<string, { type: string; sessionIds: string[] }>();

  /** True when this is the target's first session. */
  add(targetId: string, type: string, sessionId: string): boolean {
    const known = this.#targets.get(targetId);
    if (known) known.sessionIds.push(sessionId);
    else this.#targets.set(targetId, { type, sessionIds: [sessionId] });
    return known === undefined;
  }

  /** Forgets a session; where the watching one went and another stands by, that one is given back. */
  remove(sessionId: string): { type: string; sessionId: string } | null {
    for (const [targetId, { type, sessionIds }] of this.#targets) {
      const at = sessionIds.indexOf(sessionId);
      if (at === -1) continue;
      sessionIds.splice(at, 1);
      if (sessionIds.length === 0) this.#targets.delete(targetId);
      return at === 0 && sessionIds[0] !== undefined ? { type, sessionId: sessionIds[0] } : null;
    }
    return null;
  }
}

/**
 * Watches the whole browser. `ownTargetId()` is the page under capture; every other page is a popup: it is
 * noted and closed while it still waits. `identity` is what each target says of itself to servers.
 */
export async function watchTargets(
  connection: CdpConnection,
  ownTargetId: () => string,
  identity: CdpPayload,
): Promise<TargetWatch> {
  const watch: TargetWatch = { sessions: new Map(), popups: new NamedList() };
  const targets = new TargetSessions();
  const begin = (sessionId: string, type: string) => {
    watch.sessions.set(sessionId, type);
    watchTarget(connection, sessionId, type, identity);
  };
  connection.on((event: CdpEvent) => {
    if (event.method === "Target.detachedFromTarget") {
      const gone = String(event.params.sessionId);
      watch.sessions.delete(gone);
      connection.endSession(gone);
      const next = targets.remove(gone);
      if (next) begin(next.sessionId, next.type);
    }
    if (event.method === "Page.windowOpen")
      watch.popups.push({ what: `cửa sổ bật lên ${String(event.params.url)}`, why: "đã đóng, không mở" });
    if (event.method !== "Target.attachedToTarget") return;
    const info = event.params.targetInfo as CdpPayload;
    const sessionId = String(event.params.sessionId);
    if (info.type === "page" && info.targetId !== ownTargetId() && ownTargetId() !== "") {
      closePopup(connection, sessionId, String(info.targetId));
      return;
    }
    if (targets.add(String(info.targetId), String(info.type), sessionId)) begin(sessionId, String(info.type));
    else connection.tell("Runtime.runIfWaitingForDebugger", {}, sessionId);
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
