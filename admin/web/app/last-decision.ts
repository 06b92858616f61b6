// Promises that a decision leaves the screen at once and is told in one line: being recorded, recorded with its ten seconds of undo, or failed.
import { useSyncExternalStore } from "react";
import type { InfiniteData } from "@tanstack/react-query";
import type { DecideReply } from "../../api/decisions.ts";
import type { FindingView } from "../../api/finding.ts";
import type { QueuePage } from "../../api/findings.ts";
import { callApi } from "./call-api.ts";
import { type Filter, findingQuery } from "./queries.ts";
import { queryClient } from "./query-client.ts";

export interface LastDecision {
  findingId: string;
  host: string;
  verdict: "confirm" | "dismiss" | "reopen";
  state: "saving" | "saved" | "failed" | "undone";
  /** By this machine's clock; null while it is being recorded, and for a reopening. */
  undoUntil: number | null;
  error: unknown;
}

export interface DecideWords {
  verdict: LastDecision["verdict"];
  reason: string;
  note: string;
}

let last: LastDecision | null = null;
let saving: Promise<boolean> = Promise.resolve(true);
const listeners = new Set<() => void>();

function tell(next: LastDecision | null): void {
  last = next;
  for (const listener of listeners) listener();
}

export function useLastDecision(): LastDecision | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => last,
  );
}

/** When this page decided which finding; a list that was on its way meanwhile still names it as waiting. */
const decidedAt = new Map<string, number>();
const staleMs = 30_000;

/** Whether this finding was decided here a moment ago and not taken back. */
export const wasJustDecided = (id: string): boolean => Date.now() - (decidedAt.get(id) ?? 0) < staleMs;

/** Rows that no longer wait leave the list before the server is asked again. */
export function dropFromQueue(ids: readonly string[]): void {
  const gone = new Set(ids);
  for (const [key, data] of queryClient.getQueriesData<InfiniteData<QueuePage>>({ queryKey: ["queue"] })) {
    if (!data || (key[1] as Filter | undefined)?.status !== "new") continue;
    const pages = data.pages.map((page) => {
      const items = page.items.filter((row) => !gone.has(row.id));
      return { ...page, items, total: page.total - (page.items.length - items.length) };
    });
    queryClient.setQueryData(key, { ...data, pages });
  }
}

const settleMs = 1500;
let settling: ReturnType<typeof setTimeout> | undefined;

/** Asks for lists and counts again, once for a run of quick decisions. */
function refreshSoon(): void {
  clearTimeout(settling);
  settling = setTimeout(() => void refreshLists(), settleMs);
}

export async function refreshLists(): Promise<void> {
  await Promise.all(
    ["queue", "dashboard", "facets"].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
  );
}

async function save(finding: FindingView, words: DecideWords): Promise<boolean> {
  const { id, host } = finding;
  const own = { findingId: id, host, verdict: words.verdict, undoUntil: null, error: null };
  tell({ ...own, state: "saving" });
  try {
    const { decision, undoUntil } = await callApi<DecideReply>(`/findings/${id}/decisions`, {
      method: "POST",
      body: { ...words, captureId: finding.seal.captureId },
    });
    const undoMs = undoUntil ? Date.parse(undoUntil) - Date.parse(decision.at) : null;
    if (last?.findingId === id) tell({ ...own, state: "saved", undoUntil: undoMs && Date.now() + undoMs });
    await queryClient.invalidateQueries({ queryKey: findingQuery(id).queryKey });
    refreshSoon();
    return true;
  } catch (error) {
    decidedAt.delete(id);
    tell({ ...own, state: "failed", error });
    await refreshLists();
    return false;
  }
}

/** Records a decision; the finding leaves the list at once. Never throws: the line tells what came of it. */
export function recordDecision(finding: FindingView, words: DecideWords): Promise<boolean> {
  if (words.verdict === "reopen") decidedAt.delete(finding.id);
  else {
    decidedAt.set(finding.id, Date.now());
    dropFromQueue([finding.id]);
  }
  saving = save(finding, words);
  return saving;
}

/** Takes the last decision back where its ten seconds still run; gives the finding's id, or null. */
export async function undoLastDecision(): Promise<string | null> {
  await saving;
  const decision = last;
  if (decision?.state !== "saved" || !decision.undoUntil || decision.undoUntil < Date.now()) return null;
  const { findingId } = decision;
  try {
    await callApi<DecideReply>(`/findings/${findingId}/undo`, { method: "POST" });
  } catch (error) {
    tell({ ...decision, state: "failed", error });
    return null;
  }
  decidedAt.delete(findingId);
  tell({ ...decision, state: "undone" });
  await Promise.all([refreshLists(), queryClient.invalidateQueries({ queryKey: findingQuery(findingId).queryKey })]);
  return findingId;
}
