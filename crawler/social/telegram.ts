import type { Page } from "#core/nouns/page.ts";
import type { DocumentReading } from "#crawler/page/read-document.ts";
export function readPosts(_r: DocumentReading, _u: string): Page["posts"] {
  return [];
}
