// Promises the templates that the program ships: one a kind, read from files, version 0 of each office.
import { readFileSync } from "node:fs";
import type { DocumentKind } from "#core/nouns/document.ts";

/** The text of `templates/<kind>.txt`. */
export function defaultTemplate(kind: DocumentKind): string {
  return readFileSync(new URL(`templates/${kind}.txt`, import.meta.url), "utf8");
}
