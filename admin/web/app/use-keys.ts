// Promises that a key does one thing: nothing while typing or composing (Telex, VNI), nothing with Ctrl, Cmd or Alt, nothing under a dialog.
import { useEffect, useRef } from "react";
import { type KeyAct, keysAreOff, keyTable } from "./keys.ts";

export type KeyActs = Partial<Record<KeyAct, () => void>>;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Enter and arrows belong to a focused button, link or tab. */
const ownsKey = (target: EventTarget | null, key: string) =>
  (key === "Enter" && target instanceof HTMLElement && target.closest("button, a, summary") !== null) ||
  (key.startsWith("Arrow") &&
    target instanceof HTMLElement &&
    target.closest("[role=tab], [data-own-arrows]") !== null);

const chordMs = 1000;
let chordUntilMs = 0;
const names = new WeakMap<KeyboardEvent, string>();

/** The key, or "g q" where g stood just before; every listener of one event gets the same name. */
function nameOf(event: KeyboardEvent): string {
  const known = names.get(event);
  if (known !== undefined) return known;
  const name = event.timeStamp <= chordUntilMs ? `g ${event.key}` : event.key;
  chordUntilMs = name === "g" ? event.timeStamp + chordMs : 0;
  names.set(event, name);
  return name;
}

export function useKeys(acts: KeyActs): void {
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || ownsKey(event.target, event.key) || keysAreOff()) return;
      if (document.querySelector("dialog[open]")) return;
      const name = nameOf(event);
      for (const [act, run] of Object.entries(current.current)) {
        if (!(keyTable[act as KeyAct].keys as readonly string[]).includes(name)) continue;
        event.preventDefault();
        run();
        return;
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
