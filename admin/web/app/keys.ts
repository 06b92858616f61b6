// Promises the one table of keys: listeners, the legend and the buttons' hints all read it.
import { t } from "../i18n/messages.ts";

export const keyTable = {
  down: { keys: ["j", "ArrowDown"], shown: "j", says: t.keys.down },
  up: { keys: ["k", "ArrowUp"], shown: "k", says: t.keys.up },
  open: { keys: ["o", "Enter"], shown: "o", says: t.keys.open },
  confirm: { keys: ["y"], shown: "y", says: t.keys.confirm },
  dismiss: { keys: ["n"], shown: "n", says: t.keys.dismiss },
  undo: { keys: ["u"], shown: "u", says: t.keys.undo },
  claim: { keys: ["c"], shown: "c", says: t.keys.claim },
  search: { keys: ["/"], shown: "/", says: t.keys.search },
  zoomIn: { keys: ["+", "="], shown: "+", says: t.keys.zoomIn },
  zoomOut: { keys: ["-"], shown: "−", says: t.keys.zoomOut },
  fit: { keys: ["0"], shown: "0", says: t.keys.fit },
  match: { keys: ["m"], shown: "m", says: t.keys.match },
  tabs: { keys: ["t"], shown: "t", says: t.keys.tabs },
  back: { keys: ["q"], shown: "q", says: t.keys.back },
  goQueue: { keys: ["g q"], shown: "g q", says: t.keys.goQueue },
  goWatchlist: { keys: ["g w"], shown: "g w", says: t.keys.goWatchlist },
  goProgress: { keys: ["g t"], shown: "g t", says: t.keys.goProgress },
  legend: { keys: ["?"], shown: "?", says: t.keys.legend },
} as const;

export type KeyAct = keyof typeof keyTable;

const offKey = "vonggac.keys-off";
/** WCAG 2.1.4: single-letter shortcuts can be switched off. */
export const keysAreOff = () => localStorage.getItem(offKey) === "1";
export const setKeysOff = (off: boolean) => localStorage.setItem(offKey, off ? "1" : "0");
