// Promises each person's own way of looking at hard pictures, kept on this machine: without colour where he wants, with a reminder to pause.
import { useSyncExternalStore } from "react";

export interface Wellness {
  /** Captured pictures have no colour. */
  grey: boolean;
  /** Minutes without a pause after which the desk reminds; 0 never. */
  breakMinutes: number;
}

export const breakChoices = [0, 30, 50, 90] as const;
const standard: Wellness = { grey: false, breakMinutes: 50 };

let owner = "";
let chosen = standard;
const listeners = new Set<() => void>();
const keyName = () => `vonggac.wellness.${owner}`;

function readKept(): Wellness {
  try {
    const kept = JSON.parse(localStorage.getItem(keyName()) ?? "{}") as Partial<Record<keyof Wellness, unknown>>;
    return {
      grey: kept.grey === true,
      breakMinutes: breakChoices.find((minutes) => minutes === kept.breakMinutes) ?? standard.breakMinutes,
    };
  } catch {
    return standard; // a spoilt note of this browser: the careful way is the standard one
  }
}

/** The style sheet reads it from the document (ui/base.css). */
function tell(): void {
  document.documentElement.toggleAttribute("data-grey", chosen.grey);
  for (const listener of listeners) listener();
}

export function setWellnessOwner(login: string): void {
  if (login === owner) return;
  owner = login;
  chosen = readKept();
  tell();
}

export function chooseWellness(change: Partial<Wellness>): void {
  chosen = { ...chosen, ...change };
  localStorage.setItem(keyName(), JSON.stringify(chosen));
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useWellness = (): Wellness => useSyncExternalStore(subscribe, () => chosen);
