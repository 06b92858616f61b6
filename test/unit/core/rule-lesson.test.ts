// Promises that every reason that a person may give says one thing about the rules, with why.
import { expect, test } from "vitest";
import { ConfirmReason, DismissReason } from "#admin/api/decisions.ts";
import { ruleLessonOf, ruleLessons } from "#core/nouns/rule-lesson.ts";

test("every reason of the closed lists stands in the table once, with why", () => {
  const reasons = [...ConfirmReason.options, ...DismissReason.options];
  expect(Object.keys(ruleLessons).toSorted()).toEqual(reasons.toSorted());
  for (const { because } of Object.values(ruleLessons)) expect(because).not.toBe("");
});

test("no reason to confirm says that a rule was wrong, and no reason to dismiss that it was right", () => {
  expect(ConfirmReason.options.map((reason) => ruleLessonOf("confirmed", reason))).not.toContain("wrong");
  expect(DismissReason.options.map((reason) => ruleLessonOf("dismissed", reason))).not.toContain("right");
});

test("a reason of no list counts by its verdict", () => {
  expect([ruleLessonOf("confirmed", "x"), ruleLessonOf("dismissed", "x")]).toEqual(["right", "wrong"]);
});
