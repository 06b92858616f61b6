// Promises that a key does one thing: nothing while typing or composing (Telex, VNI), nothing with Ctrl, Cmd or Alt but Ctrl+K, nothing under the top layer.
import { useEffect, useRef } from "react";
import { type KeyAct, keyOf, keysAreOff, keysOf } from "./keys.ts";

export interface Press {
  /** The key's name, "g q" for a pair. */
  key: string;
  /** "up" only for keys that act while they are held. */
  phase: "down" | "up";
  /** When it was pressed, in ms on the clock of performance.now(). */
  atMs: number;
}

export type KeyActs = Partial<Record<KeyAct, (press: Press) => void>>;

const untyped = /^(checkbox|radio|button|submit|reset|range|color|file)$/;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target instanceof HTMLInputElement && !untyped.test(target.type)));

/** Enter and arrows belong to a focused button, link, radio or tab. */
const ownsKey = (target: EventTarget | null, key: string) =>
  target instanceof HTMLElement &&
  ((key === "Enter" && target.closest("button, a, summary, form") !== null) ||
    (key.startsWith("Arrow") && target.closest("[role=tab], [data-own-arrows], input") !== null));

const chordMs = 1000;
let chordUntilMs = 0;
const names = new WeakMap<KeyboardEvent, string>();

/** Letters by the Shift key alone, so that a forgotten Caps Lock turns no key into another. */
function letterOf(event: KeyboardEvent): string {
  if (!/^\p{L}$/u.test(event.key)) return event.key;
  return event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase();
}

/** The key, or "g q" where g stood just before; every listener of one event gets the same name. */
function nameOf(event: KeyboardEvent): string {
  const known = names.get(event);
  if (known !== undefined) return known;
  const letter = letterOf(event);
  const name = event.timeStamp <= chordUntilMs ? `g ${letter}` : letter;
  chordUntilMs = name === "g" ? event.timeStamp + chordMs : 0;
  names.set(event, name);
  return name;
}

const modifiers = new Set(["Shift", "Control", "Alt", "Meta", "CapsLock", "AltGraph"]);

/** The name that this event has for the desk, or null where it is not the desk's business. */
function readName(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.isComposing || event.key === "Process" || modifiers.has(event.key)) return null;
  if (document.querySelector("dialog[open]")) return null;
  const isPalette = event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && event.key === "k";
  if (isPalette) return "Ctrl+k";
  if (event.ctrlKey || event.metaKey || event.altKey || keysAreOff()) return null;
  if (isTyping(event.target) || ownsKey(event.target, event.key)) return null;
  return nameOf(event);
}

/** Who listens now, the newest last. */
const screens: { current: KeyActs }[] = [];

/** Does what the key would do now, for whoever asks by name; nothing where no screen listens to it. */
export function pressAct(act: KeyAct): void {
  const screen = screens.findLast(({ current }) => current[act]);
  screen?.current[act]?.({ key: keyOf(act).keys[0]!, phase: "down", atMs: performance.now() });
}

/** Whether a screen listens to this act now. */
export const isHeard = (act: KeyAct): boolean => screens.some(({ current }) => current[act]);

/** Layers that lie above the screen, the top one last. */
const layers: object[] = [];

/**
 * Listens while the component is on the screen. With `layer` it lies above what is there: until it leaves, the keys are its alone.
 */
export function useKeys(acts: KeyActs, { layer = false }: { layer?: boolean } = {}): void {
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  useEffect(() => {
    const own = {};
    if (layer) layers.push(own);
    screens.push(current);
    const held = new Map<string, KeyAct>();
    const mine = () => (layer ? layers.at(-1) === own : layers.length === 0);
    const listen = (event: KeyboardEvent) => {
      const name = readName(event);
      if (name === null || !mine()) return;
      for (const act of Object.keys(current.current) as KeyAct[]) {
        if (!keysOf(act).includes(name)) continue;
        event.preventDefault();
        const { hold, repeats } = keyOf(act);
        if (event.repeat && !repeats) return;
        if (hold) held.set(event.key.toLowerCase(), act);
        current.current[act]?.({ key: name, phase: "down", atMs: event.timeStamp });
        return;
      }
    };
    const letGo = (key: string) => {
      const act = held.get(key);
      if (!act) return;
      held.delete(key);
      current.current[act]?.({ key, phase: "up", atMs: performance.now() });
    };
    const up = (event: KeyboardEvent) => letGo(event.key.toLowerCase());
    const away = () => [...held.keys()].forEach(letGo);
    window.addEventListener("keydown", listen);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", away);
    return () => {
      away();
      screens.splice(screens.indexOf(current), 1);
      if (layer) layers.splice(layers.indexOf(own), 1);
      window.removeEventListener("keydown", listen);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", away);
    };
  }, [layer]);
}
