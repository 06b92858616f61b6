// Promises how a capture ended, in one word and one sentence: only what shows the site itself may be sealed.
import type { CaptureStatus } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Visit } from "./visit.ts";

export interface Ending {
  status: CaptureStatus;
  reason: string;
}

const conditionStatus: Partial<Record<Page["condition"], CaptureStatus>> = {
  challenge: "challenge",
  "login-wall": "login-wall",
  parked: "parked",
  "soft-404": "soft-404",
  error: "error",
};

/** Exchanges of the page's own documents in order: redirects, script navigations, and the one that stands at the end. */
export function listMainDocuments(visit: Visit, exchanges: readonly Exchange[]): Exchange[] {
  const ids = new Set(visit.ledger.documentsOf(visit.mainFrameId).map((draft) => draft.id));
  return exchanges.filter((exchange) => ids.has(exchange.id));
}

/** The document that the page shows in the end; null when no request left the browser. */
export const findMain = (visit: Visit, exchanges: readonly Exchange[]): Exchange | null =>
  listMainDocuments(visit, exchanges).at(-1) ?? null;

/** Reasons that stand before anything was drawn; null when a document arrived. */
function endedBefore(visit: Visit, exchanges: readonly Exchange[], main: Exchange | null): Ending | null {
  if (main?.outcome === "blocked") return { status: "refused", reason: main.outcomeReason };
  if (main?.outcome === "failed") return { status: "unreachable", reason: main.outcomeReason };
  // Behind an upstream proxy a dead name comes as the proxy's own 502 or 504, as the HTTP client reads it too.
  if (visit.config.VONGGAC_PROXY !== undefined && (main?.status === 502 || main?.status === 504))
    return { status: "unreachable", reason: `proxy trả lời ${main.status}: không tới được máy chủ` };
  if (main === null && exchanges.some((exchange) => exchange.outcome === "recorded"))
    return { status: "error", reason: "địa chỉ trả về một tệp, không phải trang" };
  if (main === null)
    return { status: "unreachable", reason: visit.navigationError || "không có yêu cầu nào rời trình duyệt" };
  if (visit.rendererCrashed) return { status: "error", reason: "trang làm sập tiến trình hiển thị" };
  if (visit.navigationError !== "") return { status: "error", reason: `trang không mở được: ${visit.navigationError}` };
  return null;
}

/** The site's own word that nothing stands there; a challenge, a wall or a refusal is none. */
const saysNothing = (page: Page): boolean =>
  page.condition === "soft-404" ||
  page.condition === "parked" ||
  (page.condition === "error" && (page.status === 404 || page.status === 410));

/**
 * Weighs exchanges, steps and the page's condition. `page` is what crawler/page made of the final DOM, null when
 * there is none.
 */
export function decideStatus(visit: Visit, exchanges: readonly Exchange[], page: Page | null): Ending {
  const before = endedBefore(visit, exchanges, findMain(visit, exchanges));
  if (before) return before;
  const condition = page && conditionStatus[page.condition];
  const isWanted = visit.request.keepsMissing === true && page !== null && saysNothing(page);
  if (condition && !isWanted) return { status: condition, reason: page.conditionReason };
  const { findings } = visit;
  const hasPicture = visit.request.extent === "first-view" ? findings.viewportFile !== null : findings.tiles.length > 0;
  if (!hasPicture || findings.domFile === null) {
    return { status: "error", reason: "không chụp được ảnh hoặc không đọc được tài liệu" };
  }
  const failedSteps = visit.steps.filter((step) => !step.ok).map((step) => step.step);
  if (failedSteps.length > 0) return { status: "partial", reason: `các bước không xong: ${failedSteps.join(", ")}` };
  if (visit.notCaptured.count > 0)
    return { status: "partial", reason: `${visit.notCaptured.count} phần không ghi lại được` };
  return { status: "captured", reason: isWanted ? page.conditionReason : "" };
}
