// Promises that this browser holds the finding on its screen and those fetched ahead, keeps them while it is looked at, and lets go of each it leaves.
import { useSyncExternalStore } from "react";
import type { ClaimReply } from "../../../api/finding.ts";
import type { ClaimView } from "../../../api/findings.ts";
import { callApi } from "../../app/call-api.ts";

const extendMs = 2 * 60_000;

/** What the server said of each claim; another person's claim stands here too. */
const claims = new Map<string, ClaimView>();
const underWay = new Map<string, Promise<ClaimView | null>>();
let wanted: readonly string[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

const pathOf = (id: string) => `/findings/${id}/claim`;

async function ask(id: string, background: boolean): Promise<ClaimView | null> {
  try {
    const { claim } = await callApi<ClaimReply>(pathOf(id), { method: "PUT", background });
    claims.set(id, claim);
    if (!wanted.includes(id)) letGo(id);
    tell();
    return claim;
  } catch {
    return null; // the bar shows the claim as it was; a decision asks the server again
  }
}

function letGo(id: string): void {
  const mine = claims.get(id)?.mine ?? false;
  claims.delete(id);
  if (mine) void callApi(pathOf(id), { method: "DELETE", background: true }).catch(() => undefined);
}

/** Takes the claim, keeps it where it is held already, or joins the question that is under way. Null where the server did not answer. */
export function takeClaim(id: string): Promise<ClaimView | null> {
  if (!wanted.includes(id)) wanted = [...wanted, id];
  const own = claims.get(id);
  if (own?.mine) return Promise.resolve(own);
  const joined = underWay.get(id);
  if (joined) return joined;
  const answer = ask(id, false).finally(() => underWay.delete(id));
  underWay.set(id, answer);
  return answer;
}

/** From now on exactly these are held: the first is the one on the screen. */
export function wantClaims(ids: readonly string[]): void {
  const left = wanted.filter((id) => !ids.includes(id));
  wanted = ids;
  left.forEach(letGo);
  for (const id of ids) void takeClaim(id);
  if (left.length > 0) tell();
}

/** The person lets go of what stays on his screen. */
export function releaseClaim(id: string): void {
  wanted = wanted.filter((other) => other !== id);
  letGo(id);
  tell();
}

/** A decision has ended the claim by itself. */
export function forgetClaim(id: string): void {
  wanted = wanted.filter((other) => other !== id);
  claims.delete(id);
}

/** An act at the server has changed who holds it. */
export function setClaim(id: string, claim: ClaimView | null): void {
  if (claim) claims.set(id, claim);
  else claims.delete(id);
  tell();
}

export const claimOf = (id: string): ClaimView | undefined => claims.get(id);

export function useClaimOf(id: string): ClaimView | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => claims.get(id),
  );
}

/** Runs while triage is on the screen; the returned act ends it and lets go of everything. */
export function keepClaims(): () => void {
  const timer = setInterval(() => {
    if (document.hasFocus()) for (const id of wanted) if (claims.get(id)?.mine) void ask(id, true);
  }, extendMs);
  const leave = () => wantClaims([]);
  window.addEventListener("pagehide", leave);
  return () => {
    clearInterval(timer);
    window.removeEventListener("pagehide", leave);
    leave();
  };
}
