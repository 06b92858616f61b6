// Promises to say whether the document is only a shell that scripts fill or leave: then a browser should look.
import { attributeOf } from "./parse-html.ts";
import type { DocumentReading } from "./read-document.ts";

const rootNames = new Set([
  "app",
  "root",
  "__next",
  "__nuxt",
  "___gatsby",
  "main-app",
  "react-root",
  "q-app",
  "app-root",
  "svelte",
  "vue-app",
]);
const scriptAsked =
  /(?:enable|turn on|requires?|need) java ?script|java ?script (?:is (?:disabled|required)|to run)|b[aậ]t java ?script|h[oỗ] tr[oợ] java ?script/i;
const scriptMoves =
  /(?:window|document|self|top)\.location(?:\.href)?\s{0,3}=[^=]|location\.(?:replace|assign)\s{0,3}\(|(?:^|[;{\s])location(?:\.href)?\s{0,3}=\s{0,3}["']/;

/** Looks at how little text there is beside scripts, app roots, refreshes and redirects by script. */
export function needsBrowser(reading: DocumentReading): boolean {
  const size = reading.text.length;
  if (size > 2000) return false;
  let scripts = 0;
  let hasRoot = false;
  let moves = false;
  let asked = false;
  for (const box of reading.boxes) {
    if (box.tag === "script") {
      const type = (attributeOf(box.element, "type") ?? "").toLowerCase();
      if (type === "" || type === "module" || type.includes("javascript")) scripts++;
      const first = box.element.childNodes[0];
      if (first && "value" in first && first.value.length < 20_000 && scriptMoves.test(first.value)) moves = true;
    } else if (box.tag === "meta" && (attributeOf(box.element, "http-equiv") ?? "").toLowerCase() === "refresh") {
      moves = moves || /url\s{0,3}=/i.test((attributeOf(box.element, "content") ?? "").slice(0, 2000));
    } else if (box.tag === "app-root" || rootNames.has(attributeOf(box.element, "id") ?? "")) {
      hasRoot = hasRoot || box.textEnd - box.textStart < 200;
    }
  }
  for (const { reason, text } of reading.hiddenText)
    asked = asked || (reason === "noscript" && scriptAsked.test(text.slice(0, 2000)));
  if (moves && size < 500) return true;
  if (scripts === 0) return false;
  return (size < 600 && (hasRoot || asked)) || size < 150;
}
