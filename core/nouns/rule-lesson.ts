// Promises what each reason of a decision says about the rules that fired, as data: right, wrong, or nothing at all, and why.

export type RuleLesson = "right" | "wrong" | "nothing";

/**
 * By the reason's name in the lists of admin/api/decisions.ts. A rule says "these signs are on the page": it was right where a person confirmed
 * them, wrong where he found that they mean something else. What says only where the site is, when it was seen or how well, says nothing of it.
 */
export const ruleLessons: Record<string, { says: RuleLesson; because: string }> = {
  evident: { says: "right", because: "the signs are on the page" },
  collects: { says: "right", because: "the signs are on the page and money or data is asked for" },
  "licence-contradicted": { says: "right", because: "what the rule read contradicts the register" },
  impersonates: { says: "right", because: "the signs are those of another's name" },
  repeated: { says: "right", because: "the same signs again" },
  "false-alarm": { says: "wrong", because: "the words mean something else" },
  "press-or-warning": { says: "wrong", because: "the page reports or warns; the rule took it for an offer" },
  licensed: { says: "wrong", because: "what the rule took for missing is there" },
  mended: { says: "nothing", because: "the signs were there when the rule fired and are gone now" },
  "out-of-scope": { says: "nothing", because: "the signs may be there; the office does not answer for the site" },
  "evidence-unclear": { says: "nothing", because: "nobody could tell from the capture" },
};

/** What a standing decision says of the rules; a reason that stands in no list (of an older list, say) counts by its verdict. */
export const ruleLessonOf = (verdict: "confirmed" | "dismissed", reason: string): RuleLesson =>
  ruleLessons[reason]?.says ?? (verdict === "confirmed" ? "right" : "wrong");
