// Promises the cues by which a text asks to be checked before others: never whether it is true.
import type { FieldHit } from "../text/fields.ts";
import { addTerms, type Explanation, type Term } from "./explain.ts";
import type { CueModel } from "./format.ts";
import type { Place } from "./page-words.ts";

export interface CueInput {
  title: string;
  text: string;
  /** Hits of the banks of rumours and appeals to pass a message on. */
  rumours: FieldHit[];
}

export interface Cue {
  name: string;
  /** 0 to 1. */
  value: number;
  at: Place[];
}

const readChars = 20_000;
const placesKept = 4;

interface Pattern {
  name: string;
  pattern: RegExp;
  /** Hits for each 1,000 characters (in a title: hits) at which the cue is full. */
  fullAt: number;
  field: "title" | "text";
}

/** Fixed patterns without nested repetition: linear. Those of sourcing speak against a need to check. */
const patterns: Pattern[] = [
  { name: "exclamation", pattern: /!+/g, fullAt: 2, field: "text" },
  { name: "title-exclamation", pattern: /[!?…]/g, fullAt: 1, field: "title" },
  { name: "title-shout", pattern: /(?<!\p{L})\p{Lu}{3,}(?!\p{L})/gu, fullAt: 4, field: "title" },
  {
    name: "sensation",
    pattern:
      /(?<!\p{L})(?:sốc|gây sốc|kinh hoàng|bàng hoàng|rúng động|rùng mình|chấn động|sự thật|bí mật|không ngờ|khủng khiếp|ghê rợn|lộ tẩy)(?!\p{L})/giu,
    fullAt: 1,
    field: "text",
  },
  {
    name: "title-sensation",
    pattern:
      /(?<!\p{L})(?:sốc|nóng|kinh hoàng|bàng hoàng|rúng động|rùng mình|chấn động|sự thật|bí mật|không ngờ|khủng khiếp|lộ)(?!\p{L})/giu,
    fullAt: 1,
    field: "title",
  },
  {
    name: "vague-source",
    pattern:
      /(?<!\p{L})(?:nhiều người cho rằng|cư dân mạng|dân mạng|cộng đồng mạng|mạng xã hội|một người quen|nguồn tin riêng|được cho là|nghe đâu|có tin)(?!\p{L})/giu,
    fullAt: 1,
    field: "text",
  },
  {
    name: "named-source",
    pattern:
      /(?<!\p{L})(?:cho biết|cho hay|khẳng định|phát biểu|trả lời|thông báo|theo ông|theo bà|phóng viên)(?!\p{L})/giu,
    fullAt: 2,
    field: "text",
  },
  { name: "quotation", pattern: /[“"«][^”"»\n]{12,400}[”"»]/g, fullAt: 1, field: "text" },
  { name: "dated", pattern: /(?<!\d)\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?(?!\d)/g, fullAt: 2, field: "text" },
  {
    name: "figures",
    pattern: /\d[\d.,]*(?:\s?%|\s(?:tỷ|triệu|nghìn|người|đồng|USD|km|tấn))/giu,
    fullAt: 2,
    field: "text",
  },
];

export const cueNames: string[] = ["rumour", ...patterns.map((p) => p.name)];

/** Reads every cue of the first 20,000 characters. */
export function readCues({ title, text, rumours }: CueInput): Cue[] {
  const heard = rumours.filter(
    (h) => h.anchor.kind === "text" && (h.anchor.field === "text" || h.anchor.field === "title"),
  );
  const cues: Cue[] = [
    {
      name: "rumour",
      value: Math.min(1, new Set(heard.map((h) => h.term)).size / 3),
      at: heard.slice(0, placesKept).map((h) => ({
        field: h.anchor.kind === "text" && h.anchor.field === "title" ? "title" : "text",
        start: h.start,
        end: h.end,
      })),
    },
  ];
  for (const { name, pattern, fullAt, field } of patterns) {
    const read = (field === "title" ? title : text).slice(0, readChars);
    const at: Place[] = [];
    let hits = 0;
    for (const match of read.matchAll(pattern)) {
      hits += 1;
      if (at.length < placesKept) at.push({ field, start: match.index, end: match.index + match[0].length });
    }
    const thousands = field === "title" ? 1 : Math.max(read.length / 1000, 1);
    cues.push({ name, value: Math.min(1, hits / thousands / fullAt), at });
  }
  return cues;
}

/** Weighs the cues of a text. */
export function explainCues(model: CueModel, cues: Cue[]): Explanation<Place[]> {
  const terms: Term<Place[]>[] = cues
    .map((cue) => ({ name: cue.name, value: (model.cues[cue.name] ?? 0) * model.step * cue.value, at: cue.at }))
    .filter((term) => term.value !== 0);
  return addTerms(model.bias * model.step, terms);
}
