// Promises that texts asking for money or offering people's data are flagged by their words alone, and that their innocent neighbours are not.
import { expect, test } from "vitest";
import type { Category } from "#core/nouns/category.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { asking, innocent as allowed, type Told } from "../../fixtures/neighbours/fundraising.ts";
import { innocent as careful, offering } from "../../fixtures/neighbours/personal-data.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const judge = ({ title, text }: Told) =>
  detect(pageFromText({ url: "https://trang.example/bai", title, text }), knowledge, { kind: "site" }).categories;

const guilty: [string, Category, Told][] = [
  ...asking.map((t) => [t.name, "illegal_fundraising", t] as [string, Category, Told]),
  ...offering.map((t) => [t.name, "personal_data", t] as [string, Category, Told]),
];
test.each(guilty)("is flagged: %s (%s)", (_, category, told) => {
  const found = judge(told)[category];
  expect(found?.verdict, found?.signals.map((s) => `${s.rule} ${s.weight} ${s.say}`).join("\n")).toBe("flag");
});

test.each([...allowed, ...careful].map((t) => [t.name, t] as const))("raises nothing: %s", (_, told) => {
  const raised = Object.entries(judge(told)).filter(([, r]) => r.verdict !== "none");
  expect(
    raised.map(([n, r]) => `${n} ${r.verdict}: ${r.signals.map((s) => `${s.rule} ${s.weight} ${s.say}`).join("\n")}`),
  ).toEqual([]);
});
