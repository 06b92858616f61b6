// Promises one language per page load: Vietnamese, or English where the person chose it.
import { en } from "./en.ts";
import { type Messages, vi } from "./vi.ts";

const key = "vonggac.lang";

export type Lang = "vi" | "en";
export const lang: Lang = localStorage.getItem(key) === "en" ? "en" : "vi";
export const t: Messages = lang === "en" ? en : vi;

/** Keeps the choice and loads the page again, so that no screen mixes two languages. */
export function chooseLang(next: Lang): void {
  localStorage.setItem(key, next);
  location.reload();
}
