// Promises the marks of a machine-made doorway page: words glued together, throw-away host names, numbered paths.
import { known } from "./fact.ts";
import { textAnchor } from "../text/fields.ts";
import { isGlued } from "../text/glued.ts";
import { foldText } from "../text/letters.ts";
import type { Gather } from "./page.ts";

const farmPath = /\/(?:\d{5,6}|news-\d{5,7}\.index\.html|viewspace-\d{5,7}\.html)$/;

/** Words that tie sentences together; a list of keywords has hardly any. Folded, so that unmarked text counts alike. */
const tying = new Set(
  "va cua la cac cho trong duoc voi co mot khong nhung nay khi tai nguoi da theo ve se den nhu thi ma o tren hay neu con do dang bi boi phai nen rat hon nhieu moi chung the and of the to in is for with a you are".split(
    " ",
  ),
);

function functionShare(text: string): number {
  const words = foldText(text.slice(0, 20_000)).match(/[a-z]+/g) ?? [];
  return words.length === 0 ? 0 : Math.round((words.filter((w) => tying.has(w)).length * 100) / words.length);
}

/** Letters and digits shuffled: five or more, digits inside or hardly a vowel. */
function looksRandom(label: string): boolean {
  if (label.length < 5 || label.includes("-")) return false;
  if (/^\d{5,}$/.test(label)) return true;
  const vowelCount = label.replace(/[^aeiouy]/g, "").length;
  return /^[a-z0-9]+$/.test(label) && (vowelCount / label.length < 0.2 || /[a-z]\d+[a-z]/.test(label));
}

export const doorwayFacts: Gather = ({ page }, site) => {
  const glued = [...page.text.matchAll(/[\p{Ll}\p{N}\p{M}]+/gu)].filter((m) => isGlued(m[0].normalize("NFC")));
  const words = page.text.split(/\s+/).length;
  const sub = site.host.slice(0, Math.max(0, site.host.length - site.domain.length - 1));
  const url = page.finalUrl;
  const path = farmPath.exec(url);
  return [
    ["text.functionShare", known(functionShare(page.text))],
    ["text.sentences", known([...page.text.matchAll(/[\p{L}\d)”"][.!?…](?=\s|$)/gu)].length)],
    [
      "doorway.gluedWords",
      known(
        glued.length,
        glued.slice(0, 8).map((m) => textAnchor("text", page.text, m.index, m.index + m[0].length)),
      ),
    ],
    ["doorway.gluedShare", known(Math.round((glued.length * 1000) / Math.max(words, 1)))],
    ["doorway.randomHost", known(sub !== "" && looksRandom(sub.split(".")[0]!), [site.anchor])],
    ["doorway.farmPath", known(path !== null, path ? [textAnchor("url", url, path.index, url.length)] : [site.anchor])],
  ];
};
