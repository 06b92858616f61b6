// Promises one language per page load: Vietnamese, or English where the person chose it.
import type { Messages } from "./vi.ts";

const key = "vonggac.lang";

export type Lang = "vi" | "en";
export const lang: Lang = localStorage.getItem(key) === "en" ? "en" : "vi";
/** Only the chosen language is loaded: every other module waits for it here. */
export const t: Messages = lang === "en" ? (await import("./en.ts")).en : (await import("./vi.ts")).vi;

/** Keeps the choice and loads the page again, so that no screen mixes two languages. */
export function chooseLang(next: Lang): void {
  localStorage.setItem(key, next);
  location.reload();
}
