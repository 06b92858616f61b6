// Promises how the words of a page are written: in which language, and which terms are hidden from a filter and how.
import { textAnchor } from "../text/fields.ts";
import { readTextLanguage } from "../text/language.ts";
import type { Disguise } from "../text/letters.ts";
import { known, missing } from "./fact.ts";
import type { Gather } from "./page.ts";

const hiddenBanks = /^(?:gambling|fundraising|personal-data)/;

const nameOf: Record<Disguise, string> = {
  "zero-width": "ký tự ẩn",
  "styled-letters": "chữ kiểu lạ",
  "mixed-scripts": "chữ cái của hệ chữ khác",
  "digits-for-letters": "chữ số, ký hiệu thay chữ cái",
  stretched: "chữ kéo dài",
  "stacked-marks": "dấu chồng lên chữ",
  "picture-letters": "hình thay chữ cái",
  "parted-letters": "chữ tách rời",
  "masked-letters": "chữ bị che bằng dấu sao",
};

export const wordingFacts: Gather = ({ page, fields }) => {
  const hits = [...fields.hits("title"), ...fields.hits("text")].filter(
    (hit) => hit.tier === "squash" && hiddenBanks.test(hit.bank),
  );
  const kinds = [...new Set(hits.flatMap((hit) => hit.disguises ?? []))];
  // Several banks may hold one term: a place is shown once.
  const anchors = [...new Map(hits.map((hit) => [JSON.stringify(hit.anchor), hit.anchor])).values()];
  const language = readTextLanguage(fields.words("text").tokens);
  const start = page.text.search(/\S/u);
  const sample =
    page.text === "" ? [] : [textAnchor("text", page.text, start, Math.min(page.text.length, start + 160))];
  return [
    ["text.disguisedTerms", known(new Set(hits.map((hit) => hit.term)).size, anchors)],
    ["text.disguises", known(anchors.length, anchors)],
    ["text.disguiseKinds", known(kinds.map((kind) => nameOf[kind]).join(", "), anchors)],
    ["text.language", language === "unknown" ? missing("trang có quá ít chữ") : known(language, sample)],
  ];
};
