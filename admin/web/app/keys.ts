// Promises the one table of keys: listeners, the legend, the settings and the buttons' hints all read it, with what each person changed.
import { useSyncExternalStore } from "react";
import { t } from "../i18n/messages.ts";

export type KeyGroup = "list" | "decide" | "evidence" | "go";

interface Key {
  /** Names of `KeyboardEvent.key`; "g q" is g and then q. The first one can be remapped. */
  keys: readonly string[];
  shown: string;
  says: string;
  group: KeyGroup;
  /** Stays as it is: digits of a list, and the one combination with Ctrl. */
  fixed?: true;
  /** Acts while it is held down: its listener hears "down" and "up". */
  hold?: true;
  /** May run again and again while the key stays down. */
  repeats?: true;
}

const k = t.triage.keys;

export const keyTable = {
  down: { keys: ["j", "ArrowDown"], shown: "j", says: t.keys.down, group: "list", repeats: true },
  up: { keys: ["k", "ArrowUp"], shown: "k", says: t.keys.up, group: "list", repeats: true },
  open: { keys: ["o", "Enter"], shown: "o", says: t.keys.open, group: "list" },
  select: { keys: ["x"], shown: "x", says: k.select, group: "list" },
  range: { keys: ["X"], shown: "Shift+x", says: k.range, group: "list" },
  search: { keys: ["/"], shown: "/", says: t.keys.search, group: "list" },
  back: { keys: ["q"], shown: "q", says: t.keys.back, group: "list" },
  claim: { keys: ["c"], shown: "c", says: t.keys.claim, group: "decide" },
  confirm: { keys: ["y"], shown: "y", says: k.confirm, group: "decide" },
  dismiss: { keys: ["n"], shown: "n", says: k.dismiss, group: "decide" },
  reason: {
    keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    shown: "1–9",
    says: k.reason,
    group: "decide",
    fixed: true,
  },
  escalate: { keys: ["e"], shown: "e", says: k.escalate, group: "decide" },
  hold: { keys: ["h"], shown: "h", says: k.hold, group: "decide" },
  addToCase: { keys: ["d"], shown: "d", says: k.addToCase, group: "decide" },
  recapture: { keys: ["r"], shown: "r", says: k.recapture, group: "decide" },
  undo: { keys: ["u"], shown: "u", says: t.keys.undo, group: "decide" },
  tabs: { keys: ["t"], shown: "t", says: t.keys.tabs, group: "evidence" },
  compare: { keys: ["v"], shown: "v", says: k.compare, group: "evidence" },
  earlier: { keys: ["["], shown: "[", says: k.earlier, group: "evidence" },
  later: { keys: ["]"], shown: "]", says: k.later, group: "evidence" },
  zoomIn: { keys: ["+", "="], shown: "+", says: t.keys.zoomIn, group: "evidence", repeats: true },
  zoomOut: { keys: ["-"], shown: "−", says: t.keys.zoomOut, group: "evidence", repeats: true },
  fit: { keys: ["0"], shown: "0", says: t.keys.fit, group: "evidence" },
  unblur: { keys: ["b"], shown: "b", says: k.unblur, group: "evidence", hold: true },
  match: { keys: ["m"], shown: "m", says: t.keys.match, group: "evidence", repeats: true },
  goQueue: { keys: ["g q"], shown: "g q", says: t.keys.goQueue, group: "go" },
  goCases: { keys: ["g h"], shown: "g h", says: k.goCases, group: "go" },
  goDocuments: { keys: ["g v"], shown: "g v", says: t.documents.go, group: "go" },
  goWatchlist: { keys: ["g w"], shown: "g w", says: t.keys.goWatchlist, group: "go" },
  goDashboards: { keys: ["g d"], shown: "g d", says: k.goDashboards, group: "go" },
  goProgress: { keys: ["g t"], shown: "g t", says: t.keys.goProgress, group: "go" },
  palette: { keys: ["Ctrl+k"], shown: "Ctrl+K", says: k.palette, group: "go", fixed: true },
  legend: { keys: ["?"], shown: "?", says: t.keys.legend, group: "go" },
} as const satisfies Record<string, Key>;

export type KeyAct = keyof typeof keyTable;
export const keyActs = Object.keys(keyTable) as KeyAct[];
export const keyOf = (act: KeyAct): Key => keyTable[act];

type Remapped = Partial<Record<KeyAct, string>>;

let owner = "";
let remapped: Remapped = {};
let off = false;
let version = 0;
const listeners = new Set<() => void>();

const nameOfMap = () => `vonggac.keys.${owner}`;
const nameOfOff = () => `vonggac.keys-off.${owner}`;

function tell(): void {
  version++;
  for (const listener of listeners) listener();
}

function readMap(): Remapped {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOfMap()) ?? "{}") as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(kept).filter(([act, key]) => act in keyTable && typeof key === "string"),
    ) as Remapped;
  } catch {
    return {}; // a spoilt note of this browser costs the person's own keys, never the desk
  }
}

/** Whose keys these are: each person's on this machine. */
export function setKeyOwner(login: string): void {
  if (login === owner) return;
  owner = login;
  remapped = readMap();
  off = localStorage.getItem(nameOfOff()) === "1";
  tell();
}

/** WCAG 2.1.4: single-letter shortcuts can be switched off, or moved to other keys. */
export const keysAreOff = () => off;

export function setKeysOff(next: boolean): void {
  off = next;
  localStorage.setItem(nameOfOff(), next ? "1" : "0");
  tell();
}

/** The names that run this act for this person. */
export function keysOf(act: KeyAct): readonly string[] {
  const own = remapped[act];
  const { keys } = keyOf(act);
  return own === undefined ? keys : [own, ...keys.slice(1).filter((key) => key.length > 1)];
}

/** What a button prints. */
export function shownOf(act: KeyAct): string {
  const own = remapped[act];
  if (own === undefined) return keyOf(act).shown;
  return /^\p{Lu}$/u.test(own) ? `Shift+${own.toLowerCase()}` : own;
}

/** The act that already listens to this key, or null. A lone g is taken: it begins the keys that lead elsewhere. */
export function findConflict(act: KeyAct, key: string): KeyAct | null {
  if (key === "g") return "goQueue";
  return keyActs.find((other) => other !== act && keysOf(other).includes(key)) ?? null;
}

/** Moves an act to another key; gives the act that has it already, and then changes nothing. */
export function remapKey(act: KeyAct, key: string): KeyAct | null {
  const taken = findConflict(act, key);
  if (taken) return taken;
  remapped = { ...remapped, [act]: key };
  localStorage.setItem(nameOfMap(), JSON.stringify(remapped));
  tell();
  return null;
}

export function resetKeys(): void {
  remapped = {};
  localStorage.removeItem(nameOfMap());
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Draws again when the person's keys change. */
export function useKeyVersion(): number {
  return useSyncExternalStore(subscribe, () => version);
}

/** What to print for a hint that names an act by its default key. */
export function useHint(hint: string | undefined): string | undefined {
  useKeyVersion();
  if (hint === undefined) return undefined;
  const act = keyActs.find((name) => keyOf(name).shown === hint);
  return act ? shownOf(act) : hint;
}
