// Promises the ten seconds after a decision: what was decided stays in sight with its undo while the next finding is open.
import { useSyncExternalStore } from "react";
import type { DecideReply } from "../../api/decisions.ts";
import { callApi } from "./call-api.ts";
import { queryClient } from "./query-client.ts";

export interface LastDecision {
  findingId: string;
  host: string;
  verdict: "confirm" | "dismiss" | "reopen";
  undoUntil: number | null;
  undone: boolean;
}

let last: LastDecision | null = null;
const listeners = new Set<() => void>();

export function setLastDecision(next: LastDecision | null): void {
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

export async function refreshAfterDecision(findingId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["queue"] }),
    queryClient.invalidateQueries({ queryKey: ["dashboard"] }),
    queryClient.invalidateQueries({ queryKey: ["finding", findingId] }),
  ]);
}

/** Takes the last decision back where its ten seconds still run; gives the finding's id, or null. */
export async function undoLastDecision(): Promise<string | null> {
  const decision = last;
  if (!decision || decision.undone || !decision.undoUntil || decision.undoUntil < Date.now()) return null;
  await callApi<DecideReply>(`/findings/${decision.findingId}/undo`, { method: "POST" });
  setLastDecision({ ...decision, undone: true });
  await refreshAfterDecision(decision.findingId);
  return decision.findingId;
}
